package payments

import (
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"syscall"
)

// Cause says more about why a request did not leave, as far as a computer can
// tell. The zero Cause is all the rest.
type Cause int

// The causes.
const (
	CauseNetwork     Cause = iota // no way to the gateway
	CauseAddress                  // no computer has that name
	CauseDown                     // the computer is there and takes no connection
	CauseClock                    // a certificate is not valid by this computer's clock
	CauseCertificate              // a certificate is wrong in another way
)

// Cause tells apart what KindNotSent and KindTLS can come from.
func (e *Error) Cause() Cause {
	var (
		dns     *net.DNSError
		invalid x509.CertificateInvalidError
	)
	switch {
	case e.Kind == KindTLS && errors.As(e, &invalid) && invalid.Reason == x509.Expired:
		return CauseClock
	case e.Kind == KindTLS:
		return CauseCertificate
	case errors.As(e, &dns) && dns.IsNotFound:
		return CauseAddress
	case errors.Is(e, syscall.ECONNREFUSED):
		return CauseDown
	}
	return CauseNetwork
}

// AsksToWait says that the gateway, or our own limit on token requests, wants
// silence for a while.
func (e *Error) AsksToWait() bool {
	return e.RetryAfter > 0 || e.Status == http.StatusTooManyRequests
}
