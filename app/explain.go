package app

import (
	"errors"
	"io/fs"
	"syscall"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

// Errors that only mean something in their place.
var (
	// ErrPracticeGateway: a practice till was given a real gateway, or the reverse.
	ErrPracticeGateway = errors.New("practice and real money are kept apart")
	// ErrSecretMissing: the account is new and no client_secret was given.
	ErrSecretMissing = errors.New("client_secret is missing")
	// ErrGuarded: a till with a manager's PIN was to get another account without it.
	ErrGuarded = errors.New("another account takes the manager's PIN")
)

// explanations are the errors of this package and of storage that say it all by
// what they are, and the key of their sentence. The first that matches is taken.
// A test (sentinels_test.go) names each error of ours that has no words.
var explanations = []struct {
	err error
	key string
}{
	{errSameTill, "error.settings.same_till"},
	{errNoPIN, "error.pin.none"},
	{errPINWait, "error.pin.wait"},
	{errPINLock, "error.pin.locked"},
	{errPINNeed, "error.pin.needed"},
	{errPINBusy, "error.pin.busy"},
	{ErrPracticeGateway, "error.settings.practice"},
	{ErrSecretMissing, "error.settings.secret"},
	{ErrGuarded, "error.settings.guarded"},
	{secrets.ErrPINFormat, "error.settings.pin"},
	{secrets.ErrSecretSize, "error.settings.secret_size"},
	{secrets.ErrNoSecret, "error.keyring.no_secret"},
	{secrets.ErrKeyringStuck, "error.keyring.stuck"},
	{secrets.ErrKeyring, "error.keyring.unavailable"},
	{storage.ErrInUse, "error.storage.in_use"},
	{storage.ErrLeaving, "error.storage.leaving"},
	{storage.ErrBackup, "error.storage.no_backup"},
	{storage.ErrBadBackup, "error.storage.bad_backup"},
	{storage.ErrNewer, "error.storage.newer"},
	{storage.ErrDamaged, "error.storage.damaged"},
	{storage.ErrFolder, "error.storage.folder"},
	{fs.ErrNotExist, "error.file.missing"}, // before ErrMissing, which may be no more than that
	{storage.ErrMissing, "error.storage.missing"},
	{storage.ErrPractice, "error.storage.practice"},
	{storage.ErrReadOnly, "error.storage.read_only"},
	{storage.ErrLowSpace, "error.storage.low_space"},
	{syscall.ENOSPC, "error.storage.full"},
	{storage.ErrNotRecorded, "error.storage.not_recorded"},
	{fs.ErrExist, "error.file.exists"},
}

// Explain words an error for people: what happened, what it means for the
// money, what to do. It is the only place where errors become sentences: what
// the rules and the gateway say is asked of the core.
func Explain(err error) core.Text {
	if err == nil {
		return core.Text{}
	}
	if text, ok := core.Explain(err); ok {
		return text
	}
	if held := (*storage.Held)(nil); errors.As(err, &held) {
		return core.Text{Key: "error.storage.held", Values: map[string]any{"File": held.Path}}
	}
	for _, e := range explanations {
		if errors.Is(err, e.err) {
			return core.Text{Key: e.key}
		}
	}
	return core.Unexpected(err)
}

// MayPass says that the same may well succeed if it is tried again in a minute.
func MayPass(err error) bool {
	held := (*storage.Held)(nil)
	return errors.As(err, &held)
}

// FailureOf is a disk's or a keyring's error as the core hears of it.
func FailureOf(err error) *core.Failure {
	if err == nil {
		return nil
	}
	text := Explain(err)
	switch held := (*storage.Held)(nil); { // the till goes on, and tries again
	case errors.As(err, &held):
		text = core.Text{Key: "error.storage.held_log", Values: map[string]any{"File": held.Path}}
	case errors.Is(err, storage.ErrDamaged):
		text = core.Text{Key: "error.storage.damaged_now"}
	case errors.Is(err, storage.ErrMissing): // its drive went away; nobody has named a file
		text = core.Text{Key: "error.storage.not_recorded"}
	}
	misplaced := errors.Is(err, order.ErrMove) || errors.Is(err, order.ErrEvent) || errors.Is(err, order.ErrRefundLimit)
	return &core.Failure{Text: text, OneSale: errors.Is(err, storage.ErrLowSpace), Misplaced: misplaced}
}
