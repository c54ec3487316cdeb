package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"qrtill/storage"
)

// options are the command line's.
type options struct {
	orders, flips         int // of the large log; most flips are made to a smaller one
	smallOrders, bigFlips int
	trusted               int // flips for the reader that trusts bbolt
	seed                  uint64
}

func main() {
	if task := os.Getenv(childEnv); task != "" {
		runChild(task)
		return
	}
	var o options
	flag.IntVar(&o.orders, "orders", 10_000, "orders in the log")
	flag.IntVar(&o.flips, "flips", 10_000, "single flips of the file")
	flag.IntVar(&o.bigFlips, "large", 200, "how many of them are made to the whole log")
	flag.IntVar(&o.smallOrders, "small", 100, "orders in the smaller log that the others are made to")
	flag.IntVar(&o.trusted, "trusted", 2000, "flips for the reader that they are compared with")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of all changes")
	flag.Parse()
	if flag.NArg() > 0 || o.orders < 20 || o.smallOrders < 20 || o.flips < o.bigFlips {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	r, err := run(ctx, o, os.Stdout)
	stop()
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "tampering could not be tried:", err)
		os.Exit(3)
	case !r.holds():
		os.Exit(1)
	}
}

// result is what the last line says, and whether the weaker checks failed as
// they should.
type result struct {
	bytes, structural, flips, undetected, ended int
	seconds                                     float64
	toothless                                   []string // comparisons that found as much as the real checks
}

func (r *result) holds() bool { return r.undetected+r.ended == 0 && len(r.toothless) == 0 }

func (r *result) String() string {
	return fmt.Sprintf("tamper: bytes %d, structural %d, flips %d, undetected %d, ended %d, seconds %.0f",
		r.bytes, r.structural, r.flips, r.undetected, r.ended, r.seconds)
}

// run tries everything and prints what came of it.
func run(ctx context.Context, o options, out io.Writer) (r *result, err error) {
	temp, err := os.MkdirTemp("", "tamper-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)
	r = &result{}
	began := time.Now()
	large, yesterday, small := filepath.Join(temp, "large"), filepath.Join(temp, "yesterday"), filepath.Join(temp, "small")
	head, err := makeLogs(o, large, yesterday, small)
	if err != nil {
		return nil, err
	}
	say := func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
	say("a log of %d orders was made (%.1f s)", o.orders, time.Since(began).Seconds())
	if err := r.records(ctx, temp, large, yesterday, head, o, say); err != nil {
		return nil, err
	}
	if err := r.flip(ctx, temp, large, small, o, say); err != nil {
		return nil, err
	}
	for _, what := range r.toothless {
		say("NOT SHOWN: %s", what)
	}
	r.seconds = time.Since(began).Seconds()
	say("%s", r)
	return r, nil
}

// makeLogs makes the log, as it was yesterday, and a small one. The head is the
// log's own.
func makeLogs(o options, large, yesterday, small string) (head storage.Head, err error) {
	err = errors.Join(makeLog(large, events(o.orders)), makeLog(small, events(o.smallOrders)))
	if err == nil { // the same log, some time ago
		err = errors.Join(os.Mkdir(yesterday, 0o700), copyFile(file(large), file(yesterday)))
	}
	if err != nil {
		return head, err
	}
	c, err := newChain(file(yesterday))
	if err == nil {
		err = forge(yesterday, c.records[:len(c.records)*9/10])
	}
	for _, dir := range []string{large, yesterday, small} {
		r, verifyErr := storage.Verify(file(dir))
		if verifyErr == nil && len(r.Problems) > 0 {
			verifyErr = errors.New(r.Problems[0])
		}
		err = errors.Join(err, verifyErr)
	}
	if err != nil {
		return head, err
	}
	log, err := storage.Open(large, storage.Options{ReadOnly: true})
	if err != nil {
		return head, err
	}
	return log.Head(), log.Close()
}

func file(dir string) string { return filepath.Join(dir, "orders.db") }

// records changes, removes and swaps records, and whole files.
func (r *result) records(ctx context.Context, temp, large, yesterday string, head storage.Head, o options, say func(string, ...any)) error {
	c, err := newChain(file(large))
	if err != nil {
		return err
	}
	began := time.Now()
	bytes, err := c.changeBytes(ctx, o.seed)
	if err != nil {
		return err
	}
	say("every byte of %d records: %d changes, %d not found; without comparing hashes %d are not found (%.1f s)",
		len(c.records), bytes.tried, bytes.unseen, bytes.weak, time.Since(began).Seconds())
	began = time.Now()
	moved, err := c.moveRecords(ctx)
	if err != nil {
		return err
	}
	say("records removed and swapped: %d, %d not found; without comparing hashes %d are not found (%.1f s)",
		moved.tried, moved.unseen, moved.weak, time.Since(began).Seconds())
	began = time.Now()
	forged, err := tryForgeries(temp, file(large), c, head, file(yesterday))
	if err != nil {
		return err
	}
	say("whole files forged: %d, %d not found; without the keyring's head %d are not found (%.1f s)",
		forged.tried, forged.unseen, forged.weak, time.Since(began).Seconds())
	r.bytes, r.structural = bytes.tried, moved.tried+forged.tried
	r.undetected += bytes.unseen + moved.unseen + forged.unseen
	for what, weak := range map[string]int{
		"that the hashes find changed bytes": bytes.weak, "that the hashes find moved records": moved.weak, "that the head finds forgeries": forged.weak,
	} {
		if weak == 0 {
			r.toothless = append(r.toothless, what)
		}
	}
	return nil
}

// flip flips bits of the files.
func (r *result) flip(ctx context.Context, temp, large, small string, o options, say func(string, ...any)) error {
	try := func(name string, f flips) (map[string]int, error) {
		began := time.Now()
		v, err := f.run(ctx, temp)
		say("%s: %d flips; %d found, %d without effect, %d undetected, %d ended (%.1f s)",
			name, f.count, v[found], v[same], v[unseen], v[ended], time.Since(began).Seconds())
		return v, err
	}
	for _, f := range []struct {
		name string
		flips
	}{
		{fmt.Sprintf("a log of %d orders", o.smallOrders), flips{file(small), o.flips - o.bigFlips, o.seed, false}},
		{fmt.Sprintf("the log of %d orders", o.orders), flips{file(large), o.bigFlips, o.seed + 1, false}},
	} {
		v, err := try(f.name, f.flips)
		if err != nil {
			return err
		}
		r.flips += f.count
		r.undetected += v[unseen]
		r.ended += v[ended]
	}
	v, err := try("the same with a reader that trusts bbolt", flips{file(small), o.trusted, o.seed, true})
	if v[unseen] == 0 || v[ended] == 0 {
		r.toothless = append(r.toothless, "that flips are dangerous")
	}
	return err
}
