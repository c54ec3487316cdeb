package app

import (
	"context"
	"errors"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
	"qrtill/storage/secrets"
)

// listener is where the gateway's notifications come in, if the settings say
// so. They prove nothing: each only brings a question forward.
type listener struct {
	address string        // that it listens on, or tries to
	account order.Account // whose key signs
	stop    context.CancelFunc
	ended   chan struct{} // closed when it has let the address go
	state   core.Text
	retry   time.Time // when an address or a keyring that failed is tried again
}

// listening is what the worker that listens says of itself.
type listening struct {
	address string
	err     error // why it does not, or no longer; nil when it does
}

// listenAgain is how often an address that can't be listened on is tried again.
const listenAgain = 30 * time.Second

// listen sees to it that the till listens where the settings say.
func (t *Till) listen(now time.Time) {
	s, l := t.settings(), &t.listener
	same := l.address == s.NotifyAddr && (l.account == s.Account || s.NotifyAddr == "")
	if same && (l.retry.IsZero() || now.Before(l.retry)) {
		return
	}
	t.endListening()
	before := l.ended
	*l = listener{address: s.NotifyAddr, account: s.Account, ended: before}
	if s.NotifyAddr == "" {
		return
	}
	var ctx context.Context
	ctx, l.stop = context.WithCancel(t.ctx)
	l.ended = make(chan struct{})
	ended := l.ended
	t.workers.Go(func() {
		defer close(ended)
		if before != nil {
			<-before
		}
		t.serveNotifications(ctx, s.Account, s.NotifyAddr)
	})
}

func (t *Till) endListening() {
	if t.listener.stop != nil {
		t.listener.stop()
	}
}

// serveNotifications is the notification listener's goroutine.
func (t *Till) serveNotifications(ctx context.Context, a order.Account, address string) {
	err := func() error {
		key, err := t.secrets.Get(ctx, a, secrets.NotifyKey)
		if err != nil {
			return err
		}
		handler, err := payments.NewNotifications(payments.NotificationsConfig{
			Keys: []string{key}, Log: t.diary,
			Found: func(_ context.Context, n payments.Notification) error {
				t.post(core.Notified{Order: order.ID(n.MerchantOrderID), GatewayID: n.OrderID, Refund: order.RefundID(n.MerchantRefundID)})
				return nil
			},
		})
		if err != nil {
			return err
		}
		port, err := payments.ListenNotifications(ctx, address)
		if err != nil {
			return err
		}
		t.post(listening{address, nil})
		return handler.Serve(ctx, port)
	}()
	if ctx.Err() == nil {
		t.post(listening{address, err})
	}
}

func (in listening) perform(t *Till, now time.Time) {
	if in.address != t.listener.address {
		return // the settings have changed meanwhile
	}
	if in.err == nil {
		t.listener.state = core.Text{Key: "notify.listening", Values: map[string]any{"Address": in.address}}
		return
	}
	t.diary.Warn("no notifications", "error", in.err)
	t.listener.retry = now.Add(listenAgain)
	t.listener.state = core.Text{Key: "notify.failed", Values: map[string]any{"Address": in.address}}
	if errors.Is(in.err, secrets.ErrNoSecret) {
		t.listener.state = core.Text{Key: "notify.no_key"}
	}
}
