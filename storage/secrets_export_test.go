package storage

import "qrtill/app/order"

func SecretsOn(get func(item string) (string, error), set func(item, secret string) error, remove func(item string) error) *Secrets {
	return newSecrets("database", backend{get, set, remove})
}

func (s *Secrets) Item(a order.Account, p Purpose) string { return s.item(a, p) }
