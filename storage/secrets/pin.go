package secrets

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"strings"

	"golang.org/x/crypto/argon2"

	"qrtill/app/order"
)

// ErrPINFormat: a PIN is 4 to 12 digits.
var ErrPINFormat = errors.New("a PIN is 4 to 12 digits")

// The cost of a PIN's hash: about a tenth of a second on a counter's computer.
const (
	pinTime    = 3
	pinMemory  = 32 << 10 // KiB
	pinThreads = 1
	pinHashLen = 32

	// No stored hash asks for more; a tampered one must not stop the till.
	pinMostTime   = 100
	pinMostMemory = 1 << 20 // KiB
)

// NewPIN hashes a PIN of 4 to 12 digits. The pepper is a secret that only the
// keyring holds ([PINPepper]): without it the hash can't be guessed from, short
// as PINs are.
func NewPIN(pin string, pepper []byte) (order.PIN, error) {
	if len(pin) < 4 || len(pin) > 12 || strings.Trim(pin, "0123456789") != "" {
		return order.PIN{}, ErrPINFormat
	}
	p := order.PIN{Salt: make([]byte, 16), Time: pinTime, Memory: pinMemory, Threads: pinThreads}
	rand.Read(p.Salt) // never fails since Go 1.24
	p.Hash = pinHash(p, pin, pepper)
	return p, nil
}

// CheckPIN says whether a PIN is the one hashed. It takes as long as hashing.
func CheckPIN(p order.PIN, pin string, pepper []byte) bool {
	if p.Time == 0 || p.Time > pinMostTime || p.Threads == 0 || p.Memory > pinMostMemory || len(p.Hash) != pinHashLen {
		return false
	}
	return subtle.ConstantTimeCompare(p.Hash, pinHash(p, pin, pepper)) == 1
}

func pinHash(p order.PIN, pin string, pepper []byte) []byte {
	keyed := hmac.New(sha256.New, pepper)
	keyed.Write([]byte(pin))
	return argon2.IDKey(keyed.Sum(nil), p.Salt, p.Time, p.Memory, p.Threads, pinHashLen)
}
