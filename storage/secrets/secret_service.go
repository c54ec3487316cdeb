//go:build !windows && !darwin

package secrets

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/godbus/dbus/v5"
)

// Names of the Secret Service API, and of the items in it. The latter are in
// keyrings: never change them.
const (
	serviceName       = "org.freedesktop.secrets"
	serviceAPI        = "org.freedesktop.Secret.Service."
	collectionAPI     = "org.freedesktop.Secret.Collection."
	itemAPI           = "org.freedesktop.Secret.Item."
	promptAPI         = "org.freedesktop.Secret.Prompt"
	servicePath       = dbus.ObjectPath("/org/freedesktop/secrets")
	loginCollection   = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")
	defaultCollection = dbus.ObjectPath("/org/freedesktop/secrets/aliases/default")
	noPrompt          = dbus.ObjectPath("/")
)

// promptOpen is how long a prompt may stay before somebody. When it was left
// alone, the next call opens it anew.
const promptOpen = 5 * time.Minute

var (
	errAsking    = errors.New("somebody is being asked to unlock it")
	errDismissed = errors.New("nobody unlocked it")
	errLocked    = errors.New("it stays locked")
	errGone      = errors.New("it went away while it was asking somebody to unlock it")
)

// secretService is the keyring of a Linux desktop. A library's would use the one
// connection of the process and wait for a prompt that may never end.
type secretService struct {
	life   context.Context // the store's
	asking atomic.Bool     // a prompt of ours is open; there is never a second
}

// systemKeyring is the Secret Service of the session.
func systemKeyring(life context.Context) backend {
	s := &secretService{life: life}
	return backend{get: s.get, set: s.set, remove: s.remove}
}

func (s *secretService) get(ctx context.Context, item string) (secret string, err error) {
	err = s.visit(ctx, func(v *visit) error {
		path, err := v.find(item)
		if err != nil {
			return err
		}
		var session dbus.ObjectPath
		if session, err = v.session(); err == nil {
			err = v.unlock(path)
		}
		var kept itemSecret
		if err == nil {
			err = v.call(path, itemAPI+"GetSecret", session).Store(&kept)
		}
		secret = string(kept.Value)
		return err
	})
	return secret, err
}

func (s *secretService) set(ctx context.Context, item, secret string) error {
	return s.visit(ctx, func(v *visit) error {
		session, err := v.session()
		if err != nil {
			return err
		}
		properties := map[string]dbus.Variant{
			itemAPI + "Label":      dbus.MakeVariant(fmt.Sprintf("Password for '%s' on '%s'", item, keyringService)),
			itemAPI + "Attributes": dbus.MakeVariant(attributes(item)),
		}
		var made, prompt dbus.ObjectPath
		err = v.call(v.collection, collectionAPI+"CreateItem", properties,
			itemSecret{session, []byte{}, []byte(secret), "text/plain; charset=utf8"}, true).Store(&made, &prompt)
		if err != nil {
			return err
		}
		return v.answered(prompt)
	})
}

func (s *secretService) remove(ctx context.Context, item string) error {
	return s.visit(ctx, func(v *visit) error {
		path, err := v.find(item)
		if errors.Is(err, ErrNoSecret) {
			return nil
		}
		var prompt dbus.ObjectPath
		if err == nil {
			err = v.call(path, itemAPI+"Delete").Store(&prompt)
		}
		if err != nil {
			return err
		}
		return v.answered(prompt)
	})
}

// itemSecret is a secret on the bus.
type itemSecret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

func attributes(item string) map[string]string {
	return map[string]string{"username": item, "service": keyringService}
}

// visit is one call of the store, on a connection of its own.
type visit struct {
	*secretService
	ctx        context.Context
	conn       *dbus.Conn
	stay       func() bool // the connection outlives ctx from now on
	collection dbus.ObjectPath
}

