package order

import (
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"io"
	"regexp"
)

// ID is our own order number, the gateway's merchant_order_id: A–Z and 0–9, at
// most 32, made of the till's code and 100 random bits.
type ID string

// RefundID is our own refund number, the gateway's merchant_refund_id.
type RefundID string

// PracticePrefix begins every id of a practice till, and none of a real one.
const PracticePrefix = "X"

var (
	tillCode = regexp.MustCompile(`^[A-WYZ0-9][A-Z0-9]{0,5}$`)
	// Crockford's alphabet: no I, L, O or U, so ids can be read aloud.
	alphabet = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)
)

// randomChars is 20 characters of 5 bits: 100 random bits.
const randomChars = 20

// ValidTill says whether a till's code can be used: 1 to 6 of A–Z and 0–9, not
// beginning with the practice prefix.
func ValidTill(code string) bool { return tillCode.MatchString(code) }

// NewID makes an order number from random bytes ([crypto/rand.Reader], or a
// seeded source in a simulation).
func NewID(random io.Reader, till string, practice bool) (ID, error) {
	if random == nil {
		random = rand.Reader
	}
	raw := make([]byte, 13)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", fmt.Errorf("no random bytes for an order number: %w", err)
	}
	prefix := till
	if practice {
		prefix = PracticePrefix + till
	}
	return ID(prefix + alphabet.EncodeToString(raw)[:randomChars]), nil
}

// NewRefundID makes a refund's number likewise. An R after the till's code
// tells it from an order's.
func NewRefundID(random io.Reader, till string, practice bool) (RefundID, error) {
	id, err := NewID(random, till+"R", practice)
	return RefundID(id), err
}
