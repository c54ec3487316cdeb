package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"time"

	"qrtill/app/proof/desk"
)

// The grounds of the till's window: its theme.
var (
	lightGround = color.RGBA{0xF3, 0xF6, 0xF5, 0xff}
	darkGround  = color.RGBA{0x0E, 0x15, 0x13, 0xff}
	focusRing   = color.RGBA{0x0F, 0x9F, 0x8B, 0xff} // around the control that has the keyboard, in the light look
)

// grounded says that the till's window has a ground.
func (s *scene) grounded(ground color.RGBA) func(desk.Picture) bool {
	return func(p desk.Picture) bool { return p.Share(s.till.Main.Area, ground) > 0.1 }
}

// unseen are preferences with which the customer's window is never shown.
func unseen(others ...string) map[string]any {
	all := map[string]any{"customer.shown": false}
	for i := 0; i+1 < len(others); i += 2 {
		all[others[i]] = others[i+1]
	}
	return all
}

// dressed changes how everything looks, while one of the two windows was never shown: on
// Windows that has ended the program.
func (s *scene) dressed(ctx context.Context) (string, error) {
	if err := s.practise(ctx, unseen(), 1); err != nil {
		return "", err
	}
	if err := s.redressed(ctx); err != nil {
		return "", err
	}
	if err := s.leaves(ctx, "paid", 0); err != nil {
		return "", err
	}
	if err := s.practise(ctx, unseen("look", "system"), 1); err != nil {
		return "", err
	}
	defer s.lights(context.WithoutCancel(ctx), true)
	for _, light := range []bool{true, false, true} {
		ground := darkGround
		if light {
			ground = lightGround
		}
		if err := s.lights(ctx, light); err != nil {
			return "", err
		}
		if _, err := s.see(ctx, 15*time.Second, "the till looks as Windows does", s.grounded(ground)); err != nil {
			return "", err
		}
	}
	return "by Settings, and by Windows", s.leaves(ctx, "paid", 0)
}

// lights has Windows be light or dark.
func (s *scene) lights(ctx context.Context, on bool) error {
	_, err := s.wine(ctx, "", "reg", "add", `HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\Themes\Personalize`,
		"/v", "AppsUseLightTheme", "/t", "REG_DWORD", "/d", map[bool]string{true: "1", false: "0"}[on], "/f")
	return err
}

// darker changes the look in Settings, and stays there.
func (s *scene) darker(ctx context.Context) error {
	before, err := s.settled(ctx)
	if err != nil {
		return err
	}
	if err := s.Activate(ctx, s.till.Main); err != nil {
		return err
	}
	if err := s.presses(ctx, "F10", "Settings are shown", s.changes(before, 0.1)); err != nil {
		return err
	}
	if _, err := s.atRest(ctx, "settings"); err != nil {
		return err
	}
	if err := s.darkens(ctx); err != nil {
		return err
	}
	_, err = s.see(ctx, soon, "the till is dark", s.grounded(darkGround))
	return err
}

// redressed changes the look and then the language.
func (s *scene) redressed(ctx context.Context) error {
	if err := s.darker(ctx); err != nil {
		return err
	}
	english, err := s.settled(ctx)
	if err != nil {
		return err
	}
	if err := s.speaks(ctx, "zh-Hant-HK"); err != nil {
		return err
	}
	rail := s.till.Main.Area // where the ways to the pages are named, and no key moves anything
	rail.Max.X = rail.Min.X + 80
	named := func(p desk.Picture) bool { return p.Changed(english, rail) > 0.01 }
	if _, err := s.see(ctx, soon, "the till speaks Chinese", named); err != nil {
		return err
	}
	_, err = s.atRest(ctx, "settings-dark-in-chinese")
	return err
}

// darkens goes back by Tab to the looks, which stand three in a row, and presses the last.
func (s *scene) darkens(ctx context.Context) error {
	var before image.Rectangle
	for beside, stops := 0, 0; stops < 20; stops++ {
		if err := s.Press(ctx, "shift+Tab"); err != nil {
			return err
		}
		p, err := s.settled(ctx)
		if err != nil {
			return err
		}
		ring := p.Box(s.till.Main.Area, focusRing)
		if beside++; ring.Empty() || ring.Min.Y != before.Min.Y || ring.Max.X > before.Min.X+20 {
			beside = 1
		}
		if before = ring; beside == 3 {
			return s.Press(ctx, "Tab", "Tab", "space")
		}
	}
	return failed("Settings have no three looks beside one another")
}

// speaks goes on back to the languages, and turns each choice to the next, until the
// staff's is the one.
func (s *scene) speaks(ctx context.Context, language string) error {
	for range 20 {
		now, err := s.preferred()
		if err != nil || now["language"] == language {
			return err
		}
		if err := errors.Join(s.alive(), s.Press(ctx, "shift+Tab", "Right")); err != nil {
			return err
		}
	}
	return failed("nothing in Settings makes the till speak %s", language)
}

// enlarged has the screen be too small for both windows: the till itself shows the code.
func (s *scene) enlarged(ctx context.Context) (string, error) {
	if err := s.practise(ctx, unseen(), 1); err != nil {
		return "", err
	}
	if _, err := s.settled(ctx); err != nil {
		return "", err
	}
	if err := s.find(ctx); err != nil {
		return "", err
	}
	if screen := (image.Rectangle{Max: laptop.size}); !s.till.Main.Area.In(screen) || s.till.Main.Area.Dx() < 1000 {
		return "", failed("the till is at %v of %v", s.till.Main.Area, screen)
	}
	if err := errors.Join(s.Activate(ctx, s.till.Main), s.Write(ctx, "128.50")); err != nil {
		return "", err
	}
	err := s.presses(ctx, "Return", "the code is on the till's window", func(p desk.Picture) bool {
		codes, err := s.Read(ctx, p.Crop(s.till.Main.Area))
		return err == nil && len(codes) == 1
	})
	if err != nil {
		return "", err
	}
	waiting, err := s.atRest(ctx, "enlarged")
	if err != nil {
		return "", err
	}
	if err := s.presses(ctx, "ctrl+p", "the till has the tick", func(p desk.Picture) bool {
		codes, err := s.Read(ctx, p.Crop(s.till.Main.Area))
		return err == nil && len(codes) == 0 && s.changes(waiting, 0.05)(p)
	}); err != nil {
		return "", err
	}
	paid, err := s.atRest(ctx, "enlarged-paid")
	if err != nil {
		return "", err
	}
	if err := s.presses(ctx, "Return", "the next sale can begin", s.changes(paid, 0.05)); err != nil {
		return "", err
	}
	return fmt.Sprintf("the till at %v", s.till.Main.Area), s.leaves(ctx, "paid", 1)
}

// unplugged opens the till whose customers looked at a monitor that is not there now.
func (s *scene) unplugged(ctx context.Context) (string, error) {
	gone := `{"name":"Generic PnP Monitor at the counter","area":[1400,0,1920,1080]}`
	if err := s.practise(ctx, map[string]any{"customer.screen": gone}, 1); err != nil {
		return "", err
	}
	if _, err := s.atRest(ctx, "monitor-gone"); err != nil {
		return "", err
	}
	if err := s.darker(ctx); err != nil {
		return "", err
	}
	if err := errors.Join(s.Activate(ctx, s.till.Main), s.Press(ctx, "F11")); err != nil {
		return "", err
	}
	if err := s.shows(ctx, soon, 2); err != nil {
		return "", &failure{err}
	}
	_, err := s.atRest(ctx, "monitor-gone-window")
	return "as an ordinary window", errors.Join(err, s.leaves(ctx, "paid", 0))
}
