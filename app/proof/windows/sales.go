package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"qrtill/app/proof/desk"
)

// sells is the first sale of a till that the case before has set up, in its Chinese folder.
func (s *scene) sells(ctx context.Context) (string, error) {
	if s.till = s.shop; s.till.folder == "" {
		return "", errors.New("it goes on with the till that the commands set up")
	}
	if err := s.prefer(nil); err != nil {
		return "", err
	}
	if err := s.open(ctx, 2); err != nil {
		return "", err
	}
	if err := s.till.Arrange(ctx, s.Desktop); err != nil {
		return "", err
	}
	if _, err := s.atRest(ctx, "charge"); err != nil {
		return "", err
	}
	code, err := s.sell(ctx, "128.50")
	if err != nil {
		return "", err
	}
	if _, err := s.atRest(ctx, "code"); err != nil {
		return "", err
	}
	ledger, err := s.gateway.Ledger(ctx)
	if err != nil {
		return "", err
	}
	if len(ledger) != 1 || ledger[0].QR != code || !desk.SameAmount(ledger[0].Amount, "128.50") {
		return "", failed("the code is %q, the gateway has %v", code, ledger)
	}
	if err := s.gateway.Pay(ctx, code); err != nil {
		return "", err
	}
	if _, err := s.see(ctx, 20*time.Second, "the tick is on the customer's window", s.till.Paid); err != nil {
		return "", err
	}
	if _, err := s.atRest(ctx, "paid"); err != nil {
		return "", err
	}
	if err := s.next(ctx); err != nil {
		return "", err
	}
	return "one order in the gateway's ledger, one in the log", s.leaves(ctx, "paid", 1)
}

// drives sells on another drive.
func (s *scene) drives(ctx context.Context) (string, error) {
	stick := filepath.Join(s.work, "stick")
	if err := errors.Join(os.Mkdir(stick, 0o700), s.drive("e", stick), s.prefer(nil)); err != nil {
		return "", err
	}
	s.till = till{folder: filepath.Join(stick, "二號 櫃檯"), Till: desk.Till{Dir: `E:\二號 櫃檯`, Flags: []string{"-practice"}}}
	if err := s.open(ctx, 2); err != nil {
		return "", err
	}
	if _, err := s.sell(ctx, "26.5"); err != nil {
		return "", err
	}
	if err := s.practicePays(ctx); err != nil {
		return "", err
	}
	return s.till.Dir, s.leaves(ctx, "paid", 1)
}

// practicePays has the practice till's customer pay, and goes on.
func (s *scene) practicePays(ctx context.Context) error {
	if err := s.presses(ctx, "ctrl+p", "the tick is on the customer's window", s.till.Paid); err != nil {
		return err
	}
	return s.next(ctx)
}

// next goes on from a tick, once it was looked at: an Enter that comes at once counts for
// nothing.
func (s *scene) next(ctx context.Context) error {
	if err := s.WriteAfter(ctx, time.Second, "", "Return"); err != nil {
		return err
	}
	if _, err := s.see(ctx, 2*time.Second, "the next customer is greeted", s.till.Idle); err == nil || ctx.Err() != nil {
		return err
	}
	return s.presses(ctx, "Return", "the next customer is greeted", s.till.Idle)
}

// raises starts the till a second time: behind another program, and minimised.
func (s *scene) raises(ctx context.Context) (string, error) {
	if err := s.practise(ctx, nil, 2); err != nil {
		return "", err
	}
	other, err := s.hides(ctx)
	if err == nil {
		err = s.again(ctx)
	}
	if other != nil && other.Running() {
		err = errors.Join(err, other.Cmd.Process.Signal(os.Kill))
	}
	if err != nil {
		return "", fmt.Errorf("behind another program: %w", err)
	}
	if err := errors.Join(s.minimise(ctx), s.again(ctx)); err != nil {
		return "", fmt.Errorf("minimised: %w", err)
	}
	return "from behind, and from the taskbar", s.leaves(ctx, "paid", 0)
}

// again starts the till a second time, which must end well and bring the first one's
// window to the front.
func (s *scene) again(ctx context.Context) error {
	first := s.till
	if err := s.start(); err != nil {
		return err
	}
	second := s.till
	err := s.ends(ctx, 15*time.Second, 0)
	s.till = first
	if err != nil {
		return errors.Join(err, second.gone())
	}
	err = desk.Until(ctx, soon, "the first till's window is in front, and Windows' keyboard is its", func(ctx context.Context) (bool, error) {
		if !s.onScreen(ctx, first.Main) {
			return false, nil
		}
		if top, err := s.top(ctx); err != nil || top != first.Main.ID {
			return false, err
		}
		front, err := s.wine(ctx, "", s.hand, "front")
		return strings.TrimSpace(front) == first.Main.Name, err
	})
	if err != nil {
		return &failure{err}
	}
	return nil
}

// hides opens another program in front of the till.
func (s *scene) hides(ctx context.Context) (*desk.Process, error) {
	other, err := s.Start("wine", s.hand, "box")
	if err != nil {
		return nil, err
	}
	return other, desk.Until(ctx, 20*time.Second, "another program is in front", func(ctx context.Context) (bool, error) {
		all, err := s.Windows(ctx, other.Cmd.Process.Pid)
		if err != nil || len(all) == 0 {
			return false, err
		}
		active, err := s.Active(ctx)
		return active == all[0].ID, err
	})
}

// minimise puts the till's window away, as the button in its title does.
func (s *scene) minimise(ctx context.Context) error {
	if _, err := desk.Command(ctx, "", "xdotool", "windowminimize", s.till.Main.ID); err != nil {
		return err
	}
	return desk.Until(ctx, soon, "the till is minimised", func(ctx context.Context) (bool, error) {
		return !s.onScreen(ctx, s.till.Main), nil
	})
}

// onScreen says that a window can be seen.
func (s *scene) onScreen(ctx context.Context, w desk.Window) bool {
	all, err := s.list(ctx)
	for _, other := range all {
		if other.ID == w.ID {
			return err == nil
		}
	}
	return false
}

// killed has the till's power cut while a customer may pay, who then does.
func (s *scene) killed(ctx context.Context) (string, error) {
	if err := s.openGateway(ctx); err != nil {
		return "", err
	}
	s.till = till{folder: s.folder("killed")}
	s.till.Dir = windowsPath(s.till.folder)
	if _, err := s.wine(ctx, s.gateway.Secret+"\n", s.console, "setup", "-data", s.till.Dir,
		"-gateway", s.gateway.URL, "-merchant", s.gateway.Merchant, "-shop", "Lee", "-currency", "HKD"); err != nil {
		return "", err
	}
	if err := errors.Join(s.prefer(nil), s.open(ctx, 2)); err != nil {
		return "", err
	}
	code, err := s.sell(ctx, "45")
	if err != nil {
		return "", err
	}
	if err := errors.Join(s.till.gone(), s.gateway.Pay(ctx, code)); err != nil {
		return "", err
	}
	if err := s.open(ctx, 2); err != nil {
		return "", err
	}
	began := time.Now()
	err = desk.Until(ctx, 20*time.Second, "the till has found the payment", func(context.Context) (bool, error) {
		return s.till.said("answered"), s.alive()
	})
	if err != nil {
		return "", &failure{err}
	}
	found := time.Since(began)
	if _, err := s.atRest(ctx, "paid-while-the-till-was-dead"); err != nil {
		return "", err
	}
	return fmt.Sprintf("found %.1f s after its windows came", found.Seconds()), s.leaves(ctx, "paid", 1)
}
