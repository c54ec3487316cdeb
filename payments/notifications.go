package payments

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// What the listener lets in. The gateway itself sends one notification per
// payment or refund and repeats it 15 s later at the soonest.
const (
	notifyBody   = 64 << 10
	notifyRate   = 10 // a second
	notifyBurst  = 30
	notifyMemory = 256         // bodies
	notifyRepeat = time.Minute // the same body is not reported again so soon
	notifyAnswer = 4 * time.Second
	notifySaid   = 5 * time.Minute // between two lines about what was not taken
)

// ErrNoKey says that notifications can't be checked: without a key anybody
// could sign them. Match with errors.Is.
var ErrNoKey = errors.New("payments: the key that signs notifications is missing")

// NotificationKind is the gateway's word for what happened.
type NotificationKind string

// The kinds of notification in the docs.
const (
	PaymentSuccess NotificationKind = "payment_success"
	RefundSuccess  NotificationKind = "refund_success"
	RefundFailed   NotificationKind = "refund_failed"
)

// Notification is a hint that something has changed at the gateway: a reason
// to ask now, and never proof of anything. A payment has at least one of the
// order's numbers, a refund at least one of the refund's.
type Notification struct {
	Kind             NotificationKind
	MerchantOrderID  string
	OrderID          string
	MerchantRefundID string
	RefundID         string
}

// NotificationsConfig is what Notifications needs to know.
type NotificationsConfig struct {
	// Keys sign notifications, one for each account that is listened for.
	Keys []string
	// Found is told of each notification, from many goroutines. It must be
	// quick and heed ctx. After an error the gateway is asked to come again.
	Found func(ctx context.Context, n Notification) error
	Log   *slog.Logger // nil: nothing is logged; it never gets a body or a key
}

// Notifications receives what the gateway sends to notify_url. It is an
// http.Handler for any path, safe for use by many goroutines, and made by
// NewNotifications.
type Notifications struct {
	cfg   NotificationsConfig
	limit *rate.Limiter

	mu     sync.Mutex
	recent [notifyMemory]reported // a ring
	next   int
	said   time.Time // when the log was last told of what was not taken
	unsaid int       // what was not taken since
}

// reported is a notification that was taken, by the hash of its body.
type reported struct {
	sum [sha256.Size]byte
	at  time.Time
}

// NewNotifications makes a receiver. It refuses with ErrNoKey.
func NewNotifications(cfg NotificationsConfig) (*Notifications, error) {
	if len(cfg.Keys) == 0 || slices.Contains(cfg.Keys, "") {
		return nil, ErrNoKey
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	cfg.Keys = slices.Clone(cfg.Keys)
	return &Notifications{cfg: cfg, limit: rate.NewLimiter(notifyRate, notifyBurst)}, nil
}

// ServeHTTP answers 200 without a body to a well-signed notification that was
// taken, is a repeat, or is of a kind we don't know; anything else is a failure.
func (n *Notifications) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	status, why := http.StatusTooManyRequests, "too many"
	if n.limit.Allow() { // before anything costs: what is lost here is asked for all the same
		status, why = n.receive(w, r)
	}
	if status != http.StatusOK {
		n.complain(slog.Int("status", status), slog.String("why", why))
	}
	w.WriteHeader(status)
}

// complain counts what was not taken, and tells the log once in a while: anybody can
// send such, and must not push everything else out of it.
func (n *Notifications) complain(what ...slog.Attr) {
	n.mu.Lock()
	n.unsaid++
	count, now := n.unsaid, time.Now()
	quiet := !n.said.IsZero() && now.Sub(n.said) < notifySaid
	if !quiet {
		n.said, n.unsaid = now, 0
	}
	n.mu.Unlock()
	if !quiet {
		n.cfg.Log.LogAttrs(context.Background(), slog.LevelWarn, "notifications not taken", append(what, slog.Int("count", count))...)
	}
}

// complaints are what the server itself complains of, line by line.
type complaints struct{ *Notifications }

func (c complaints) Write(line []byte) (int, error) {
	c.complain(slog.String("why", strings.TrimSpace(string(line))))
	return len(line), nil
}

