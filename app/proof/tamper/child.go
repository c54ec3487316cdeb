package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
	"qrtill/storage"
)

// childEnv holds what a child is to do; it does that and nothing else.
const childEnv = "QRTILL_TAMPER_CHILD"

// couldNot begins a child's last words when something else than a flip ended it.
const couldNot = "the flips could not be tried: "

// runChild tries flips and prints a verdict for each.
func runChild(task string) {
	if err := tryFlips(strings.Split(task, "\n")); err != nil {
		fmt.Fprintln(os.Stderr, couldNot+err.Error())
		os.Exit(1)
	}
}

func tryFlips(task []string) error {
	if len(task) != 6 {
		return fmt.Errorf("not a task: %q", task)
	}
	path, dir := task[0], task[1]
	seed, err1 := strconv.ParseUint(task[2], 10, 64)
	from, err2 := strconv.Atoi(task[3])
	to, err3 := strconv.Atoi(task[4])
	whole, err4 := os.ReadFile(path)
	if err := errors.Join(err1, err2, err3, err4, limitMemory()); err != nil {
		return err
	}
	c := &child{file: filepath.Join(dir, "orders.db"), dir: dir, whole: whole}
	try := c.flip
	if task[5] == "true" {
		try = c.trust
	}
	if err := c.begin(); err != nil {
		return err
	}
	for i := from; i < to; i++ {
		random := rand.New(rand.NewPCG(seed, uint64(i)))
		at, bit := random.IntN(len(whole)), byte(1)<<random.IntN(8)
		verdict, err := try(at, bit)
		if err != nil {
			return err
		}
		fmt.Println(verdict)
	}
	return nil
}

// child flips bits of a copy of the log.
type child struct {
	file, dir string
	whole     []byte
	content   [sha256.Size]byte // of the whole log
}

func (c *child) begin() (err error) {
	if err := c.put(c.whole); err != nil {
		return err
	}
	c.content, err = content(c.dir)
	return err
}

// put writes the copy into the same file, so that its journal and its sign of
// being open are those of one till.
func (c *child) put(raw []byte) error {
	for _, name := range []string{"open", "orders.journal"} {
		if err := os.Remove(filepath.Join(c.dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return os.WriteFile(c.file, raw, 0o600)
}

func (c *child) flipped(at int, bit byte) error {
	bad := append([]byte(nil), c.whole...)
	bad[at] ^= bit
	return c.put(bad)
}

// flip flips a bit and has storage judge the file; then a till opens it.
func (c *child) flip(at int, bit byte) (verdict string, err error) {
	if err := c.flipped(at, bit); err != nil {
		return "", err
	}
	verdict = unseen
	r, err := storage.Verify(c.file)
	locked := errors.Is(err, storage.ErrInUse)
	if err != nil || len(r.Problems) > 0 {
		verdict = found
	} else if now, err := c.opened(); err == nil && now == c.content {
		verdict = same
	}
	for _, crashed := range []bool{false, true} {
		free, err := c.trade(crashed)
		if err != nil {
			return "", err
		}
		locked = locked || !free
	}
	if locked { // by what an earlier flip left behind: no till could go on
		verdict = ended
	}
	return verdict, nil
}

// trade is what a till does with the file. Storage may object to anything, but
// must not end, hang, or keep the file locked for the next.
func (c *child) trade(crashed bool) (free bool, err error) {
	if crashed {
		if err := os.WriteFile(filepath.Join(c.dir, "open"), nil, 0o600); err != nil {
			return false, err
		}
	}
	log, err := storage.Open(c.dir, storage.Options{Free: func(string) (uint64, error) { return 1 << 40, nil }})
	if err != nil { // refused at the door, which is well
		return !errors.Is(err, storage.ErrInUse), nil
	}
	_, _, _ = log.Missing()
	_, _ = log.OpenOrders()
	_, _, _ = log.Orders("", 100)
	_, _ = log.Totals(opening.Format("2006-01-02"))
	n := order.New{
		Sale: "T1NEW", Attempt: 1, Account: account, Amount: order.Amount{Minor: 100, Currency: account.Currency},
		Method: order.WeChat, Till: "T1", Zone: "Asia/Hong_Kong",
	}
	id := order.ID(fmt.Sprintf("T1NEW%t", crashed))
	_, _ = log.Append(at(order.Event{Kind: order.Created, Order: id, New: &n}, 0))
	_ = log.Close()
	return true, nil
}

// opened is the content as a till has it: one that looks older is made anew.
func (c *child) opened() ([sha256.Size]byte, error) {
	sum, err := content(c.dir)
	if !errors.Is(err, storage.ErrReadOnly) {
		return sum, err
	}
	log, err := storage.Open(c.dir, storage.Options{})
	if err == nil {
		err = log.Close()
	}
	if err != nil {
		return sum, err
	}
	return content(c.dir)
}

// content sums up every order, every total and the settings.
func content(dir string) (sum [sha256.Size]byte, err error) {
	log, err := storage.Open(dir, storage.Options{ReadOnly: true})
	if err != nil {
		return sum, err
	}
	h := sha256.New()
	settings, _ := log.Settings()
	fmt.Fprintf(h, "%s %d %+v\n", log.DatabaseID(), log.Seq(), settings)
	days := map[string]bool{}
	for o, err := range log.Range("", "") {
		if err != nil {
			return sum, errors.Join(err, log.Close())
		}
		fmt.Fprintf(h, "%+v\n", o)
		if days[o.Day] {
			continue
		}
		days[o.Day] = true
		totals, err := log.Totals(o.Day)
		if err != nil {
			return sum, errors.Join(err, log.Close())
		}
		fmt.Fprintf(h, "%+v\n", totals)
	}
	open, err := log.OpenOrders()
	fmt.Fprintf(h, "%+v\n", open)
	copy(sum[:], h.Sum(nil))
	return sum, errors.Join(err, log.Close())
}

// trust is the reader for comparison: it opens the file with bbolt as it comes,
// and takes bbolt's own check for enough.
func (c *child) trust(at int, bit byte) (verdict string, err error) {
	was, err := everything(c.whole, c.dir)
	if err != nil {
		return "", err
	}
	if err := c.flipped(at, bit); err != nil {
		return "", err
	}
	now, err := everythingIn(c.file)
	switch {
	case err != nil:
		return found, nil
	case now == was:
		return same, nil
	}
	return unseen, nil
}

// everything is what a whole file holds.
func everything(raw []byte, dir string) (string, error) {
	path := filepath.Join(dir, "whole.db")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		return "", err
	}
	return everythingIn(path)
}

func everythingIn(path string) (string, error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true})
	if err != nil {
		return "", err
	}
	h := sha256.New()
	err = db.View(func(tx *bolt.Tx) (first error) {
		for err := range tx.Check() {
			first = err
		}
		if first != nil {
			return first
		}
		return tx.ForEach(func(name []byte, b *bolt.Bucket) error { return dump(h, name, b) })
	})
	return string(h.Sum(nil)), errors.Join(err, db.Close())
}

func dump(w io.Writer, name []byte, b *bolt.Bucket) error {
	return b.ForEach(func(k, v []byte) error {
		_, err := fmt.Fprintf(w, "%s %x %x\n", name, k, v)
		return err
	})
}
