package core

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// What the shell tells the core beside sales, and what comes of it.

func TestAnAmountThatIsTypedMakesTheConnectionReady(t *testing.T) {
	r := newRig(t)
	r.do(Typing{})
	if e := call[Warm](r); e.Account != r.core.settings.Account {
		t.Errorf("made ready for %v", e.Account)
	}
	r.none()
}

func TestAKeyThatIsBeingReadHoldsSalesAndIsNoBanner(t *testing.T) {
	r := newRig(t)
	r.do(KeyAwaited{r.core.settings.Account})
	r.charge()
	v := r.view()
	if v.Sale != nil || v.Notice.Key != "error.keyring.pending" || !v.Stopped.Empty() || !v.Banner.Empty() {
		t.Errorf("sale %v, notice %q, stopped %q, banner %q", v.Sale, v.Notice.Key, v.Stopped.Key, v.Banner.Key)
	}
	r.do(KeyRead{Account: r.core.settings.Account})
	r.charge()
	if v := r.view(); v.Sale == nil {
		t.Error("no sale after the key was read")
	}
}

func TestAKeyThatFailedIsNotCalledAwaited(t *testing.T) {
	r := newRig(t)
	r.do(KeyRead{r.core.settings.Account, noKeyring})
	r.do(KeyAwaited{r.core.settings.Account})
	if v := r.view(); v.Stopped.Key != noKeyring.Text.Key {
		t.Errorf("stopped says %q", v.Stopped.Key)
	}
}

func TestWhatTheShellSaysIsSaidUntilTheNextSale(t *testing.T) {
	r := newRig(t)
	r.do(Noticed{Text{Key: "notice.crash"}})
	if v := r.view(); v.Notice.Key != "notice.crash" {
		t.Errorf("says %q", v.Notice.Key)
	}
	r.charge()
	if v := r.view(); !v.Notice.Empty() {
		t.Errorf("still says %q", v.Notice.Key)
	}
}

func TestANewPINForgetsWhyTheLastCommandWasNotDone(t *testing.T) {
	r := newRig(t)
	r.do(Allowed{Command: Refund{Amount: order.Amount{Minor: 1, Currency: "HKD"}}})
	if v := r.view(); v.Manager.Problem.Empty() {
		t.Fatal("a refund of no order was not refused")
	}
	r.do(PINTyped{})
	if v := r.view(); !v.Manager.Problem.Empty() {
		t.Errorf("still says %q", v.Manager.Problem.Key)
	}
}

func TestNewSettingsForgetThatTheGatewayDidNotTakeTheOldSecret(t *testing.T) {
	r := newRig(t)
	r.do(Warmed{r.core.settings.Account, &payments.Error{Op: "token", Kind: payments.KindAuth, Status: 401}})
	if v := r.view(); v.Banner.Key != "banner.denied" {
		t.Fatalf("banner %q", v.Banner.Key)
	}
	r.do(Adopted{r.core.settings, hongKong})
	if v := r.view(); !v.Banner.Empty() {
		t.Errorf("banner %q", v.Banner.Key)
	}
}

func TestTokensThatDieYoungAreSaidAndCostFewerQuestions(t *testing.T) {
	r := newRig(t)
	r.charge()
	r.answerCreate(func(i *payments.Intent) { i.Meta.Contended = true })
	if v := r.view(); v.Banner.Key != "banner.contended" {
		t.Fatalf("banner %q", v.Banner.Key)
	}
	asked := r.during(time.Minute, time.Second, r.says("PENDING", func(p *payments.Payment) { p.Meta.Contended = true }))
	if asked < 10 || asked > 12 {
		t.Errorf("asked %d times in a minute, wanted once in 5 s", asked)
	}
	r.do(Warmed{Account: r.core.settings.Account}) // which says nothing of how tokens live
	if v := r.view(); v.Banner.Key != "banner.contended" {
		t.Errorf("banner %q", v.Banner.Key)
	}
	r.wait(5 * time.Second)
	r.answerAsk("PENDING")
	if v := r.view(); !v.Banner.Empty() {
		t.Errorf("banner %q", v.Banner.Key)
	}
}

// A question that could not be made here is no silence of the gateway's: the
// next one does not wait longer.
func TestAQuestionThatWasNeverMadeDoesNotTryPatience(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	for range 5 {
		r.wait(4 * time.Second)
		r.fails(noKeyring)()
	}
	if h := r.core.orders[id]; h.payment.failures != 0 {
		t.Errorf("%d questions count as unanswered", h.payment.failures)
	}
}

func TestATryIsNotedForWhatThePINWasTypedFor(t *testing.T) {
	for want, cmd := range map[string]Managed{order.TryRefund: Refund{}, order.TrySendAgain: SendAgain{}, order.TryByHand: Resolve{}} {
		if got := cmd.Clearance().For; got != want {
			t.Errorf("%T is noted as %q, want %q", cmd, got, want)
		}
	}
}
