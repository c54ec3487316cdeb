package secrets

import "qrtill/app/order"

func On(get func(item string) (string, error), set func(item, secret string) error, remove func(item string) error) *Store {
	return newStore("database", backend{get, set, remove})
}

func (s *Store) Item(a order.Account, p Purpose) string { return s.item(a, p) }