// farewell tells the log of what it was not told yet.
func (n *Notifications) farewell() {
	n.mu.Lock()
	count := n.unsaid
	n.unsaid = 0
	n.mu.Unlock()
	if count > 0 {
		n.cfg.Log.LogAttrs(context.Background(), slog.LevelWarn, "notifications not taken", slog.Int("count", count))
	}
}

func (n *Notifications) receive(w http.ResponseWriter, r *http.Request) (status int, why string) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return http.StatusMethodNotAllowed, "not a POST"
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, notifyBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge, "too large"
	case err != nil:
		return http.StatusBadRequest, "cut short"
	}
	switch body, err = unpack(r.Header, body, notifyBody); {
	case errors.Is(err, errCoding):
		w.Header().Set("Accept-Encoding", takesCoding)
		return http.StatusUnsupportedMediaType, err.Error()
	case err != nil:
		return http.StatusBadRequest, err.Error()
	case !n.signed(body, r.Header.Values("Signature")):
		return http.StatusUnauthorized, "the signature doesn't match"
	}
	found, known, err := decodeNotification(body)
	switch {
	case err != nil:
		return http.StatusBadRequest, err.Error()
	case !known:
		return http.StatusOK, ""
	}
	return n.report(r.Context(), sha256.Sum256(body), found)
}

// signed compares in constant time, over the bytes as the gateway wrote them.
// CBTIS docs, auth-webhook: hex SHA-256 of body, ".", key; the header's name is
// the sister deployment's.
func (n *Notifications) signed(body []byte, signatures []string) bool {
	if len(signatures) != 1 {
		return false
	}
	match := 0
	for _, key := range n.cfg.Keys {
		h := sha256.New()
		h.Write(body)
		h.Write([]byte("." + key))
		want := hex.AppendEncode(nil, h.Sum(nil))
		match |= subtle.ConstantTimeCompare(want, []byte(signatures[0]))
	}
	return match == 1
}

// report tells of a notification unless it did so a moment ago. Only one that
// was taken is remembered, so that none is lost between two deliveries.
func (n *Notifications) report(ctx context.Context, sum [sha256.Size]byte, found Notification) (status int, why string) {
	if n.repeats(sum) {
		return http.StatusOK, ""
	}
	ctx, cancel := context.WithTimeout(ctx, notifyAnswer)
	defer cancel()
	if n.cfg.Found(ctx, found) != nil {
		return http.StatusServiceUnavailable, "the till didn't take it"
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.recent[n.next] = reported{sum, time.Now()}
	n.next = (n.next + 1) % notifyMemory
	return http.StatusOK, ""
}

func (n *Notifications) repeats(sum [sha256.Size]byte) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.ContainsFunc(n.recent[:], func(r reported) bool {
		return r.sum == sum && time.Since(r.at) < notifyRepeat
	})
}

// decodeNotification reads a whole notification. One of a kind that isn't in
// the docs is not known, which is no error.
func decodeNotification(body []byte) (n Notification, known bool, err error) {
	f, err := decodeObject(body)
	if err != nil {
		return Notification{}, false, err
	}
	top := &reader{f: f}
	n.Kind = NotificationKind(top.need("notify_type"))
	if top.err != nil {
		return Notification{}, false, top.err
	}
	if !slices.Contains([]NotificationKind{PaymentSuccess, RefundSuccess, RefundFailed}, n.Kind) {
		return Notification{}, false, nil
	}
	if f.absent("data") {
		return Notification{}, false, errors.New("data is missing")
	}
	data, err := object(f["data"])
	if err != nil {
		return Notification{}, false, err
	}
	r := &reader{f: data}
	n.MerchantOrderID, n.OrderID = r.may("merchant_order_id"), r.may("order_id")
	n.MerchantRefundID, n.RefundID = r.may("merchant_refund_id"), r.may("refund_id")
	switch {
	case r.err != nil:
		return Notification{}, false, r.err
	case n.Kind == PaymentSuccess && n.MerchantOrderID+n.OrderID == "":
		return Notification{}, false, errors.New("it names no order")
	case n.Kind != PaymentSuccess && n.MerchantRefundID+n.RefundID == "":
		return Notification{}, false, errors.New("it names no refund")
	}
	return n, true, nil
}
