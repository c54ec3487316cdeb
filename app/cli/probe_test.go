package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qrtill/app/cli"
	"qrtill/app/order"
	"qrtill/storage/secrets"
)

func TestAProbeNeedsCredentialsThatTheGatewayTakes(t *testing.T) {
	b := newBench(t)
	out := func(name string) string { return filepath.Join(b.TempDir(), name) }
	report := func(path string) string {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	path := out("wrong")
	if code := b.run("a-secret-that-is-wrong\n", "probe", "-gateway", b.gateway, "-merchant", b.account.UID, "-out", path); code != cli.Undone {
		t.Errorf("a wrong secret: exit %d", code)
	}
	b.said("does not accept the merchant number or its client secret")
	if text := report(path); !strings.Contains(text, "no token, so nothing more was tried") || strings.Contains(text, "a-secret-that-is-wrong") {
		t.Error(text)
	}
	if code := b.run("\n", "probe", "-gateway", b.gateway, "-merchant", b.account.UID); code != cli.Undone {
		t.Errorf("no secret: exit %d", code)
	}
	b.said("client secret")

	// Of a till: its settings, and what its keyring has.
	if code := b.run("", "probe", "-data", b.dir); code != cli.Undone || b.out.Len() > 0 {
		t.Errorf("no till: exit %d, %q", code, b.out.String())
	}
	b.setup(b.account.Secret)
	account := order.Account{Gateway: b.gateway, Merchant: b.account.UID, Currency: "HKD"}
	if err := b.secrets.Set(t.Context(), account, secrets.ClientSecret, "another-secret-of-the-till"); err != nil {
		t.Fatal(err)
	}
	path = out("till")
	if code := b.run("", "probe", "-data", b.dir, "-out", path); code != cli.Undone {
		t.Errorf("the till's: exit %d", code)
	}
	b.said("does not accept the merchant number or its client secret")
	if err := b.secrets.Delete(t.Context(), account, secrets.ClientSecret); err != nil {
		t.Fatal(err)
	}
	if code := b.run("", "probe", "-data", b.dir, "-out", out("none")); code != cli.Undone {
		t.Errorf("no secret in the keyring: exit %d", code)
	}
	b.said("secret")
	b.shut()
	if code := b.run("a-secret-that-is-good\n", "probe", "-gateway", b.gateway, "-merchant", b.account.UID, "-out", out("down")); code != cli.Undone {
		t.Errorf("no gateway: exit %d", code)
	}
	b.said("Nothing was sent.")
}

func TestAProbeIsNotToBeMisused(t *testing.T) {
	b := newBench(t)
	for _, args := range [][]string{
		{"-practice"}, {"-gateway", b.gateway}, {"-merchant", "1"}, {"-gateway", b.gateway, "-merchant", "1", "-till", "X1"},
		{"-gateway", b.gateway, "-merchant", "1", "-wait", "0s"}, {"-gateway", b.gateway, "-merchant", "1", "-order", "0"},
		{"-gateway", b.gateway, "-merchant", "1", "-method", "cash"}, {"-gateway", b.gateway, "-merchant", "1", "-currency", "XXZ"},
	} {
		if code := b.run("a-secret\n", append([]string{"probe"}, args...)...); code != cli.Usage {
			t.Errorf("%v: exit %d", args, code)
		}
		b.said(cli.Program + " probe: ")
	}
}
