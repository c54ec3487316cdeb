package payments

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"time"
)

// Dial is how a test replaces the network under the real transport.
type Dial func(ctx context.Context, network, addr string) (net.Conn, error)

// NewOver is New with the real transport on a test's network and roots.
func NewOver(cfg Config, roots *x509.CertPool, dial Dial) (*Client, error) {
	base, err := parseBase(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	w := realWire()
	w.tls.RootCAs = roots
	if dial != nil {
		w.dial = dial
	}
	return newClient(cfg, base, w), nil
}

// ASCII is the function behind descriptions.
var ASCII = ascii

// OfToken says whether a refusal's words are about the token.
var OfToken = ofToken

// TextOf gives a body as UTF-8.
var TextOf = textOf

// DecodeCreate reads a whole answer to create.
func DecodeCreate(body []byte) (Intent, *Error) { return whole(opCreate, decodeCreate, body) }

// DecodeQuery reads a whole answer to query.
func DecodeQuery(body []byte) (Payment, *Error) { return whole(opQuery, decodeQuery, body) }

// DecodeRefund reads a whole answer about a refund.
func DecodeRefund(body []byte) (Refund, *Error) { return whole(opRefund, decodeRefund, body) }

// DecodeNotification reads a whole notification.
var DecodeNotification = decodeNotification

// ReadToken reads a whole answer to a token request.
func ReadToken(status int, body []byte) (value string, life time.Duration, failure *Error) {
	return readToken(&answer{status: status, body: body}, scrubber{})
}

// Open judges a whole business answer; secret is not to be in what it gives.
func Open(op string, status int, header http.Header, body []byte, secret string) (data []byte, rid string, failure *Error) {
	a := &answer{status: status, header: header, body: body}
	data, failure = a.open(op, newScrubber(secret))
	return data, a.RID, failure
}

func whole[T any](op string, decode func([]byte, Meta) (T, error), body []byte) (T, *Error) {
	return call[T]{op: op, decode: decode}.read(&answer{status: 200, body: body}, scrubber{})
}
