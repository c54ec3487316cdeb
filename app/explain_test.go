package app_test

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/assets"
	"qrtill/payments"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

// Each trouble that a shop can have says what it means in a sentence of its own.
func TestEveryTroubleHasItsOwnSentence(t *testing.T) {
	english, err := assets.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	troubles := map[string]error{
		"wrong address":    &payments.Error{Op: "token", Kind: payments.KindNotSent, Err: dial(&net.DNSError{Err: "no such host", Name: "x", IsNotFound: true})},
		"no address":       order.ErrGatewayAddress,
		"wrong secret":     &payments.Error{Op: "token", Kind: payments.KindAuth, Status: 401},
		"no network":       &payments.Error{Op: "token", Kind: payments.KindNotSent, Err: dial(syscall.ENETUNREACH)},
		"gateway down":     &payments.Error{Op: "create", Kind: payments.KindNotSent, Err: dial(os.NewSyscallError("connect", syscall.ECONNREFUSED))},
		"gateway trouble":  &payments.Error{Op: "create", Kind: payments.KindServer, Status: 502},
		"no answer":        &payments.Error{Op: "create", Kind: payments.KindLost},
		"clock wrong":      &payments.Error{Op: "token", Kind: payments.KindTLS, Err: x509.CertificateInvalidError{Reason: x509.Expired}},
		"certificate":      &payments.Error{Op: "token", Kind: payments.KindTLS, Err: x509.UnknownAuthorityError{}},
		"refused":          &payments.Error{Op: "create", Kind: payments.KindRefused, Code: 10001, Message: "amount too small"},
		"disk full":        fmt.Errorf("%w: %w", storage.ErrNotRecorded, syscall.ENOSPC),
		"disk nearly full": storage.ErrLowSpace,
		"held":             fmt.Errorf("%w: %w", storage.ErrBackup, &storage.Held{Path: "orders.db", Err: os.ErrPermission}),
		"read-only":        storage.ErrReadOnly,
		"not recorded":     storage.ErrNotRecorded,
		"in use":           storage.ErrInUse,
		"newer database":   storage.ErrNewer,
		"damaged":          storage.ErrDamaged,
		"missing":          storage.ErrMissing,
		"no keyring":       secrets.ErrKeyring,
		"keyring is stuck": fmt.Errorf("%w: %w", secrets.ErrKeyring, secrets.ErrKeyringStuck),
		"no secret":        secrets.ErrNoSecret,
		"other world":      storage.ErrPractice,
		"anything else":    errors.New("strange"),
	}
	said := map[string]string{}
	for name, err := range troubles {
		text := app.Explain(fmt.Errorf("while testing: %w", err))
		sentence := english.Text(text.Key, text.Values)
		if strings.ContainsAny(sentence, "⟦<") || !strings.HasSuffix(sentence, ".") {
			t.Errorf("%s: %q", name, sentence)
		}
		if other, twice := said[sentence]; twice {
			t.Errorf("%s and %s say the same: %q", name, other, sentence)
		}
		said[sentence] = name
	}
}
