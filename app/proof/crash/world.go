package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/crypto/argon2"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/app/proof/crash/proxy"
	"qrtill/app/proof/crash/talk"
	"qrtill/app/proof/ledger/play"
	"qrtill/payments/practice"
	"qrtill/storage"
)

const (
	merchant = "88000001"
	pin      = "482913"
	pepper   = "the pepper of a practice shop"
	currency = "HKD"
)

// world is one shop: a till's data folder, a bad line, a gateway with bad days
// and customers. The till in it is started and killed again and again.
type world struct {
	dir, child string
	pace       pace
	random     *rand.Rand // of the goroutine that drives the till
	gateway    *practice.Gateway
	front      *play.Front
	server     *http.Server
	served     chan error
	address    string // of the server, where the customers' phones find it
	line       *proxy.Proxy
	secret     string

	tapped    chan struct{} // a customer has just paid
	customers sync.WaitGroup

	mu      sync.Mutex
	watch   *restart // the newest start of the till
	faulted map[string]int
	taps    int
	kills   int

	shown    acknowledged
	chain    []link // of the log, when it was last read
	findings findings
	restarts []*restart

	refundRows map[string]int // what log and ledger say of refunds
}

// pace says how fast a shop lives.
type pace struct {
	life   time.Duration // of a till, at most
	expiry time.Duration // how long the gateway lets an order be paid
}

// openShop makes a shop with its log, with the till not running yet.
func openShop(dir, child string, pace pace, seed uint64) (*world, error) {
	w, err := makeWorld(dir, child, pace, seed)
	if err != nil {
		return nil, err
	}
	if err := w.firstStart(); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

// makeWorld makes a shop without a log.
func makeWorld(dir, child string, pace pace, seed uint64) (_ *world, err error) {
	w := &world{
		dir: dir, child: child, pace: pace, random: rand.New(rand.NewPCG(seed, 1)), front: play.NewFront(seed, 0.001),
		served: make(chan error, 1), tapped: make(chan struct{}, 1), faulted: map[string]int{}, refundRows: map[string]int{}, shown: newAcknowledged(),
	}
	w.front.Heard, w.front.Faulted = w.heard, w.fault
	w.gateway, err = practice.New(practice.Config{
		UID: merchant, Expiry: pace.expiry, Delay: 40 * time.Millisecond, Faults: weather(seed), Log: slog.New(w.front),
	})
	if err != nil {
		return nil, err
	}
	w.secret = w.gateway.Credentials().Secret
	w.front.Gateway = w.gateway.Handler()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, w.gateway.Close())
	}
	w.address = listener.Addr().String()
	w.server = &http.Server{Handler: w.front, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelWarn), ReadHeaderTimeout: time.Minute}
	go func() { w.served <- w.server.Serve(listener) }()
	if w.line, err = proxy.New(w.address, seed, w.fault); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

func (w *world) settings() order.Settings {
	s := order.Defaults(currency)
	s.Account = order.Account{Gateway: "http://" + w.line.Address(), Merchant: merchant, Currency: currency}
	s.Shop, s.ShowFor = "Noodle Corner", time.Minute
	return s
}

// firstStart makes the log and writes the settings into it.
func (w *world) firstStart() error {
	log, err := storage.Open(w.dir, storage.Options{Create: true})
	if err != nil {
		return err
	}
	for _, e := range w.firstEvents() {
		_, wrong := log.Append(e)
		err = errors.Join(err, wrong)
	}
	return errors.Join(err, log.Close())
}

// firstEvents are what a first start writes.
func (w *world) firstEvents() []order.Event {
	return app.SettingsEvents(w.settings(), quickPIN(), time.Now())
}

// quickPIN is the manager's PIN, hashed as the till does but at little cost, so
// that a kill meets the refund and not the hashing.
func quickPIN() *order.PIN {
	p := order.PIN{Salt: []byte("of a practice shop"), Time: 1, Memory: 64, Threads: 1}
	keyed := hmac.New(sha256.New, []byte(pepper))
	keyed.Write([]byte(pin))
	p.Hash = argon2.IDKey(keyed.Sum(nil), p.Salt, p.Time, p.Memory, p.Threads, 32)
	return &p
}

func (w *world) close() error {
	w.customers.Wait()
	var err error
	if w.line != nil {
		err = w.line.Close()
	}
	err = errors.Join(err, w.server.Close(), w.gateway.Close())
	if served := <-w.served; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// weather is what the gateway plays: enough to disturb, little enough to leave
// something to count.
func weather(seed uint64) practice.Faults {
	r := rand.New(rand.NewPCG(seed, 2))
	f := practice.Faults{
		Chance:    map[string]float64{"late-pay": 0.5},
		Duplicate: []string{"refuse", "same", "second"}[r.IntN(3)],
		PayTime:   []string{"missing", "null", "empty"}[r.IntN(3)],
		SlowFor:   2 * time.Second, RefundFor: 2 * time.Second, Seed: seed,
	}
	for _, name := range []string{"lost-before", "lost-after", "query-lost", "5xx", "slow", "truncated", "non-json", "not-found", "unknown-status"} {
		f.Chance[name] = 0.04 * r.Float64()
	}
	f.Chance["refund-pending"], f.Chance["refund-fail"] = 0.3, 0.06
	for _, name := range []string{"rate-limit", "wrong-amount", "wrong-id", "create-wrong-amount", "create-wrong-id", "token-200"} {
		f.Chance[name] = 0.004 * r.Float64()
	}
	return f
}

// quiet ends all faults.
func (w *world) quiet() error {
	w.line.Calm(true)
	w.front.Calm()
	return w.gateway.SetFaults(practice.Faults{})
}

// fault hears of every fault of line and gateway.
func (w *world) fault(what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faulted[what]++
	if w.watch != nil {
		w.watch.fault(time.Now())
	}
}

// heard hears of every question that reaches the gateway.
func (w *world) heard(question bool, id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if question && w.watch != nil {
		w.watch.ask(id, time.Now())
	}
}

// customer stands before a code that has just been shown: most pay, some look
// twice, some go away. Whether the till lives meanwhile is nothing to them.
func (w *world) customer(said talk.Said) {
	does := "/pay"
	switch n := w.random.IntN(100); {
	case n < 10:
		return
	case n < 18:
		does = "/cancel"
	}
	after := time.Duration(w.random.ExpFloat64() * float64(700*time.Millisecond))
	if w.random.IntN(10) == 0 { // when the gateway closes the order, or after
		after = w.pace.expiry + time.Duration(w.random.IntN(2000)-1000)*time.Millisecond
	}
	w.customers.Add(1)
	time.AfterFunc(after, func() {
		defer w.customers.Done()
		w.tap(said, does)
	})
}

// tap is the customer's thumb on the page behind the code, by the phone's own
// network.
func (w *world) tap(said talk.Said, does string) {
	page, err := url.Parse(said.QR)
	if err == nil {
		page.Host = w.address
		var request *http.Request
		request, err = http.NewRequestWithContext(context.Background(), http.MethodPost, page.String()+does, nil)
		if err == nil {
			err = w.post(request)
		}
	}
	if err != nil {
		w.findings.wrong("the code of order %s: %v", said.Order, err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.taps++
	select {
	case w.tapped <- struct{}{}:
	default:
	}
}

func (w *world) post(request *http.Request) error {
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther && answer.StatusCode != http.StatusConflict { // too late, or a second time
		return fmt.Errorf("the page says %s", answer.Status)
	}
	return nil
}
