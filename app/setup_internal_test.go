package app

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"testing"

	"qrtill/app/order"
	"qrtill/payments"
)

func TestAProblemWithSettingsIsAboutOneOfTheirParts(t *testing.T) {
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	cases := []struct {
		err  error
		want order.Part
	}{
		{payments.ErrInsecure, order.PartGateway},
		{payments.ErrAddress, order.PartGateway},
		{&payments.Error{Op: "token", Kind: payments.KindNotSent, Err: dial(&net.DNSError{IsNotFound: true})}, order.PartGateway},
		{&payments.Error{Op: "token", Kind: payments.KindTLS, Err: x509.UnknownAuthorityError{}}, order.PartGateway},
		{&payments.Error{Op: "token", Kind: payments.KindAuth, Status: 401}, order.PartMerchant},
		{&payments.Error{Op: "token", Kind: payments.KindTLS, Err: x509.CertificateInvalidError{Reason: x509.Expired}}, ""}, // the clock's
		{&payments.Error{Op: "token", Kind: payments.KindServer, Status: 502}, ""},
		{payments.ErrCredentials, ""},
		{ErrSecretMissing, ""},
		{errors.New("strange"), ""},
	}
	for part, err := range order.Parts() {
		cases = append(cases, struct {
			err  error
			want order.Part
		}{err, part})
	}
	for _, c := range cases {
		if got := partOf(fmt.Errorf("while testing: %w", c.err)); got != c.want {
			t.Errorf("%v is about %q, want %q", c.err, got, c.want)
		}
	}
}

func TestSettingsWaitForAPINThatIsBeingChecked(t *testing.T) {
	till, s := newShell(t)
	till.manager.busy = true
	till.handle(SetUp{Settings: s, ManagerPIN: "2468"})
	if till.setup.Busy || till.setup.Problem.Key != "error.pin.busy" || !till.manager.busy {
		t.Errorf("busy %t, problem %q, the PIN's check goes on: %t", till.setup.Busy, till.setup.Problem.Key, till.manager.busy)
	}
}
