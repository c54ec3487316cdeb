package app

import (
	"context"
	"errors"
	"maps"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/storage/secrets"
)

// What stands between a manager and a command.
var (
	errNoPIN   = errors.New("no manager's PIN is set on this computer")
	errPINWait = errors.New("another PIN is taken only after a while")
	errPINLock = errors.New("too many wrong PINs")
	errPINNeed = errors.New("the manager's PIN is needed")
	errPINBusy = errors.New("another PIN is being checked")
)

// Unlock has the manager's PIN checked before settings are changed. It allows
// nothing by itself: each SetUp brings the PIN again.
type Unlock struct{ PIN string }

// Command says that staff may send it.
func (Unlock) Command() {}

// Clearance to see the settings.
func (c Unlock) Clearance() core.Clearance { return core.Clearance{For: order.TrySettings, PIN: c.PIN} }

func (Unlock) letIn(t *Till)                     { t.manager.opened++ }
func (Unlock) turnedAway(t *Till, why core.Text) { t.manager.problem = why }

// guarded is a command of the shell's own that takes the PIN. All others are
// the core's.
type guarded interface {
	core.Managed
	letIn(*Till)
	turnedAway(*Till, core.Text)
}

// manager lets commands through that need the manager's PIN.
type manager struct {
	busy    bool
	problem core.Text // why the last was not let through
	since   time.Time // of the last try, or of the start: waiting counts from here
	opened  int       // how often the PIN was right that was typed for the settings

	settles map[order.RefundID]time.Time // refunds whose doubt needs no other PIN until then
}

// settlesFor is how long whoever gave the PIN for a refund may settle its doubt without
// giving it once more.
const settlesFor = 5 * time.Minute

// pinChecked is what the worker that hashes a PIN brings back.
type pinChecked struct {
	command core.Managed
	right   bool
	err     error // it could not be checked
}

// manage has a command's PIN checked in a worker: hashing takes a tenth of a
// second, and the keyring longer.
func (t *Till) manage(now time.Time, cmd core.Managed) {
	if t.manager.busy { // its sender sees that in the View
		return
	}
	t.run(t.core.Step(now, core.PINTyped{}))
	t.manager.problem = core.Text{}
	clearance := cmd.Clearance()
	hash, known := t.log.PIN()
	_, locked := order.PINWait(t.log.WrongPINs())
	switch {
	case !locked && t.settles(now, cmd):
		t.letThrough(now, cmd)
		return
	case locked:
		t.turnAway(cmd, Explain(errPINLock))
		return
	case !known:
		t.turnAway(cmd, Explain(errNoPIN))
		return
	case now.Before(t.pinFree()):
		t.turnAway(cmd, Explain(errPINWait))
		return
	}
	if o, err := t.log.Order(clearance.Order); err == nil {
		t.needAccount(o.Account) // a closed order's may not have been needed in this run
	}
	t.manager.busy = true
	t.workers.Go(func() {
		right, err := checkPIN(t.ctx, t.secrets, hash, clearance.PIN)
		t.post(pinChecked{cmd, right, err})
	})
}

// settles says that a command settles the doubt of a refund for which the PIN was given
// a moment ago.
func (t *Till) settles(now time.Time, cmd core.Managed) bool {
	r, resolves := cmd.(core.Resolve)
	return resolves && r.PIN == "" && now.Before(t.manager.settles[r.Refund])
}

// mayBeSettled notes a refund that was made a moment ago.
func (t *Till) mayBeSettled(now time.Time, before order.Order) {
	o, err := t.log.Order(before.ID)
	if err != nil || len(o.Refunds) == len(before.Refunds) {
		return // it was not made
	}
	maps.DeleteFunc(t.manager.settles, func(_ order.RefundID, until time.Time) bool { return !now.Before(until) })
	t.manager.settles[o.Refunds[len(o.Refunds)-1].ID] = now.Add(settlesFor)
}

// turnAway says why a command was not let through, where its sender looks.
func (t *Till) turnAway(cmd core.Managed, why core.Text) {
	if own, ok := cmd.(guarded); ok {
		own.turnedAway(t, why)
		return
	}
	t.manager.problem = why
}

func checkPIN(ctx context.Context, keyring *secrets.Store, hash order.PIN, pin string) (bool, error) {
	pepper, err := keyring.Get(ctx, order.Account{}, secrets.PINPepper)
	if errors.Is(err, secrets.ErrNoSecret) {
		return false, errNoPIN // a log that was moved here without its keyring
	}
	return err == nil && secrets.CheckPIN(hash, pin, []byte(pepper)), err
}

// perform writes the try into the log before anybody learns whether it was
// right: a try that is not counted must not be worth anything.
func (in pinChecked) perform(t *Till, now time.Time) {
	t.manager.busy = false
	if in.err != nil {
		t.turnAway(in.command, Explain(in.err))
		return
	}
	t.manager.since = now
	effects, err := t.write(order.Event{
		Version: order.Version, Kind: order.PINTried, At: now.UTC(), Day: t.core.Day(now),
		Try: &order.Try{OK: in.right, For: in.command.Clearance().For},
	})
	t.run(effects)
	switch {
	case err != nil:
		t.turnAway(in.command, Explain(err))
		return
	case !in.right:
		t.turnAway(in.command, core.Text{Key: "error.pin.wrong", Values: map[string]any{"Left": order.PINTries(t.log.WrongPINs())}})
		return
	}
	t.letThrough(now, in.command)
}

// letThrough does what the manager's PIN was right for.
func (t *Till) letThrough(now time.Time, cmd core.Managed) {
	if own, ok := cmd.(guarded); ok {
		own.letIn(t)
		return
	}
	o, err := t.log.Order(cmd.Clearance().Order)
	if err != nil {
		t.manager.problem = Explain(err)
		return
	}
	t.run(t.core.Step(now, core.Allowed{Command: cmd, Order: o}))
	if _, refunds := cmd.(core.Refund); refunds {
		t.mayBeSettled(now, o)
	}
}

// pinFree is when the next PIN is taken.
func (t *Till) pinFree() time.Time {
	wait, _ := order.PINWait(t.log.WrongPINs())
	if wait == 0 {
		return time.Time{}
	}
	return t.manager.since.Add(wait)
}

// managerView adds to what the core says how the PIN stands.
func (t *Till) managerView(now time.Time, v core.ManagerView) core.ManagerView {
	v.Busy = t.manager.busy
	v.Done += t.manager.opened
	v.Settles = maps.Clone(t.manager.settles)
	if v.Problem.Empty() {
		v.Problem = t.manager.problem
	}
	if free := t.pinFree(); now.Before(free) {
		v.WaitEnd = free
	}
	_, v.Locked = order.PINWait(t.log.WrongPINs())
	return v
}
