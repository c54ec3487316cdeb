package play

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/payments"
	"qrtill/payments/practice"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

const (
	address  = "http://127.0.0.1:8099"
	merchant = "88000001"
	currency = "HKD"
)

// stage is everything that is real: the till with its log and client, and the
// gateway behind its server. The till can be stopped and started again.
type stage struct {
	dir    string
	random *rand.ChaCha8 // of order numbers
	trace  *slog.Logger

	net     *network
	front   *Front
	gateway *practice.Gateway
	server  *http.Server
	served  chan error
	phones  *http.Client
	secrets *secrets.Store

	till    *app.Till // nil while it is stopped
	views   <-chan app.View
	log     *storage.Log
	ended   chan error // of Run
	stopRun context.CancelFunc
	lines   []*http.Transport // of the clients of this run
}

func settings() order.Settings {
	s := order.Defaults(currency)
	s.Account = order.Account{Gateway: address, Merchant: merchant, Currency: currency}
	s.Shop, s.ShowFor, s.Cutoff = "Noodle Corner", showFor, 4
	return s
}

// setStage builds all but the till.
func setStage(o Options) (*stage, error) {
	var seed [32]byte
	copy(seed[:], fmt.Sprint("order numbers of seed ", o.Seed))
	s := &stage{
		dir: o.Dir, random: rand.NewChaCha8(seed), trace: o.Trace, net: newNetwork(), secrets: secrets.InMemory(),
		front: NewFront(o.Seed, 0.001), served: make(chan error, 1),
	}
	var err error
	s.gateway, err = practice.New(practice.Config{UID: merchant, Expiry: expiry, Delay: 150 * time.Millisecond, Log: slog.New(s.front)})
	if err != nil {
		return nil, err
	}
	s.front.Gateway = s.gateway.Handler()
	s.server = &http.Server{Handler: s.front, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelWarn)}
	go func() { s.served <- s.server.Serve(s.net) }()
	s.phones = &http.Client{
		Transport:     s.net.forPhones(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	secret := s.gateway.Credentials().Secret
	err = s.secrets.Set(context.Background(), settings().Account, secrets.ClientSecret, secret)
	if err == nil {
		err = s.firstStart()
	}
	if err != nil {
		return nil, errors.Join(err, s.strike())
	}
	return s, nil
}

// firstStart makes the log and writes the settings into it.
func (s *stage) firstStart() error {
	log, err := storage.Open(s.dir, storage.Options{Create: true})
	if err != nil {
		return err
	}
	for _, e := range app.SettingsEvents(settings(), nil, time.Now()) {
		_, wrong := log.Append(e)
		err = errors.Join(err, wrong)
	}
	return errors.Join(err, log.Close())
}

// strike takes the stage down. The bubble ends only when every goroutine has.
func (s *stage) strike() error {
	err := s.stopTill()
	err = errors.Join(err, s.server.Close(), s.gateway.Close(), s.net.Close())
	if served := <-s.served; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	s.secrets.Close()
	return err
}

// startTill starts the till over the same files.
func (s *stage) startTill() error {
	if s.till != nil {
		return nil
	}
	log, err := storage.Open(s.dir, storage.Options{})
	if err != nil {
		return err
	}
	s.log = log
	s.till = app.New(app.Config{Log: log, Secrets: s.secrets, Connect: s.connect, Diary: s.trace, Random: s.random})
	s.views = s.till.Views()
	ctx, stop := context.WithCancel(context.Background())
	s.stopRun, s.ended = stop, make(chan error, 1)
	till, ended := s.till, s.ended
	go func() { ended <- till.Run(ctx) }()
	return nil
}

func (s *stage) connect(a order.Account, secret string) (*payments.Client, error) {
	line := s.net.forShop()
	s.lines = append(s.lines, line)
	return payments.New(payments.Config{BaseURL: a.Gateway, UID: a.Merchant, Secret: secret, Transport: line, Log: s.trace})
}

// stopTill ends the till in the middle of whatever it does. Calls under way
// are cut; what they were about is found again in the log.
func (s *stage) stopTill() error {
	if s.till == nil {
		return nil
	}
	s.stopRun()
	err := errors.Join(<-s.ended, s.log.Close())
	for _, line := range s.lines {
		line.CloseIdleConnections()
	}
	s.till, s.views, s.log, s.lines = nil, nil, nil, nil
	return err
}
