package powercut

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// hex is a text as strace -xx writes it.
func hex(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, `\x%02x`, c)
	}
	return b.String()
}

// fill puts texts, as strace writes them, into the lines of a trace.
func fill(lines string) string {
	for _, text := range []string{"/data/orders.db", "/data/orders.db.new-1", "/data/lock", "/data", "pipe", "old", "new", `{"what":"event","seq":1,"kind":"created","order":"T1AAA"}` + "\n"} {
		lines = strings.ReplaceAll(lines, "«"+strings.TrimSuffix(text, "\n")+"»", hex(text))
	}
	return lines
}

const small = `1 openat(AT_FDCWD<«/data»>, "«/data/lock»", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 3<«/data/lock»>
1 write(3<«/data/lock»>, "«old»", 3) = 3
1 openat(AT_FDCWD<«/data»>, "«/data/orders.db.new-1»", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 4<«/data/orders.db.new-1»>
1 pwrite64(4<«/data/orders.db.new-1»>, "«old»", 3, 0) = 3
1 fdatasync(4<«/data/orders.db.new-1»>) = 0
1 renameat(AT_FDCWD<«/data»>, "«/data/orders.db.new-1»", AT_FDCWD<«/data»>, "«/data/orders.db»") = 0
1 openat(AT_FDCWD<«/data»>, "«/data»", O_RDONLY|O_CLOEXEC) = 5<«/data»>
1 fsync(5<«/data»>) = 0
1 ftruncate(4<«/data/orders.db»>, 1024 <unfinished ...>
2 openat(AT_FDCWD<«/data»>, "«old»", O_RDONLY|O_CLOEXEC) = -1 ENOENT (No such file or directory)
1 <... ftruncate resumed>) = 0
1 pwrite64(4<«/data/orders.db»>, "«new»", 3, 1021 <unfinished ...>
1 <... pwrite64 resumed>) = 3
1 fdatasync(4<«/data/orders.db»> <unfinished ...>
2 write(1<«pipe»>, "«{"what":"event","seq":1,"kind":"created","order":"T1AAA"}»", 58) = 58
1 <... fdatasync resumed>) = 0
2 +++ exited with 0 +++
`

