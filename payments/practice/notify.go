package practice

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// CBTIS docs, auth-webhook: ten deliveries in all, then it stops.
var retryAfter = [...]time.Duration{
	15 * time.Second, 30 * time.Second, time.Minute, 5 * time.Minute, 10 * time.Minute,
	30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour,
}

// A delivery counts only if it is answered 200 within this time.
const deliveryDeadline = 5 * time.Second

// The times in a notification have milliseconds and are in UTC.
const notifyTimeForm = "2006-01-02T15:04:05.000Z"

// sign is HEX(SHA256('${http_body}.${apikey}')): plain SHA-256, not HMAC.
func sign(body []byte, key string) string {
	h := sha256.New()
	_, _ = h.Write(body) // a hash never fails
	_, _ = io.WriteString(h, "."+key)
	return hex.EncodeToString(h.Sum(nil))
}

// notifier delivers notifications, each in a goroutine of its own, because one
// that is not received waits for hours. What is under way is not kept over a
// restart.
type notifier struct {
	client *http.Client
	log    *slog.Logger
	ctx    context.Context
	cancel context.CancelFunc
	mu     sync.Mutex // guards stopped against a late Add
	ended  bool
	work   sync.WaitGroup
}

func (n *notifier) start(log *slog.Logger) {
	n.log = log
	n.ctx, n.cancel = context.WithCancel(context.Background())
	dialer := &net.Dialer{Timeout: deliveryDeadline, Control: nearbyOnly}
	n.client = &http.Client{
		Transport: &http.Transport{DialContext: dialer.DialContext, IdleConnTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse // a redirect is not a 200
		},
	}
}

// nearbyOnly keeps practice notifications on this computer and its own
// network: no real shop's server may mistake them for money.
func nearbyOnly(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() && !ip.IsPrivate() {
		return errors.New("practice notifications go to loopback and private addresses only")
	}
	return nil
}

func (n *notifier) stop() {
	n.mu.Lock()
	n.ended = true
	n.mu.Unlock()
	n.cancel()
	n.work.Wait()
	n.client.CloseIdleConnections()
}

// deliver sends body to address at the given time and again until received.
func (n *notifier) deliver(at time.Time, address string, body []byte, key string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if address == "" || n.ended {
		return
	}
	n.work.Go(func() {
		if !n.pause(time.Until(at)) {
			return
		}
		for try := 0; ; try++ {
			err := n.post(address, body, sign(body, key))
			if err == nil {
				return
			}
			n.log.Info("practice notification not received", "delivery", try+1, "error", err)
			if try == len(retryAfter) || !n.pause(retryAfter[try]) {
				return
			}
		}
	})
}

func (n *notifier) pause(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-n.ctx.Done():
		return false
	}
}

func (n *notifier) post(address string, body []byte, signature string) error {
	ctx, cancel := context.WithTimeout(n.ctx, deliveryDeadline)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Signature", signature)
	response, err := n.client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return errors.New("answered " + response.Status)
	}
	return nil
}

// notification is the body of every notification.
type notification struct {
	NotifyType string `json:"notify_type"`
	Data       any    `json:"data"`
}

// notifyPayment tells the shop of a payment. The caller holds g.mu.
func (g *Gateway) notifyPayment(o *order) {
	g.notify(o.PayTime, o.NotifyURL, notification{"payment_success", struct {
		OrderID         string `json:"order_id"`
		MerchantOrderID string `json:"merchant_order_id"`
	}{o.OrderID, o.MerchantOrderID}})
}

// notifyRefund tells the shop how a refund ends, when it ends. The caller
// holds g.mu. A refund request has no notify_url: the order's one is used.
func (g *Gateway) notifyRefund(f *refund) {
	kind := "refund_success"
	if f.Final == failed {
		kind = "refund_failed"
	}
	g.notify(f.Due, f.order.NotifyURL, notification{kind, struct {
		UID              json.RawMessage `json:"uid"`
		RefundID         string          `json:"refund_id"`
		MerchantRefundID string          `json:"merchant_refund_id"`
		OrderAmount      string          `json:"order_amount"` // taken to be the refund's
		CreateTime       string          `json:"create_time"`
		RefundTime       string          `json:"refund_time"`
	}{
		numberOrText(g.credentials.UID), f.RefundID, f.MerchantRefundID, mustAmount(f.Amount).FloatString(2),
		f.CreateTime.UTC().Format(notifyTimeForm), f.Due.UTC().Format(notifyTimeForm),
	}})
}

func (g *Gateway) notify(at time.Time, address string, n notification) {
	body, err := json.Marshal(n)
	if err != nil {
		g.log.Error("practice notification not made", "error", err)
		return
	}
	g.notifier.deliver(at, address, body, g.credentials.NotifyKey)
}

// numberOrText gives a merchant number as the integer that the docs show.
func numberOrText(uid string) json.RawMessage {
	if n, err := strconv.ParseUint(uid, 10, 64); err == nil {
		return json.RawMessage(strconv.FormatUint(n, 10))
	}
	text, _ := json.Marshal(uid) // a string always marshals
	return text
}
