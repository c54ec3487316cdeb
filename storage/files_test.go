package storage_test

import (
	"errors"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/storage"
)

var errSharing = errors.New("it is being used by another process")

// holder is another program that lets go of a file after a while.
func holder(path string, lets time.Duration) (held func(error) (string, bool), do func() error) {
	began := time.Now()
	held = func(err error) (string, bool) { return path, errors.Is(err, errSharing) }
	return held, func() error {
		if time.Since(began) < lets {
			return &os.PathError{Op: "open", Path: path, Err: errSharing}
		}
		return nil
	}
}

func TestAFileThatIsHeldForAMomentIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		held, do := holder("orders.db", storage.Patience-time.Second)
		if err := storage.WaitFor(storage.Patience, held, do); err != nil {
			t.Error(err)
		}
	})
}

func TestAFileThatIsHeldForLongIsNamedInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		held, do := holder("orders.db", time.Hour)
		began := time.Now()
		var named *storage.Held
		if err := storage.WaitFor(storage.Patience, held, do); !errors.As(err, &named) || named.Path != "orders.db" || !errors.Is(err, errSharing) {
			t.Errorf("got %v", err)
		}
		if waited := time.Since(began); waited < storage.Patience || waited > 5*time.Second {
			t.Errorf("waited %s", waited)
		}
	})
}

func TestNothingElseIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		held, _ := holder("orders.db", time.Hour)
		began, tries := time.Now(), 0
		err := storage.WaitFor(storage.Patience, held, func() error { tries++; return os.ErrPermission })
		if named := (*storage.Held)(nil); !errors.Is(err, os.ErrPermission) || errors.As(err, &named) || tries != 1 || time.Since(began) != 0 {
			t.Errorf("%v after %d tries and %s", err, tries, time.Since(began))
		}
	})
}
