package cli_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"qrtill/app/cli"
	"qrtill/app/order"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

// as16 is a text in UTF-16, the low or the high byte of each pair first.
func as16(text string, low bool) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		high, least := byte(unit>>8), byte(unit)
		if low {
			high, least = least, high
		}
		b.Write([]byte{high, least})
	}
	return b.String()
}

// What an editor, a shell or a web page puts around a secret is no part of it.
func TestSecretsAreTakenFromAnyFileThatHoldsThem(t *testing.T) {
	for name, piped := range map[string]func(lines string) string{
		"plain":                    func(s string) string { return s },
		"the last line unended":    func(s string) string { return strings.TrimSuffix(s, "\n") },
		"Windows' lines":           func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"byte-order mark":          func(s string) string { return "\ufeff" + s },
		"no-break and zero width":  func(s string) string { return "\u00a0" + strings.ReplaceAll(s, "\n", "\u200b\u00a0\n") },
		"UTF-16, low first":        func(s string) string { return as16(s, true) },
		"UTF-16, high first":       func(s string) string { return as16(s, false) },
		"UTF-16, low first, mark":  func(s string) string { return as16("\ufeff"+strings.ReplaceAll(s, "\n", "\r\n"), true) },
		"UTF-16, high first, mark": func(s string) string { return as16("\ufeff"+strings.ReplaceAll(s, "\n", "\r\n"), false) },
		"UTF-16, unended":          func(s string) string { return as16(strings.TrimSuffix(s, "\n"), true) },
		"UTF-16, no-break":         func(s string) string { return as16(strings.ReplaceAll(s, "\n", "\u00a0\u3000\n"), true) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			code := b.run(piped(b.account.Secret+"\nn0tify-key\n2468\n"), "setup", "-data", b.dir, "-gateway", "\u200b"+b.gateway+"/\u00a0",
				"-merchant", "\ufeff"+b.account.UID+"\u00a0", "-shop", "Tea", "-currency", "HKD", "-pin", "-notify-key")
			if code != cli.Done {
				t.Fatalf("exit %d: %s", code, b.err.String())
			}
			account := order.Account{Gateway: b.gateway, Merchant: b.account.UID, Currency: "HKD"}
			for purpose, want := range map[secrets.Purpose]string{secrets.ClientSecret: b.account.Secret, secrets.NotifyKey: "n0tify-key"} {
				if got, err := b.secrets.Get(t.Context(), account, purpose); got != want {
					t.Errorf("%s is not as it was (%v)", purpose, err)
				}
			}
			pepper, err := b.secrets.Get(t.Context(), order.Account{}, secrets.PINPepper)
			if err != nil {
				t.Fatal(err)
			}
			b.open(func(log *storage.Log) {
				if pin, _ := log.PIN(); !secrets.CheckPIN(pin, "2468", []byte(pepper)) {
					t.Error("the PIN is another")
				}
			})
		})
	}
}

func TestASecretThatCannotBeOneIsNamedAndNotShown(t *testing.T) {
	for _, secret := range []string{"“s3cr3t”", "s3cr3t密", "s3cr3t\rother", as16("s3cr3t密", true)} {
		b := newBench(t)
		if code := b.setup(secret); code != cli.Undone {
			t.Errorf("exit %d", code)
		}
		b.said("a character that can’t be part of it")
		if strings.Contains(b.err.String(), "s3cr3t") {
			t.Errorf("said %q", b.err.String())
		}
	}
}
