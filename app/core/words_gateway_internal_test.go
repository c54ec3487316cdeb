package core

import (
	"crypto/x509"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"qrtill/assets"
	"qrtill/payments"
)

// constants are the names of the constants of one of payments' types, in order.
func constants(t *testing.T, typ string) (names []string) {
	t.Helper()
	paths, err := filepath.Glob("../../payments/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.CONST && typeOf(d) == typ {
				for _, spec := range d.Specs {
					names = append(names, spec.(*ast.ValueSpec).Names[0].Name)
				}
			}
		}
	}
	return names
}

// typeOf is the type that a group of constants begins with.
func typeOf(d *ast.GenDecl) string {
	if id, ok := d.Specs[0].(*ast.ValueSpec).Type.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// languages are the catalogues of all of them.
func languages(t *testing.T) (all []*assets.Catalogue) {
	t.Helper()
	for _, tag := range assets.Languages() {
		c, err := assets.Load(tag)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

// misspoken says in which languages a Text has no words, or not all its values.
func misspoken(in []*assets.Catalogue, text Text) (faults []string) {
	for _, c := range in {
		if sentence := c.Text(text.Key, text.Values); strings.ContainsAny(sentence, "⟦<") {
			faults = append(faults, fmt.Sprintf("text/%s.json has %s as %q", c.Tag(), text.Key, sentence))
		}
	}
	return faults
}

// sayOf checks what is said of a gateway's error, of a sale and of anything else,
// with a word of the gateway's own and without.
func sayOf(t *testing.T, in []*assets.Catalogue, name string, p payments.Error, key string) {
	t.Helper()
	for _, p.Message = range []string{"", "no such merchant"} {
		for root, err := range map[string]error{"error.gateway.": &p, "sale.failed.": fmt.Errorf("%w: %w", errNoCode, &p)} {
			text, ok := Explain(err)
			if !ok || text.Key != root+key {
				t.Errorf("payments.%s is said as %q, want %q", name, text.Key, root+key)
			}
			for _, fault := range misspoken(in, text) {
				t.Errorf("payments.%s: %s", name, fault)
			}
		}
	}
}

func TestEveryKindOfAGatewaysErrorHasASentence(t *testing.T) {
	keys := map[payments.Kind]string{
		0: "lost", payments.KindNotSent: "network", payments.KindLost: "lost", payments.KindMalformed: "malformed",
		payments.KindServer: "server", payments.KindAuth: "auth", payments.KindRefused: "refused",
		payments.KindRedirect: "foreign", payments.KindTLS: "certificate", payments.KindConfig: "refused",
		payments.KindForeign: "foreign", payments.KindCoding: "coding",
	}
	in, names := languages(t), append([]string{"Kind(0)"}, constants(t, "Kind")...)
	for kind, name := range names {
		p := &payments.Error{Op: "create", Kind: payments.Kind(kind)}
		key, known := keys[p.Kind]
		if !known {
			t.Errorf("payments.%s is said as %q, because nobody has decided: give it a case in gatewayKey (app/core/words.go)"+
				" and a row here; a new key goes into assets/text/*.json twice, under error.gateway. and sale.failed.", name, gatewayKey(p))
			continue
		}
		sayOf(t, in, name, *p, key)
	}
	if len(names) != len(keys) {
		t.Errorf("%d kinds, %d rows", len(names), len(keys))
	}
}

func TestEveryCauseOfAGatewaysErrorHasASentence(t *testing.T) {
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	notFrom := func(from time.Time) error {
		cert := &x509.Certificate{NotBefore: from, NotAfter: from.AddDate(0, 0, 90)}
		return x509.CertificateInvalidError{Cert: cert, Reason: x509.Expired}
	}
	rows := map[payments.Cause]struct {
		kind payments.Kind
		err  error
		key  string
	}{
		payments.CauseNetwork:     {payments.KindNotSent, dial(syscall.ENETUNREACH), "network"},
		payments.CauseAddress:     {payments.KindNotSent, dial(&net.DNSError{IsNotFound: true}), "address"},
		payments.CauseDown:        {payments.KindNotSent, dial(syscall.ECONNREFUSED), "down"},
		payments.CauseClock:       {payments.KindTLS, notFrom(at.Add(time.Minute)), "clock"},
		payments.CauseExpired:     {payments.KindTLS, notFrom(at.AddDate(0, 0, -91)), "expired"},
		payments.CauseCertificate: {payments.KindTLS, x509.UnknownAuthorityError{}, "certificate"},
	}
	in, names := languages(t), constants(t, "Cause")
	for cause, name := range names {
		row, known := rows[payments.Cause(cause)]
		p := &payments.Error{Op: "token", Kind: row.kind, Err: row.err, At: at}
		if !known || p.Cause() != payments.Cause(cause) {
			t.Errorf("payments.%s: no row here leads to it: give it a case in causeKey (app/core/words.go), and a row", name)
			continue
		}
		sayOf(t, in, name, *p, row.key)
	}
	if len(names) != len(rows) {
		t.Errorf("%d causes, %d rows", len(names), len(rows))
	}
	sayOf(t, in, "Error with RetryAfter", payments.Error{Op: "token", Kind: payments.KindNotSent, RetryAfter: time.Second}, "wait")
}

func TestEveryRuleIsSaidInEveryLanguage(t *testing.T) {
	in := languages(t)
	for _, r := range rules {
		for _, fault := range misspoken(in, Text{Key: r.key}) {
			t.Errorf("%v: %s", r.err, fault)
		}
	}
	for _, planted := range []string{"planted.rule", "error.refund.limit"} { // no words, and words without their value
		if len(misspoken(in, Text{Key: planted})) != len(in) {
			t.Errorf("%s was planted and not found", planted)
		}
	}
}
