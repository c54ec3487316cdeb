package payments

import (
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"syscall"
	"time"
)

// Cause says more about why a request did not leave, as far as a computer can
// tell. The zero Cause is all the rest.
type Cause int

// The causes.
const (
	CauseNetwork     Cause = iota // no way to the gateway
	CauseAddress                  // no computer has that name
	CauseDown                     // the computer is there and takes no connection
	CauseClock                    // a certificate is not valid yet: nobody makes one for later, so this computer's clock is slow
	CauseCertificate              // a certificate is wrong in another way
	CauseExpired                  // a certificate has run out, if this computer's clock is right
)

// Cause tells apart what KindNotSent and KindTLS can come from.
func (e *Error) Cause() Cause {
	var dns *net.DNSError
	cert, outOfDate := e.outOfDate()
	switch {
	case outOfDate && (cert == nil || e.At.Before(cert.NotBefore)):
		return CauseClock
	case outOfDate:
		return CauseExpired
	case e.Kind == KindTLS:
		return CauseCertificate
	case errors.As(e, &dns) && dns.IsNotFound:
		return CauseAddress
	case errors.Is(e, syscall.ECONNREFUSED):
		return CauseDown
	}
	return CauseNetwork
}

// outOfDate says that a certificate was not valid at the time, and which, if
// that is known.
func (e *Error) outOfDate() (cert *x509.Certificate, is bool) {
	var invalid x509.CertificateInvalidError
	is = e.Kind == KindTLS && errors.As(e, &invalid) && invalid.Reason == x509.Expired
	return invalid.Cert, is
}

// Valid is the time in which the certificate behind CauseClock and CauseExpired
// is valid.
func (e *Error) Valid() (from, until time.Time) {
	if cert, is := e.outOfDate(); is && cert != nil {
		from, until = cert.NotBefore, cert.NotAfter
	}
	return from, until
}

// AsksToWait says that the gateway, or our own limit on token requests, wants
// silence for a while.
func (e *Error) AsksToWait() bool {
	return e.RetryAfter > 0 || e.Status == http.StatusTooManyRequests || e.Code == 429 || e.Code/100 == 429
}
