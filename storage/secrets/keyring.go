package secrets

import (
	"context"
	"sync"
)

// backend is a keyring. Its calls end with ctx where the system lets them, and
// else when they like. get returns ErrNoSecret when there is none; remove of none
// is no error.
type backend struct {
	get    func(ctx context.Context, item string) (string, error)
	set    func(ctx context.Context, item, secret string) error
	remove func(ctx context.Context, item string) error
}

func memoryKeyring() backend {
	var mu sync.Mutex
	secrets := map[string]string{}
	return backend{
		get: func(_ context.Context, item string) (string, error) {
			mu.Lock()
			defer mu.Unlock()
			if secret, ok := secrets[item]; ok {
				return secret, nil
			}
			return "", ErrNoSecret
		},
		set: func(_ context.Context, item, secret string) error {
			mu.Lock()
			defer mu.Unlock()
			secrets[item] = secret
			return nil
		},
		remove: func(_ context.Context, item string) error {
			mu.Lock()
			defer mu.Unlock()
			delete(secrets, item)
			return nil
		},
	}
}
