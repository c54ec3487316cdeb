package proxy

import (
	"bytes"
	"errors"
	"io"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
)

// echo answers with what it hears, until the other side has said all.
func echo(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = io.Copy(conn, conn)
			}()
		}
	}()
	return listener.Addr().String()
}

func TestEveryFaultStrikesAndIsTold(t *testing.T) {
	told := make(chan string, 10_000)
	p, err := New(echo(t), 1, func(what string) { told <- what })
	if err != nil {
		t.Fatal(err)
	}
	sent := bytes.Repeat([]byte("money "), 500)
	var whole atomic.Int32
	var all sync.WaitGroup
	for range 150 {
		all.Go(func() {
			if got, _ := exchange(p.Address(), sent); bytes.Equal(got, sent) {
				whole.Add(1)
			} else if !bytes.HasPrefix(sent, got) {
				t.Error("the line changed what was sent")
			}
		})
	}
	all.Wait()
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	close(told)
	struck := map[string]bool{}
	for what := range told {
		struck[what] = true
	}
	for _, c := range chances {
		if !struck[c.fault] {
			t.Errorf("%s never struck", c.fault)
		}
	}
	if whole.Load() == 0 {
		t.Error("no exchange came through")
	}
}

func TestACalmLineHasNoFaults(t *testing.T) {
	p, err := New(echo(t), 1, func(what string) { t.Error(what) })
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	p.Calm(true)
	sent := bytes.Repeat([]byte("money "), 800)
	for range 50 {
		if got, err := exchange(p.Address(), sent); err != nil || !bytes.Equal(got, sent) {
			t.Fatalf("%d of %d bytes came back (%v)", len(got), len(sent), err)
		}
	}
}

func TestATornConnectionIsReset(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	there, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	tear(there)
	if _, err := conn.Read(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
		t.Errorf("the other side sees %v", err)
	}
}

func TestTheSameSeedDrawsTheSameFates(t *testing.T) {
	draw := func() (fates []fate) {
		p, err := New("127.0.0.1:0", 7, func(string) {})
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		for range 100 {
			fates = append(fates, p.draw())
		}
		return fates
	}
	if !slices.Equal(draw(), draw()) {
		t.Error("they differ")
	}
}

// exchange sends, and reads as much as comes back.
func exchange(address string, sent []byte) ([]byte, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	go func() { _, _ = conn.Write(sent) }()
	got := make([]byte, len(sent))
	n, err := io.ReadFull(conn, got)
	return got[:n], err
}
