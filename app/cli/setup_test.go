package cli_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"qrtill/app/cli"
	"qrtill/app/order"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

func TestSetupKeepsSettingsInTheLogAndSecretsInTheKeyring(t *testing.T) {
	b := newBench(t)
	if code := b.setup(b.account.Secret, "-till", "K2", "-cutoff", "4"); code != cli.Done {
		t.Fatalf("exit %d: %s", code, b.err.String())
	}
	log, err := storage.Open(b.dir, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	s, _ := log.Settings()
	if s.Shop != "Tea & Co" || s.Till != "K2" || s.Cutoff != 4 || s.Account.Gateway != b.gateway {
		t.Errorf("settings %+v", s)
	}
	kept, err := b.secrets.Get(t.Context(), s.Account, secrets.ClientSecret)
	if err != nil || kept != b.account.Secret {
		t.Error("the secret is not in the keyring", err)
	}
	if _, set := log.PIN(); !set {
		t.Error("the PIN is not set")
	}
	raw, err := os.ReadFile(filepath.Join(b.dir, "orders.db"))
	if err != nil || bytes.Contains(raw, []byte(b.account.Secret)) || bytes.Contains(raw, []byte("2468")) {
		t.Error("a secret is in the file", err)
	}
}

func TestSetupChangesOnlyWhatIsGiven(t *testing.T) {
	b := newBench(t)
	b.setup(b.account.Secret, "-till", "K2")
	if code := b.run(b.account.Secret+"\n", "setup", "-data", b.dir, "-shop", "Tea & Sons"); code != cli.Done {
		t.Fatalf("exit %d: %s", code, b.err.String())
	}
	log, err := storage.Open(b.dir, storage.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	if s, _ := log.Settings(); s.Shop != "Tea & Sons" || s.Till != "K2" || s.Account.Merchant != b.account.UID {
		t.Errorf("settings %+v", s)
	}
}

func TestSetupIsNoWayAroundTheManagersPIN(t *testing.T) {
	b := newBench(t)
	b.setup(b.account.Secret)
	account := order.Account{Gateway: b.gateway, Merchant: b.account.UID, Currency: "HKD"}
	pin := func() order.PIN {
		log, err := storage.Open(b.dir, storage.Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer log.Close()
		set, _ := log.PIN()
		return set
	}
	before := pin()
	if code := b.setup(b.account.Secret, "-merchant", "77000001"); code != cli.Undone {
		t.Errorf("another account: exit %d", code)
	}
	b.said("with that PIN")
	b.shut() // the gateway can't be asked
	if code := b.run("rubbish\n9999\n", "setup", "-data", b.dir, "-pin"); code != cli.Undone {
		t.Errorf("a secret that nothing proves: exit %d", code)
	}
	kept, err := b.secrets.Get(t.Context(), account, secrets.ClientSecret)
	if after := pin(); err != nil || kept != b.account.Secret || !reflect.DeepEqual(before, after) {
		t.Errorf("PIN or secret have changed: %v", err)
	}
}

func TestSetupSaysWhatIsWrong(t *testing.T) {
	cases := []struct {
		name, secret string
		args         []string
		code         int
		says         string
	}{
		{"wrong secret", "wrong", nil, cli.Undone, "does not accept"},
		{"no secret", "", nil, cli.Undone, "client secret"},
		{"plain http to a stranger", "s", []string{"-gateway", "http://gateway.example"}, cli.Undone, "https://"},
		{"till code", "s", []string{"-till", "X1"}, cli.Undone, "till’s code"},
		{"zone", "s", []string{"-zone", "Mars"}, cli.Undone, "time zone"},
		{"secret as an argument", "s", []string{"s3cr3t"}, cli.Usage, "never as an argument"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			if code := b.setup(c.secret, c.args...); code != c.code {
				t.Errorf("exit %d, want %d", code, c.code)
			}
			b.said(c.says)
			if log, err := storage.Open(b.dir, storage.Options{Create: true}); err == nil {
				defer log.Close()
				if _, saved := log.Settings(); saved {
					t.Error("settings were saved all the same")
				}
			}
		})
	}
}

func TestASecretThatWasAnnouncedAndComesEmptyIsSaid(t *testing.T) {
	for _, flag := range []string{"-pin", "-notify-key"} {
		b := newBench(t)
		code := b.run(b.account.Secret+"\n\n", "setup", "-data", b.dir, "-gateway", b.gateway, "-merchant", b.account.UID, "-shop", "Tea", "-currency", "HKD", flag)
		if code != cli.Usage {
			t.Errorf("%s: exit %d, %s", flag, code, b.out.String())
		}
		b.said("nothing was saved")
		b.hasNoSettings()
	}
}

// What comes after the last secret may wait for the network: whoever ends the program
// then wants nothing kept.
func TestNothingIsSavedByAProgramThatIsEnded(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	b := newBench(t)
	ctx, end := context.WithCancel(t.Context())
	go func() {
		if conn, err := silent.Accept(); err == nil { // the token is being asked for
			defer conn.Close()
			end()
			<-t.Context().Done()
		}
	}()
	gateway := "http://" + silent.Addr().String()
	code := cli.Run(ctx, cli.Env{In: strings.NewReader("secret\n"), Out: &b.out, Err: &b.err, Secrets: b.secrets},
		[]string{"setup", "-data", b.dir, "-gateway", gateway, "-merchant", "M1", "-shop", "Tea", "-currency", "HKD"})
	if code != cli.Undone || b.out.Len() > 0 {
		t.Errorf("exit %d, %q", code, b.out.String())
	}
	b.said("nothing was saved")
	account := order.Account{Gateway: gateway, Merchant: "M1", Currency: "HKD"}
	if _, err := b.secrets.Get(t.Context(), account, secrets.ClientSecret); !errors.Is(err, secrets.ErrNoSecret) {
		t.Errorf("the secret was kept: %v", err)
	}
	b.hasNoSettings()
}

func (b *bench) hasNoSettings() {
	b.Helper()
	b.open(func(log *storage.Log) {
		if _, known := log.Settings(); known {
			b.Error("settings were saved")
		}
	})
}
