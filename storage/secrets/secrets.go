package secrets

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"qrtill/app/order"
)

// Purpose says what a secret is for. The words are in keyrings: never rename.
type Purpose string

// The purposes. A PIN pepper and a chain's head belong to no account: use the
// zero Account.
const (
	ClientSecret Purpose = "client_secret"
	NotifyKey    Purpose = "notify_key"
	PINPepper    Purpose = "pin_pepper"
	ChainHead    Purpose = "chain_head" // no secret, but where nobody who has the file changes it: see storage.Head
)

// What can be wrong with a secret. No error ever holds one.
var (
	// ErrNoSecret: the keyring works and has no such secret.
	ErrNoSecret = errors.New("the keyring has no such secret")
	// ErrKeyring: there is no keyring, it is locked, or it did not answer in time.
	ErrKeyring = errors.New("the keyring cannot be used")
	// ErrSecretSize: the secret is empty or over 2,500 bytes.
	ErrSecretSize = errors.New("a secret has 1 to 2,500 bytes")
)

const (
	maxSecret      = 2500 // Windows takes 2,560, macOS about 2,900
	secretTimeout  = 15 * time.Second
	keyringService = "QR Till"
)

// Store keeps secrets in a keyring. Any goroutine may use it. Calls run one
// at a time on one goroutine of its own, as the system may be asking a person
// to unlock the keyring meanwhile.
type Store struct {
	database string
	backend  backend
	calls    chan func()
	stuck    atomic.Bool // a call outlived its time-out and still runs
	closed   chan struct{}
	close    sync.Once
}

// backend is a keyring. Its calls may block for as long as they like. get
// returns ErrNoSecret when there is none; remove of none is no error.
type backend struct {
	get    func(item string) (string, error)
	set    func(item, secret string) error
	remove func(item string) error
}

// Open keeps secrets in the operating system's keyring, under the id of
// the database they belong to. Close it.
func Open(databaseID string) *Store { return newStore(databaseID, systemKeyring()) }

func newStore(databaseID string, b backend) *Store {
	s := &Store{database: databaseID, backend: b, calls: make(chan func()), closed: make(chan struct{})}
	go s.run()
	return s
}

// InMemory keeps secrets until the program ends: for practice, and tests.
// It never waits and has no goroutine.
func InMemory() *Store {
	return &Store{backend: memoryKeyring(), closed: make(chan struct{})}
}

// run makes the calls, one at a time.
func (s *Store) run() {
	for {
		select {
		case call := <-s.calls:
			call()
		case <-s.closed:
			return
		}
	}
}

// Close ends the goroutine; one that waits for the keyring ends when that
// answers. Calls made later return ErrKeyring.
func (s *Store) Close() { s.close.Do(func() { close(s.closed) }) }

// Get returns a secret: ErrNoSecret when there is none, ErrKeyring when the
// keyring can't be asked within ctx, or 15 s.
func (s *Store) Get(ctx context.Context, account order.Account, p Purpose) (string, error) {
	item := s.item(account, p)
	secret, err := s.do(ctx, func() (string, error) { return s.backend.get(item) })
	if err != nil {
		return "", keyringError(err, "")
	}
	return secret, nil
}

// Set keeps a secret of at most 2,500 bytes and reads it back: what it did not
// find there as written it reports as ErrKeyring.
func (s *Store) Set(ctx context.Context, account order.Account, p Purpose, secret string) error {
	if secret == "" || len(secret) > maxSecret {
		return fmt.Errorf("%w: this one has %d", ErrSecretSize, len(secret))
	}
	item := s.item(account, p)
	kept, err := s.do(ctx, func() (string, error) {
		if err := s.backend.set(item, secret); err != nil {
			return "", err
		}
		return s.backend.get(item)
	})
	if err == nil && kept != secret {
		err = errors.New("it did not keep the secret as it was written")
	}
	if errors.Is(err, ErrNoSecret) { // gone at once: nothing that callers would look up again
		err = errors.New("it did not keep the secret")
	}
	return keyringError(err, secret)
}

// Delete removes a secret. One that is not there is no error.
func (s *Store) Delete(ctx context.Context, account order.Account, p Purpose) error {
	item := s.item(account, p)
	_, err := s.do(ctx, func() (string, error) { return "", s.backend.remove(item) })
	return keyringError(err, "")
}

var (
	errBusy   = errors.New("it has not answered an earlier call yet")
	errNotYet = errors.New("it did not answer in time")
)

// do has the goroutine make a call and waits for its end, or for ctx's.
func (s *Store) do(ctx context.Context, call func() (string, error)) (string, error) {
	select {
	case <-s.closed:
		return "", errors.New("it is closed")
	default:
	}
	if s.calls == nil {
		return call()
	}
	if s.stuck.Load() {
		return "", errBusy
	}
	ctx, cancel := context.WithTimeout(ctx, secretTimeout)
	defer cancel()
	type result struct {
		secret string
		err    error
	}
	done := make(chan result, 1)
	work := func() {
		secret, err := call()
		done <- result{secret, err}
		s.stuck.Store(false)
	}
	select {
	case s.calls <- work:
	case <-s.closed:
		return "", errors.New("it is closed")
	case <-ctx.Done():
		return "", fmt.Errorf("%w: %w", errBusy, ctx.Err())
	}
	select {
	case r := <-done:
		return r.secret, r.err
	case <-ctx.Done():
		s.stuck.Store(true)
		if len(done) > 0 { // it ended just now, perhaps before it was called stuck
			s.stuck.Store(false)
		}
		return "", fmt.Errorf("%w: %w", errNotYet, ctx.Err())
	}
}

// item names a secret in the keyring. Its form is in keyrings: never change.
func (s *Store) item(a order.Account, p Purpose) string {
	account := "till"
	if a != (order.Account{}) {
		account = strings.Join([]string{a.Gateway, a.Merchant, a.Currency}, "|")
	}
	if len(account) > 100 { // Windows takes 512 bytes in all
		sum := sha256.Sum256([]byte(account))
		account = hex.EncodeToString(sum[:])
	}
	return s.database + "/" + account + "/" + string(p)
}

// keyringError wraps a cause in ErrKeyring. A cause that quotes the secret is
// left out.
func keyringError(err error, secret string) error {
	switch {
	case err == nil, errors.Is(err, ErrNoSecret), errors.Is(err, ErrSecretSize):
		return err
	case secret != "" && strings.Contains(err.Error(), secret):
		return ErrKeyring
	}
	return fmt.Errorf("%w: %w", ErrKeyring, err)
}
