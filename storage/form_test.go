package storage_test

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
	"qrtill/storage"
)

// pinned is the hash of each form. Once a release has had a form, its hash and
// its golden log never change.
var pinned = map[int]string{
	2: "", // from before hashes were pinned; nobody has a log of form 3
	4: "db2f52a239b5079129834a52eeaf89c035ba64775978b40c4be80370ddd58257",
	5: "368230d4df6694b019dabee22669444e7517d156c8cdca6e4ab11d45374ce1b7",
	6: "e8e96d116be57d358d4050af11ca2a5d2bb2b51a1a564c093d10f08d9140964a",
}

const goldenCommand = "go test ./storage -run '^TestTheFormOfTheLogIsThePinnedOne$' -golden"

// raiseTheForm is what to do when the program no longer keeps its log as it did.
var raiseTheForm = fmt.Sprintf(`The form of the log has changed: a log that the program before wrote would now be called damaged.
Raise form in storage/form.go to %d, keep %s, add what is new to goldenEvents, and add a golden log of form %d with
	%s
which then names the hash to pin in storage/form_test.go.`, storage.Form+1, goldenFile(storage.Form), storage.Form+1, goldenCommand)

// adviseToRaise ends a test that has failed with what is to be done.
func adviseToRaise(t *testing.T) {
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(raiseTheForm)
		}
	})
}

func TestTheFormOfTheLogIsThePinnedOne(t *testing.T) {
	if *makeGolden {
		pack(t)
	}
	hash := hashOfForm(t)
	want, ok := pinned[storage.Form]
	switch {
	case !ok:
		t.Errorf("Form %d has no hash yet. Pin it in storage/form_test.go:\n\t%d: %q,", storage.Form, storage.Form, hash)
	case hash != want:
		t.Errorf("The hash of form %d is no longer the pinned one. %s", storage.Form, raiseTheForm)
	}
}

// hashOfForm is over all that decides how the log is kept: how each thing is
// written, and what the golden log's events make of everything derived.
func hashOfForm(t *testing.T) string {
	t.Helper()
	hash := sha256.New()
	add := func(what string, b []byte) { fmt.Fprintf(hash, "%s %d\n%s\n", what, len(b), b) }

	o, total := filled[order.Order](false), filled[storage.Total](false)
	for _, hollow := range []bool{false, true} {
		raw, err := json.Marshal(filled[order.Event](hollow))
		if err != nil {
			t.Fatal(err)
		}
		add("record", storage.EncodeRecord(7, "database", raw))
	}
	add("record's key", storage.SeqKey(7))
	add("snapshot", storage.EncodeOrder(o))
	add("day's key", storage.DayKey(o))
	key, value := storage.EncodeTotal(total)
	add("total's key", key)
	add("total", value)

	l := open(t, unpacked(t, storage.Form))
	if problems, err := l.Rebuild(); err != nil || len(problems) > 0 {
		t.Errorf("the golden log, made anew: %q, %v", problems, err)
	}
	all := dump(t, l)
	for _, key := range slices.Sorted(maps.Keys(all)) {
		add(key, []byte(all[key]))
	}
	return fmt.Sprintf("%x", hash.Sum(nil))
}

// filled has a value of its own in every field, also in those added later. Hollow
// means that all is there and empty.
func filled[T any](hollow bool) (v T) {
	fill(reflect.ValueOf(&v).Elem(), reflect.TypeFor[T]().Name(), hollow)
	return v
}

func fill(v reflect.Value, path string, hollow bool) {
	if hollow && isLeaf(v.Type()) {
		return
	}
	sum := fnv.New32a()
	_, _ = io.WriteString(sum, path)
	n := int64(sum.Sum32()/2 | 1)
	switch v.Kind() {
	case reflect.String:
		v.SetString(path)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(n)
	case reflect.Uint8, reflect.Uint32:
		v.SetUint(uint64(n))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), path, hollow)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), fmt.Sprintf("%s[%d]", path, i), hollow)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(n, n%1e9).UTC()))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), path+"."+v.Type().Field(i).Name, hollow)
		}
	default:
		panic("no value for " + path)
	}
}

func setForm(t *testing.T, l *storage.Log, version string) {
	t.Helper()
	err := l.Bolt().Update(func(tx *bolt.Tx) error { return tx.Bucket([]byte("meta")).Put([]byte("schema"), []byte(version)) })
	if err != nil {
		t.Fatal(err)
	}
}

func TestANewerLogIsRefused(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	setForm(t, l, "999")
	closeChecked(t, l)
	if _, err := storage.Open(dir, storage.Options{}); !errors.Is(err, storage.ErrNewer) {
		t.Errorf("opened: %v", err)
	}
	if _, err := storage.Verify(file(dir)); !errors.Is(err, storage.ErrNewer) {
		t.Errorf("verified: %v", err)
	}
}

func TestAnOlderLogIsCopiedAsideAndMadeAnew(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	appendAll(t, l, settings(shop))
	appendAll(t, l, sale("A1", 0, 100, shop)...)
	appendAll(t, l, created("A2", 10, 100, shop))
	want, _ := l.Dump()
	err := l.Bolt().Update(func(tx *bolt.Tx) error { // an older form: other snapshots, an index less
		return errors.Join(tx.Bucket([]byte("orders")).Put([]byte("A1"), []byte("old")), tx.DeleteBucket([]byte("totals")))
	})
	if err != nil {
		t.Fatal(err)
	}
	setForm(t, l, "0")
	closeChecked(t, l)
	if _, err := storage.Open(dir, storage.Options{ReadOnly: true}); !errors.Is(err, storage.ErrReadOnly) {
		t.Errorf("an older log opened for reading only: %v", err)
	}
	l = open(t, dir)
	if got, _ := l.Dump(); !reflect.DeepEqual(got, want) {
		t.Errorf("made anew: %v, want %v", got, want)
	}
	aside, err := bolt.Open(filepath.Join(dir, fmt.Sprintf("orders-before-schema%d.db", storage.Form)), 0o600, &bolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer aside.Close()
	_ = aside.View(func(tx *bolt.Tx) error {
		if string(tx.Bucket([]byte("orders")).Get([]byte("A1"))) != "old" || string(tx.Bucket([]byte("meta")).Get([]byte("schema"))) != "0" {
			t.Error("the copy is not as it was before")
		}
		return nil
	})
}
