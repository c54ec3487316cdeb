package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"time"

	"qrtill/app/order"
	"qrtill/payments/practice"
)

const (
	merchant = "88000001"
	currency = "HKD"
	weather  = "all=0.02,late-pay=0.5,rate-limit=0.003,token-401=0.003,token-200=0.003,token-single=0.003," +
		"query-silence=0.003,auth-silence=0.003,quiet-for=1s,slow-for=200ms,refund-for=500ms,duplicate:refuse"
)

// shop is one till and its gateway. The till is started and ended again and again.
type shop struct {
	ctx     context.Context
	program string // this one
	dir     string
	random  *rand.Rand // of the goroutine that drives the till
	gateway *practice.Gateway
	echo    *echo
	server  *httptest.Server
	phones  *http.Client

	account                                   order.Account
	secret, notifyKey, pepper, pin            string
	wrongSecret, wrongPIN                     string
	notifyAddr                                string
	runs, sales, codes, taps, refunds, notify int
	amount                                    int64 // of the newest sale: no two are alike
	paid                                      []order.ID
}

// openShop makes a shop whose secrets are drawn from its seed. Those of every
// other shop have signs in them that look different in an address, in JSON and
// in HTML.
func openShop(ctx context.Context, dir string, seed uint64) (_ *shop, err error) {
	s := &shop{ctx: ctx, dir: dir, random: rand.New(rand.NewPCG(seed, 3))}
	if s.program, err = os.Executable(); err != nil {
		return nil, err
	}
	for _, folder := range []string{"data/logs", "exports", "seen", "home", "temp"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o700); err != nil {
			return nil, err
		}
	}
	s.secret, s.notifyKey, s.pepper = s.drawSecret(seed), s.drawSecret(seed), s.hexadecimal(32)
	s.wrongSecret, s.pin, s.wrongPIN = s.drawSecret(seed), s.digits(), s.digits()
	// A loopback address of its own, so that no other program has the port.
	s.notifyAddr = fmt.Sprintf("127.%d.%d.%d:18098", 1+s.random.IntN(250), 1+rand.IntN(250), 1+rand.IntN(250))
	faults, err := practice.ParseFaults(weather)
	if err != nil {
		return nil, err
	}
	faults.Seed = seed
	s.gateway, err = practice.New(practice.Config{
		UID: merchant, Secret: s.secret, NotifyKey: s.notifyKey, Expiry: 20 * time.Second, Faults: faults,
	})
	if err != nil {
		return nil, err
	}
	s.echo = &echo{
		gateway: s.gateway.Handler(), random: rand.New(rand.NewPCG(seed, 4)), said: map[string]int{},
		secrets: []string{s.secret, s.notifyKey},
	}
	s.server = httptest.NewUnstartedServer(s.echo)
	s.server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelWarn)
	s.server.Start()
	s.phones = &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	s.account = order.Account{Gateway: s.server.URL, Merchant: merchant, Currency: currency}
	return s, nil
}

func (s *shop) close() error {
	s.server.CloseClientConnections()
	s.server.Close()
	return s.gateway.Close()
}

func (s *shop) drawSecret(seed uint64) string {
	if seed%2 == 1 {
		return s.hexadecimal(16)
	}
	return "Ca" + s.hexadecimal(6) + "+/=~\"<&'%\\" + s.hexadecimal(6) + "nary"
}

func (s *shop) hexadecimal(n int) string {
	raw := make([]byte, n)
	for i := range raw {
		raw[i] = byte(s.random.IntN(256))
	}
	return hex.EncodeToString(raw)
}

func (s *shop) digits() string { return fmt.Sprintf("%012d", s.random.Int64N(1e12)) }

// secrets are all that nobody may find, by name.
func (s *shop) secrets() map[string]string {
	all := map[string]string{
		"client_secret": s.secret, "notification key": s.notifyKey, "PIN pepper": s.pepper, "PIN": s.pin,
		"wrong secret": s.wrongSecret, "wrong PIN": s.wrongPIN,
	}
	s.echo.mu.Lock()
	defer s.echo.mu.Unlock()
	for i, token := range s.echo.tokens {
		all[fmt.Sprint("access token ", i+1)] = token
	}
	return all
}

func (s *shop) settings() order.Settings {
	o := order.Defaults(currency)
	o.Account, o.Shop = s.account, "Noodle Corner"
	o.NotifyURL, o.NotifyAddr = "http://"+s.notifyAddr+"/", s.notifyAddr
	return o
}

// keyring is the first line to a child.
func (s *shop) keyring() string {
	line, _ := json.Marshal(keyring{s.account, s.secret, s.notifyKey, s.pepper}) // strings always marshal
	return string(line) + "\n"
}

// open sets the shop up, with a secret that is wrong and then with the right one.
func (s *shop) open() error {
	args := []string{
		"setup", "-gateway", s.account.Gateway, "-merchant", merchant, "-shop", "Noodle Corner", "-currency", currency,
		"-notify-url", "http://" + s.notifyAddr + "/", "-notify-listen", s.notifyAddr, "-notify-key", "-pin",
	}
	if code, err := s.command(s.wrongSecret+"\n"+s.notifyKey+"\n"+s.pin+"\n", args...); err != nil || code == 0 {
		return errors.Join(fmt.Errorf("setup with a wrong secret ended with %d", code), err)
	}
	code, err := s.command(s.secret+"\n"+s.notifyKey+"\n"+s.pin+"\n", args...)
	if err != nil || code != 0 {
		return errors.Join(fmt.Errorf("setup ended with %d", code), err)
	}
	s.echo.wild.Store(true)
	return nil
}

// ends are the ways in which a till ends, one after the other.
var ends = []string{"closed", "killed", "panics", "dumps"}

// trade sells, in several runs of the till, and exports what there is.
func (s *shop) trade(sales int) error {
	for i, end := range ends {
		if err := s.live(sales*(i+1)/len(ends)-sales*i/len(ends), end); err != nil {
			return fmt.Errorf("run %d: %w", s.runs, err)
		}
		if end == "killed" {
			if err := s.restore(); err != nil {
				return err
			}
		}
	}
	return s.export()
}

// restore puts the newest backup in the log's place: what was sold since is
// known from the journal.
func (s *shop) restore() error {
	backups, err := filepath.Glob(filepath.Join(s.dir, "data", "backups", "*.db"))
	if err != nil || len(backups) == 0 {
		return errors.Join(err, errors.New("the till has made no backup"))
	}
	return s.must("restore", backups[len(backups)-1])
}

// export writes the books in every format that there is, checks them and backs
// them up.
func (s *shop) export() error {
	formats := 0
	for _, format := range []string{"table", "json", "csv", "xlsx"} {
		code, err := s.command("", "orders", "-format", format, "-out", filepath.Join(s.dir, "exports", "orders."+format))
		if err != nil || code != 0 && code != 2 {
			return errors.Join(fmt.Errorf("orders -format %s ended with %d", format, code), err)
		}
		if code == 0 {
			formats++
		}
	}
	if formats < 2 {
		return errors.New("qrtill orders knows less than two formats")
	}
	return errors.Join(s.must("orders"), s.must("verify"), s.must("backup", filepath.Join(s.dir, "exports", "backup.db")))
}

func (s *shop) must(args ...string) error {
	code, err := s.command("", args...)
	if err != nil || code != 0 {
		return errors.Join(fmt.Errorf("%s ended with %d", strings.Join(args, " "), code), err)
	}
	return nil
}