// visit connects, unlocks the collection, and does the work. The connection ends
// with it, or with ctx: then whatever waits on it returns.
func (s *secretService) visit(ctx context.Context, work func(*visit) error) error {
	address, err := busAddress()
	if err != nil {
		return err
	}
	life, end := context.WithCancel(s.life)
	defer end()
	stay := context.AfterFunc(ctx, end)
	defer stay()
	conn, err := dbus.Connect(address, dbus.WithContext(life))
	if err != nil {
		return err
	}
	defer conn.Close()
	v := &visit{secretService: s, ctx: ctx, conn: conn, stay: stay, collection: defaultCollection}
	var all dbus.Variant
	err = v.call(servicePath, "org.freedesktop.DBus.Properties.Get", "org.freedesktop.Secret.Service", "Collections").Store(&all)
	if err != nil {
		return err
	}
	if paths, _ := all.Value().([]dbus.ObjectPath); slices.Contains(paths, loginCollection) {
		v.collection = loginCollection
	}
	if err := v.unlock(v.collection); err != nil {
		return err
	}
	return work(v)
}

func (v *visit) call(path dbus.ObjectPath, method string, args ...any) *dbus.Call {
	return v.conn.Object(serviceName, path).CallWithContext(v.ctx, method, 0, args...)
}

func (v *visit) session() (session dbus.ObjectPath, err error) {
	var output dbus.Variant
	err = v.call(servicePath, serviceAPI+"OpenSession", "plain", dbus.MakeVariant("")).Store(&output, &session)
	return session, err
}

// find is where an item is.
func (v *visit) find(item string) (dbus.ObjectPath, error) {
	var found []dbus.ObjectPath
	if err := v.call(v.collection, collectionAPI+"SearchItems", attributes(item)).Store(&found); err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", ErrNoSecret
	}
	return found[0], nil
}

// unlock asks for an item or the collection to be unlocked, and for a person to do
// it if that is what it takes.
func (v *visit) unlock(path dbus.ObjectPath) error {
	var unlocked []dbus.ObjectPath
	var prompt dbus.ObjectPath
	if err := v.call(servicePath, serviceAPI+"Unlock", []dbus.ObjectPath{path}).Store(&unlocked, &prompt); err != nil {
		return err
	}
	if prompt == noPrompt && len(unlocked) == 0 {
		return errLocked
	}
	return v.answered(prompt)
}

// answered waits until a person has answered a prompt, if there is one. The prompt
// stays open when ctx ends before, as somebody may be typing the password; what it
// was opened for is not done any more then. It ends with the keyring that opened it.
func (v *visit) answered(prompt dbus.ObjectPath) error {
	if prompt == noPrompt {
		return nil
	}
	if !v.asking.CompareAndSwap(false, true) {
		v.call(prompt, promptAPI+".Dismiss")
		return errAsking
	}
	defer v.asking.Store(false)
	signals := make(chan *dbus.Signal, 16)
	v.conn.Signal(signals)
	for _, match := range [][]dbus.MatchOption{
		{dbus.WithMatchObjectPath(prompt), dbus.WithMatchInterface(promptAPI)},
		{dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, serviceName)},
	} {
		if err := v.conn.AddMatchSignalContext(v.ctx, match...); err != nil {
			return err
		}
	}
	if err := v.call(prompt, promptAPI+".Prompt", "").Err; err != nil {
		return err
	}
	v.stay()
	if err := wait(signals, prompt); err != nil {
		return err
	}
	return v.ctx.Err()
}

func wait(signals <-chan *dbus.Signal, prompt dbus.ObjectPath) error {
	enough := time.NewTimer(promptOpen)
	defer enough.Stop()
	for {
		select {
		case <-enough.C:
			return errDismissed
		case signal, connected := <-signals:
			switch {
			case !connected:
				return errGone
			case signal.Name == "org.freedesktop.DBus.NameOwnerChanged" && len(signal.Body) > 0 && signal.Body[0] == serviceName:
				return errGone
			case signal.Path == prompt && signal.Name == promptAPI+".Completed":
				if len(signal.Body) > 0 && signal.Body[0] == true {
					return errDismissed
				}
				return nil
			}
		}
	}
}
