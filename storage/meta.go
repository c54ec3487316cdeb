package storage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"qrtill/app/order"
)

// The keys of meta.
var (
	metaForm     = []byte("schema") // the form, under the name that every log has it
	metaDatabase = []byte("database")
	metaPractice = []byte("practice")
	metaHead     = []byte("head")
	metaJournal  = []byte("journal") // bytes of orders.journal whose orders the log has, in decimal

	// Of fromEvents.
	metaSettings = []byte("settings")
	metaPIN      = []byte("pin")
	metaWrong    = []byte("wrong_pins")
)

// facts are what the events that belong to no order say.
type facts struct {
	settings *order.Settings
	pin      *order.PIN
	wrong    int // PINs in a row that were wrong
}

// fromEvents lists the keys of meta that are made from events alone, and the
// fact that each holds. An event writes no others, a rebuild makes them anew,
// Verify compares them and the log reads them back, all by this one list.
var fromEvents = []struct {
	key  []byte
	fact func(*facts) any
}{
	{metaSettings, func(f *facts) any { return &f.settings }},
	{metaPIN, func(f *facts) any { return &f.pin }},
	{metaWrong, func(f *facts) any { return &f.wrong }},
}

// read replaces what is there, and shares nothing with it.
func (f *facts) read(meta table) (err error) {
	*f = facts{}
	for _, from := range fromEvents {
		err = errors.Join(err, readJSON(meta, from.key, from.fact(f)))
	}
	return err
}

// listed is meta for those who derive: it takes only what fromEvents lists.
type listed struct{ meta table }

func (l listed) Get(key []byte) []byte { return l.meta.Get(key) }

func (l listed) Put(key, value []byte) error {
	for _, from := range fromEvents {
		if bytes.Equal(key, from.key) {
			return l.meta.Put(key, value)
		}
	}
	return fmt.Errorf("an event wrote %q, which is not in the list of what events make of meta", key)
}

func (l listed) clear() (err error) {
	for _, from := range fromEvents {
		err = errors.Join(err, l.meta.Delete(from.key))
	}
	return err
}

// readJSON leaves a fact as it is when there is no such key.
func readJSON(meta interface{ Get(key []byte) []byte }, key []byte, fact any) error {
	raw := meta.Get(key)
	if raw == nil {
		return nil
	}
	if err := json.Unmarshal(raw, fact); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrDamaged, key, err)
	}
	return nil
}

func putJSON(meta listed, key []byte, fact any) error {
	raw, err := json.Marshal(fact)
	if err != nil {
		return err
	}
	return meta.Put(key, raw)
}
