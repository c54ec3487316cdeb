package secrets

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
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
	// ErrKeyringStuck: so many calls never came back that no more are made. It comes
	// wrapped in ErrKeyring, as it is one more way in which a keyring can't be used.
	ErrKeyringStuck = errors.New("too many calls to it have not come back")
	// ErrSecretSize: the secret is empty or over 2,500 bytes.
	ErrSecretSize = errors.New("a secret has 1 to 2,500 bytes")
)

const (
	maxSecret      = 2500 // Windows takes 2,560, macOS about 2,900
	secretTimeout  = 15 * time.Second
	keyringService = "QR Till"
)

// Store keeps secrets in a keyring. Any goroutine may use it. Calls are made one
// at a time, as the system may be asking a person to unlock the keyring meanwhile.
type Store struct {
	database string
	backend  backend
	turn     chan struct{} // held by who makes a call; nil in memory
	running  atomic.Int32  // calls that have not returned, those left behind too
	life     context.Context
	end      context.CancelFunc
}

// Open keeps secrets in the operating system's keyring, under the id of
// the database they belong to. Close it.
func Open(databaseID string) *Store { return newStore(databaseID, systemKeyring) }

func newStore(databaseID string, keyring func(life context.Context) backend) *Store {
	s := &Store{database: databaseID, turn: make(chan struct{}, 1)}
	s.life, s.end = context.WithCancel(context.Background())
	s.backend = keyring(s.life)
	return s
}

// InMemory keeps secrets until the program ends: for practice, and tests.
// It never waits and has no goroutine.
func InMemory() *Store {
	s := &Store{backend: memoryKeyring()}
	s.life, s.end = context.WithCancel(context.Background())
	return s
}

// Close ends the calls that are under way, and prompts of theirs that wait for a
// person. Calls made later return ErrKeyring.
func (s *Store) Close() { s.end() }

// Get returns a secret: ErrNoSecret when there is none, ErrKeyring when the
// keyring can't be asked within ctx, or 15 s.
func (s *Store) Get(ctx context.Context, account order.Account, p Purpose) (string, error) {
	item := s.item(account, p)
	secret, err := s.do(ctx, func(ctx context.Context) (string, error) { return s.backend.get(ctx, item) })
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
	kept, err := s.do(ctx, func(ctx context.Context) (string, error) {
		if err := s.backend.set(ctx, item, secret); err != nil {
			return "", err
		}
		return s.backend.get(ctx, item)
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
	_, err := s.do(ctx, func(ctx context.Context) (string, error) { return "", s.backend.remove(ctx, item) })
	return keyringError(err, "")
}

// mostLeft is how many calls may be left behind: each may hold a process, or a
// dialog that nobody answers.
const mostLeft = 3

var (
	errBusy   = errors.New("it has not answered an earlier call yet")
	errNotYet = errors.New("it did not answer in time")
	errClosed = errors.New("it is closed")
)

// do makes a call and waits for its end, or for ctx's. A call that outlives that is
// left behind; the next has nothing to do with it.
func (s *Store) do(ctx context.Context, call func(context.Context) (string, error)) (string, error) {
	if s.life.Err() != nil {
		return "", errClosed
	}
	if s.turn == nil {
		return call(ctx)
	}
	if err := ctx.Err(); err != nil { // select would take its turn all the same, now and then
		return "", fmt.Errorf("%w: %w", errNotYet, err)
	}
	ctx, cancel := context.WithTimeout(ctx, secretTimeout)
	defer cancel()
	defer context.AfterFunc(s.life, cancel)()
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return "", fmt.Errorf("%w: %w", errBusy, ctx.Err())
	}
	if s.running.Load() >= mostLeft {
		return "", ErrKeyringStuck
	}
	type result struct {
		secret string
		err    error
	}
	done := make(chan result, 1)
	s.running.Add(1)
	go func() {
		secret, err := call(ctx)
		s.running.Add(-1)
		done <- result{secret, err}
	}()
	select {
	case r := <-done:
		return r.secret, r.err
	case <-ctx.Done():
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
