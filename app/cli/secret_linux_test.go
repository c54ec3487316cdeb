package cli_test

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"qrtill/app/cli"
	"qrtill/app/order"
	"qrtill/storage/secrets"
)

// terminal is a terminal of our own: what is written into hands is typed in it, and what
// hands read is what it shows.
func terminal(t *testing.T) (hands, in *os.File) {
	t.Helper()
	hands, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { hands.Close() })
	if err := unix.IoctlSetPointerInt(int(hands.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(hands.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if in, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close() })
	return hands, in
}

// echoes says whether the terminal shows what is typed.
func echoes(t *testing.T, in *os.File) bool {
	t.Helper()
	is, err := unix.IoctlGetTermios(int(in.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return is.Lflag&unix.ECHO != 0
}

func TestASecretThatIsTypedIsAskedForAndNotShown(t *testing.T) {
	b := newBench(t)
	hands, in := terminal(t)
	asked, asks, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer asked.Close()
	ended := make(chan int)
	go func() {
		defer asks.Close()
		ended <- cli.Run(t.Context(), cli.Env{In: in, Out: &b.out, Err: asks, Secrets: b.secrets},
			[]string{"setup", "-data", b.dir, "-gateway", b.gateway, "-merchant", b.account.UID, "-shop", "Tea & Co", "-currency", "HKD", "-pin"})
	}()
	for _, line := range []struct{ asked, typed string }{{"client_secret: ", b.account.Secret}, {"\nmanager's PIN: ", "2468"}} {
		said := make([]byte, len(line.asked))
		if _, err := io.ReadFull(asked, said); err != nil || string(said) != line.asked {
			t.Fatalf("it says %q, %v", said, err)
		}
		for echoes(t, in) { // until it is ready to be typed into; what is never so ends with the test's time
			runtime.Gosched()
		}
		fmt.Fprintln(hands, line.typed)
	}
	go io.Copy(io.Discard, asked) //nolint:errcheck // the end of the last line
	if code := <-ended; code != cli.Done || !echoes(t, in) {
		t.Fatalf("exit %d; the terminal shows again what is typed: %v", code, echoes(t, in))
	}
	account := order.Account{Gateway: b.gateway, Merchant: b.account.UID, Currency: "HKD"}
	if kept, err := b.secrets.Get(t.Context(), account, secrets.ClientSecret); err != nil || kept != b.account.Secret {
		t.Error("the secret is not what was typed", err)
	}
}
