package secrets

import (
	"errors"
	"sync"

	"github.com/zalando/go-keyring"
)

// systemKeyring is Windows' Credential Manager, the macOS keychain, or the
// Secret Service of a Linux desktop.
func systemKeyring() backend {
	return backend{
		get: func(item string) (string, error) {
			if err := keyringThere(); err != nil {
				return "", err
			}
			secret, err := keyring.Get(keyringService, item)
			return secret, fromKeyring(err)
		},
		set: func(item, secret string) error {
			if err := keyringThere(); err != nil {
				return err
			}
			return fromKeyring(keyring.Set(keyringService, item, secret))
		},
		remove: func(item string) error {
			if err := keyringThere(); err != nil {
				return err
			}
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

func memoryKeyring() backend {
	var mu sync.Mutex
	secrets := map[string]string{}
	return backend{
		get: func(item string) (string, error) {
			mu.Lock()
			defer mu.Unlock()
			if secret, ok := secrets[item]; ok {
				return secret, nil
			}
			return "", ErrNoSecret
		},
		set: func(item, secret string) error {
			mu.Lock()
			defer mu.Unlock()
			secrets[item] = secret
			return nil
		},
		remove: func(item string) error {
			mu.Lock()
			defer mu.Unlock()
			delete(secrets, item)
			return nil
		},
	}
}
