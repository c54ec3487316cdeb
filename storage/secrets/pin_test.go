package secrets_test

import (
	"bytes"
	"errors"
	"testing"

	"qrtill/app/order"
	"qrtill/storage/secrets"
)

func TestOnlyTheRightPINWithTheRightPepperPasses(t *testing.T) {
	pepper := []byte("pepper")
	p, err := secrets.NewPIN("0123", pepper)
	if err != nil {
		t.Fatal(err)
	}
	if p.Time != 3 || p.Memory != 32<<10 || p.Threads != 1 || len(p.Salt) != 16 || len(p.Hash) != 32 {
		t.Errorf("stored %+v", p)
	}
	again, _ := secrets.NewPIN("0123", pepper)
	if bytes.Equal(p.Hash, again.Hash) {
		t.Error("one PIN hashed twice is the same")
	}
	cases := []struct {
		pin, pepper string
		want        bool
	}{
		{"0123", "pepper", true}, {"123", "pepper", false}, {"0124", "pepper", false}, {"0123", "Pepper", false}, {"0123", "", false}, {"", "pepper", false},
	}
	for _, c := range cases {
		if got := secrets.CheckPIN(p, c.pin, []byte(c.pepper)); got != c.want {
			t.Errorf("%q with %q: %t", c.pin, c.pepper, got)
		}
	}
}

func TestAPINIsFourToTwelveDigits(t *testing.T) {
	for _, pin := range []string{"", "123", "1234567890123", "12a4", "12 34", "-1234", "１２３４", "1234\n"} {
		if _, err := secrets.NewPIN(pin, nil); !errors.Is(err, secrets.ErrPINFormat) {
			t.Errorf("%q: %v", pin, err)
		}
	}
	for _, pin := range []string{"0000", "123456789012"} {
		if _, err := secrets.NewPIN(pin, nil); err != nil {
			t.Errorf("%q: %v", pin, err)
		}
	}
}

func TestAForgedHashNeitherPassesNorStopsTheTill(t *testing.T) {
	good, _ := secrets.NewPIN("1234", nil)
	for name, change := range map[string]func(*order.PIN){
		"no rounds":      func(p *order.PIN) { p.Time = 0 },
		"endless rounds": func(p *order.PIN) { p.Time = 1 << 31 },
		"all memory":     func(p *order.PIN) { p.Memory = 1 << 31 },
		"no threads":     func(p *order.PIN) { p.Threads = 0 },
		"an empty hash":  func(p *order.PIN) { p.Hash = nil },
		"nothing at all": func(p *order.PIN) { *p = order.PIN{} },
	} {
		p := good
		change(&p)
		if secrets.CheckPIN(p, "1234", nil) {
			t.Errorf("%s: passed", name)
		}
	}
}