func read(t *testing.T, lines string) *Recording {
	t.Helper()
	r, err := Read(strings.NewReader(fill(lines)), "/data")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestATraceIsRead(t *testing.T) {
	var got []string
	for _, o := range read(t, small).ops {
		got = append(got, fmt.Sprintf("%d %d %d %q %s>%s %d %s", o.kind, o.file, o.at, o.data, o.name, o.to, o.seq, o.started))
	}
	want := []string{
		`4 0 0 "" orders.db.new-1> 0 `,
		`1 0 0 "old" > 0 `,
		`3 0 0 "" > 0 `,
		`5 0 0 "" orders.db.new-1>orders.db 0 `,
		`7 0 0 "" > 0 `,
		`2 0 1024 "" > 0 `,
		`1 0 1021 "new" > 0 `,
		`8 0 0 "" > 1 T1AAA`,
		`3 0 0 "" > 0 `, // sure only when it has returned
	}
	if !slices.Equal(got, want) {
		t.Errorf("read\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestATraceThatSaysTooLittleIsRefused(t *testing.T) {
	const opened = `1 openat(AT_FDCWD<«/data»>, "«/data/orders.db»", O_RDWR|O_CREAT, 0600) = 4<«/data/orders.db»>` + "\n"
	for name, lines := range map[string]string{
		"a write without all of its data": opened + `1 pwrite64(4<«/data/orders.db»>, "«old»"..., 4096, 0) = 4096`,
		"a short write":                   opened + `1 pwrite64(4<«/data/orders.db»>, "«old»", 3, 0) = 2`,
		"a failed sync":                   opened + `1 pwrite64(4<«/data/orders.db»>, "«old»", 3, 0) = -1 EIO (Input/output error)`,
		"an unknown file":                 `1 openat(AT_FDCWD<«/data»>, "«/data/orders.db»", O_RDWR, 0600) = 4<«/data/orders.db»>`,
		"an unknown rename":               `1 renameat(AT_FDCWD<«/data»>, "«/data/orders.db.new-1»", AT_FDCWD<«/data»>, "«/data/orders.db»") = 0`,
		"no result":                       opened + `1 fsync(4<«/data/orders.db»>`,
	} {
		if _, err := Read(strings.NewReader(fill(lines)+"\n"), "/data"); err == nil {
			t.Errorf("%s: it was read", name)
		}
	}
}

// found lists the different folders after all power cuts of a class.
func found(r *Recording, class Class, broken bool) (all []string) {
	r.walk(class, 1, func(int) bool { return broken }, func(m moment) {
		var files []string
		for name, content := range m.disk.after(m.reached) {
			files = append(files, fmt.Sprintf("%s=%s", name, strings.Trim(string(content), "\x00")))
		}
		slices.Sort(files)
		all = append(all, fmt.Sprintf("%v %d", files, m.acked))
	})
	slices.Sort(all)
	return slices.Compact(all)
}

func TestWhatAPowerCutMayLeave(t *testing.T) {
	r := &Recording{[]op{
		{kind: create, file: 0, name: "new"},
		{kind: write, file: 0, data: []byte("a")},
		{kind: syncFile, file: 0},
		{kind: rename, name: "new", to: "orders.db"},
		{kind: syncNames},
		{kind: write, file: 0, at: 1, data: []byte("b")},
		{kind: write, file: 0, at: 2, data: []byte("c")},
		{kind: syncFile, file: 0},
		{kind: acknowledged, seq: 1},
		{kind: write, file: 0, at: 0, data: []byte("X")},
	}}
	tests := []struct {
		class  Class
		broken bool
		want   []string
	}{
		{Cut, false, []string{"[] 0", "[new=] 0", "[new=a] 0", "[orders.db=a] 0", "[orders.db=ab] 0", "[orders.db=abc] 0", "[orders.db=abc] 1", "[orders.db=Xbc] 1"}},
		{Missing, false, []string{"[] 0", "[new=] 0", "[new=a] 0", "[orders.db=a\x00c] 0", "[orders.db=ab] 0"}},
		{Cut, true, []string{"[] 1"}},
	}
	for _, test := range tests {
		got := found(r, test.class, test.broken)
		for _, want := range test.want {
			if want != "[] 0" && !slices.Contains(got, want) {
				t.Errorf("%s: %q is not tried, only %q", test.class, want, got)
			}
		}
		if !test.broken && slices.ContainsFunc(got, func(s string) bool { return !slices.Contains(test.want, s) }) {
			t.Errorf("%s: %q are tried, more than %q", test.class, got, test.want)
		}
	}
}

func TestAWriteIsTornAtSectors(t *testing.T) {
	o := op{kind: write, file: 0, at: 300, data: make([]byte, 1000)}
	for _, test := range []struct {
		size int64
		want []string // of a truncation the size, of a write its length
	}{
		{4096, []string{"1 212", "1 724"}},
		{300, []string{"2 1300", "1 212", "1 724"}},
	} {
		var got []string
		for _, part := range o.tears(test.size) {
			n := part.at
			if part.kind == write {
				n = int64(len(part.data))
			}
			got = append(got, fmt.Sprint(part.kind, " ", n))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("in a file of %d: %q, want %q", test.size, got, test.want)
		}
	}
}

func TestALineOfTheJournalMustBeWhole(t *testing.T) {
	journal := []byte(`{"id":"T1AAA"}` + "\n" + `{"id":"T1B` + "\n" + `{"id":"T1CCC"}` + "\n")
	if id := missingFrom(journal, nil); id != "" {
		t.Errorf("%s is missing from nothing", id)
	}
	if id := missingFrom(journal, []string{"T1AAA", "T1CCC"}); id != "" {
		t.Errorf("%s is there", id)
	}
	if id := missingFrom(journal, []string{"T1AAA", "T1BBB"}); id != "T1BBB" {
		t.Errorf("a torn line was taken for %q", id)
	}
}
