//go:build windows || darwin

package secrets

import (
	"context"
	"errors"

	"github.com/zalando/go-keyring"
)

// KeepBus does nothing: there is no bus.
func KeepBus() {}

// systemKeyring is Windows' Credential Manager or the macOS keychain. Their calls
// know no end but their own.
func systemKeyring(context.Context) backend {
	return backend{
		get: func(_ context.Context, item string) (string, error) {
			secret, err := keyring.Get(keyringService, item)
			return secret, fromKeyring(err)
		},
		set: func(_ context.Context, item, secret string) error {
			return fromKeyring(keyring.Set(keyringService, item, secret))
		},
		remove: func(_ context.Context, item string) error {
			err := fromKeyring(keyring.Delete(keyringService, item))
			if errors.Is(err, ErrNoSecret) {
				return nil
			}
			return err
		},
	}
}

// fromKeyring translates the library's errors. Only "not found" says anything
// about the secret; all else says that the keyring can't be used.
func fromKeyring(err error) error {
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNoSecret
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return ErrSecretSize
	}
	return err
}
