//go:build linux

package secrets_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"qrtill/storage/secrets"
)

// session is a desktop session's bus, keyring and prompter, with nothing of the
// caller's in it. The services are the real ones; the prompter opens a dialog that
// nobody answers.
type session struct {
	t       *testing.T
	dir     string
	daemon  *process // the bus
	bus     *dbus.Conn
	prompts chan struct{} // one for each dialog
}

// plainBus starts no services by itself.
const plainBus = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=%s/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`

func newSession(t *testing.T) *session {
	t.Helper()
	dir, err := os.MkdirTemp("", "keyring")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	s := &session{t: t, dir: dir, prompts: make(chan struct{}, 16)}
	config := filepath.Join(dir, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, plainBus, dir), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"HOME": dir, "XDG_DATA_HOME": dir, "XDG_CONFIG_HOME": dir, "XDG_CACHE_HOME": dir, "XDG_RUNTIME_DIR": dir,
		"DBUS_SESSION_BUS_ADDRESS": "unix:path=" + dir + "/bus",
	} {
		t.Setenv(name, value)
	}
	s.startBus()
	return s
}

func (s *session) startBus() {
	s.t.Helper()
	os.Remove(filepath.Join(s.dir, "bus"))
	s.daemon = s.start("", "dbus-daemon", "--config-file="+filepath.Join(s.dir, "bus.conf"), "--nofork", "--print-address")
	if _, err := bufio.NewReader(s.daemon.out).ReadString('\n'); err != nil {
		s.t.Fatal(err)
	}
	bus, err := dbus.Connect(os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { bus.Close() })
	if err := bus.Export(prompter{s}, "/org/gnome/keyring/Prompter", "org.gnome.keyring.internal.Prompter"); err != nil {
		s.t.Fatal(err)
	}
	if _, err := bus.RequestName("org.gnome.keyring.SystemPrompter", 0); err != nil {
		s.t.Fatal(err)
	}
	s.bus = bus
}

// prompter is what shows the dialog in which a person unlocks a keyring.
type prompter struct{ *session }

func (p prompter) BeginPrompting(dbus.ObjectPath) *dbus.Error { p.prompts <- struct{}{}; return nil }
func (p prompter) StopPrompting(dbus.ObjectPath) *dbus.Error  { return nil }

// process is a program that runs until stop is called, or the test ends.
type process struct {
	*os.Process
	program string
	out     *os.File
	stop    func()
}

func (s *session) start(input, program string, args ...string) *process {
	s.t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Stdin = strings.NewReader(input)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	read, write, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	defer write.Close()
	cmd.Stdout = write
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	stop := func() { cmd.Process.Kill(); cmd.Wait(); read.Close() }
	s.t.Cleanup(stop)
	return &process{cmd.Process, program, read, stop}
}

const password = "not a secret"

// keyring starts a gnome-keyring in the place of the one that is there, if any.
func (s *session) keyring(unlocked bool) *process {
	s.t.Helper()
	owners := make(chan *dbus.Signal, 16)
	s.bus.Signal(owners)
	defer s.bus.RemoveSignal(owners)
	if err := s.bus.AddMatchSignal(dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, "org.freedesktop.secrets")); err != nil {
		s.t.Fatal(err)
	}
	// A copy, because the installed file asks for the right to lock memory, and a
	// container may not grant it.
	program := filepath.Join(s.dir, "gnome-keyring-daemon")
	if _, err := os.Stat(program); err != nil {
		installed, err := exec.LookPath("gnome-keyring-daemon")
		if err != nil {
			s.t.Fatal(err)
		}
		text, err := os.ReadFile(installed)
		if err == nil {
			err = os.WriteFile(program, text, 0o700)
		}
		if err != nil {
			s.t.Fatal(err)
		}
	}
	args, input := []string{"--foreground", "--replace", "--components=secrets"}, ""
	if unlocked {
		args, input = append(args, "--unlock"), password
	}
	daemon := s.start(input, program, args...)
	late := time.After(time.Minute)
	for {
		select {
		case owner := <-owners:
			if len(owner.Body) == 3 && owner.Body[0] == "org.freedesktop.secrets" && owner.Body[2] != "" {
				return daemon
			}
		case <-late:
			s.t.Fatal("the keyring did not start")
		}
	}
}

// locked is a session whose keyring holds a secret and waits to be unlocked.
func locked(t *testing.T) (*session, *process) {
	t.Helper()
	s := newSession(t)
	daemon := s.keyring(true)
	store := secrets.Open("test")
	defer store.Close()
	if err := store.Set(t.Context(), shop, secrets.ClientSecret, secret); err != nil {
		t.Fatal(err)
	}
	daemon.stop()
	return s, s.keyring(false)
}

// within gets the secret, and gives up in time.
func within(t *testing.T, store *secrets.Store, limit time.Duration) (string, error) {
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	return store.Get(ctx, shop, secrets.ClientSecret)
}

// unlock does what a log-on does: it knows the password.
func (s *session) unlock() {
	s.t.Helper()
	var none dbus.Variant
	var talk dbus.ObjectPath
	service := s.bus.Object("org.freedesktop.secrets", "/org/freedesktop/secrets")
	err := service.Call("org.freedesktop.Secret.Service.OpenSession", 0, "plain", dbus.MakeVariant("")).Store(&none, &talk)
	if err == nil {
		err = service.Call("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface.UnlockWithMasterPassword", 0,
			dbus.ObjectPath("/org/freedesktop/secrets/collection/login"), struct {
				Session           dbus.ObjectPath
				Parameters, Value []byte
				ContentType       string
			}{talk, []byte{}, []byte(password), "text/plain"}).Err
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// stuck is a session whose keyring asks somebody to unlock it, and a store that has
// given up waiting for that.
func stuck(t *testing.T) (*session, *secrets.Store, *process) {
	t.Helper()
	s, daemon := locked(t)
	store := secrets.Open("test")
	t.Cleanup(store.Close)
	if _, err := within(t, store, time.Second); !errors.Is(err, secrets.ErrKeyring) {
		t.Fatalf("locked: %v", err)
	}
	<-s.prompts
	return s, store, daemon
}

// The system's services are in the tests' own hands where this says so.
func realKeyring() bool { return os.Getenv("QRTILL_TEST_KEYRING") == "1" }

// Whatever a keyring was stuck in while its prompt was open, and whoever ends that:
// the next call gets its answer.
func TestAKeyringThatComesBackIsUsedAtOnce(t *testing.T) {
	if !realKeyring() {
		return
	}
	for name, recovery := range map[string]func(s *session, daemon *process){
		"replaced while its prompt is open": func(s *session, daemon *process) { s.keyring(true) },
		"killed while its prompt is open":   func(s *session, daemon *process) { daemon.stop(); s.keyring(true) },
		"killed when it was frozen": func(s *session, daemon *process) {
			daemon.Signal(syscall.SIGSTOP)
			daemon.stop()
			s.keyring(true)
		},
		"unlocked by another program": func(s *session, _ *process) { s.unlock() },
		"on another bus of the same name": func(s *session, daemon *process) {
			s.daemon.stop()
			s.startBus()
			s.keyring(true)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, store, daemon := stuck(t)
			recovery(s, daemon)
			if got, err := within(t, store, 10*time.Second); got != secret {
				t.Errorf("%v", err)
			}
		})
	}
}

// There is one dialog, however often the till tries, and nothing piles up behind it.
func TestAPromptIsOpenedOnce(t *testing.T) {
	if !realKeyring() {
		return
	}
	s, store, _ := stuck(t)
	for range 20 {
		if _, err := within(t, store, 10*time.Second); !errors.Is(err, secrets.ErrKeyring) || errors.Is(err, secrets.ErrKeyringStuck) || errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("behind a prompt: %v", err)
		}
	}
	if more := len(s.prompts); more != 0 {
		t.Errorf("%d more prompts were opened", more)
	}
}

// A keyring that stands still is given up, however often, and then used again.
func TestAFrozenKeyringLeavesNothingBehind(t *testing.T) {
	if !realKeyring() {
		return
	}
	s := newSession(t)
	daemon := s.keyring(true)
	store := secrets.Open("test")
	defer store.Close()
	if err := store.Set(t.Context(), shop, secrets.ClientSecret, secret); err != nil {
		t.Fatal(err)
	}
	daemon.Signal(syscall.SIGSTOP)
	for range 10 {
		if _, err := within(t, store, 50*time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("frozen: %v", err)
		}
	}
	daemon.Signal(syscall.SIGCONT)
	if got, err := within(t, store, 10*time.Second); got != secret {
		t.Errorf("thawed: %v", err)
	}
}

func TestABusWithoutAKeyringSaysSoAtOnce(t *testing.T) {
	if !realKeyring() {
		return
	}
	newSession(t)
	store := secrets.Open("test")
	defer store.Close()
	_, err := within(t, store, 10*time.Second)
	if !errors.Is(err, secrets.ErrKeyring) || errors.Is(err, secrets.ErrNoSecret) || errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}
