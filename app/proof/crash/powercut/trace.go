package powercut

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"qrtill/app/order"
	"qrtill/app/proof/crash/talk"
)

// Trace is what strace must be told before the program's name; its output
// goes to file descriptor 3.
var Trace = []string{
	"strace", "-f", "--seccomp-bpf", "-qq", "-y", "-xx", "-s", "16777216", "-o", "/dev/fd/3",
	"-e", "trace=pwrite64,write,fsync,fdatasync,ftruncate,/^rename,openat,/^unlink", "-e", "signal=none",
}

// kind of an operation.
type kind uint8

const (
	write kind = iota + 1
	truncate
	syncFile
	create // of a name
	rename
	remove
	syncNames
	acknowledged
)

// op is one operation on the data folder, or an acknowledgement.
type op struct {
	kind kind
	file int   // inode
	at   int64 // write: offset; truncate: size
	data []byte
	name string
	to   string // rename

	seq     uint64 // acknowledged
	started string // acknowledged: the order or refund, if one was started
}

// reader reads a trace.
type reader struct {
	dir   string
	names map[string]int // inodes
	sizes []int64        // of the inodes
	begun map[string]string
	ops   []op
	at    map[string]int // by thread: the operation that has not returned yet
}

var (
	call    = regexp.MustCompile(`^(\d+)\s+(\w+)\((.*)$`)
	resumed = regexp.MustCompile(`^(\d+)\s+<\.\.\. (\w+) resumed>(.*)$`)
	result  = regexp.MustCompile(`\)\s+= (-?\d+)(<[^>]*>)?[^=]*$`)
	quoted  = regexp.MustCompile(`"((?:\\x[0-9a-f]{2})*)"`)
	onFile  = regexp.MustCompile(`^(\d+)<((?:\\x[0-9a-f]{2})*)>`)
)

const unfinished = " <unfinished ...>"

// Read reads the output of a traced till that has made the log in dir.
func Read(r io.Reader, dir string) (*Recording, error) {
	t := &reader{dir: dir, names: map[string]int{}, begun: map[string]string{}, at: map[string]int{}}
	lines := bufio.NewReaderSize(r, 1<<20)
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			return &Recording{t.ops}, nil
		}
		if err == nil {
			err = t.line(strings.TrimSuffix(line, "\n"))
		}
		if err != nil {
			return nil, err
		}
	}
}

func (t *reader) line(line string) error {
	if m := resumed.FindStringSubmatch(line); m != nil {
		args := t.begun[m[1]]
		delete(t.begun, m[1])
		return t.returned(m[2], args+m[3], t.at[m[1]])
	}
	m := call.FindStringSubmatch(line)
	if m == nil {
		return nil // a thread has ended
	}
	before, waits := strings.CutSuffix(m[3], unfinished)
	at, err := t.entered(m[2], before)
	if err != nil {
		return err
	}
	if waits {
		t.begun[m[1]], t.at[m[1]] = before, at
		return nil
	}
	return t.returned(m[2], m[3], at)
}

// entered notes what may be on disk from now on. It returns the place of the
// operation, -1 for none.
func (t *reader) entered(name, args string) (at int, err error) {
	at = len(t.ops)
	switch name {
	case "write", "pwrite64":
		err = t.write(name, args)
	case "ftruncate":
		if file, ok := t.fileOf(args); ok {
			var size int64
			_, err = fmt.Sscanf(args[strings.LastIndex(args, ", ")+2:], "%d", &size)
			t.ops = append(t.ops, op{kind: truncate, file: file, at: size})
			t.sizes[file] = size
		}
	case "rename", "renameat", "renameat2":
		err = t.rename(args)
	case "unlink", "unlinkat":
		if name, ok := t.nameIn(args, 0); ok {
			t.ops = append(t.ops, op{kind: remove, name: name})
			delete(t.names, name)
		}
	}
	if len(t.ops) == at {
		at = -1
	}
	return at, err
}

// returned notes what is sure from now on.
func (t *reader) returned(name, args string, at int) error {
	m := result.FindStringSubmatch(args)
	if m == nil {
		return fmt.Errorf("the trace has a call without a result: %.200s", name+"("+args)
	}
	switch failed := strings.HasPrefix(m[1], "-"); {
	case failed && at >= 0:
		return fmt.Errorf("the traced till could not do its work: %.200s", name+"("+args)
	case failed:
		return nil
	}
	switch name {
	case "write", "pwrite64":
		if at >= 0 && t.ops[at].kind == write && m[1] != strconv.Itoa(len(t.ops[at].data)) {
			return errors.New("the trace has a short write")
		}
	case "fsync", "fdatasync":
		if file, ok := t.fileOf(args); ok {
			t.ops = append(t.ops, op{kind: syncFile, file: file})
		} else if path, ok := pathOf(args); ok && path == t.dir {
			t.ops = append(t.ops, op{kind: syncNames})
		}
	case "openat":
		return t.opened(args)
	}
	return nil
}

func (t *reader) write(name, args string) error {
	if strings.HasPrefix(args, "1<") {
		return t.said(args)
	}
	file, ok := t.fileOf(args)
	if !ok {
		return nil
	}
	data, err := unquote(args)
	if err != nil {
		return err
	}
	at := t.sizes[file] // the journal is written at its end
	if name == "pwrite64" {
		if _, err := fmt.Sscanf(args[strings.LastIndex(args, ", ")+2:], "%d", &at); err != nil {
			return err
		}
	}
	t.ops = append(t.ops, op{kind: write, file: file, at: at, data: data})
	t.sizes[file] = max(t.sizes[file], at+int64(len(data)))
	return nil
}

// said looks for acknowledgements in what the till says.
func (t *reader) said(args string) error {
	text, err := unquote(args)
	if err != nil {
		return err
	}
	var s talk.Said
	if err := json.Unmarshal(text, &s); err != nil {
		return fmt.Errorf("the till said %q: %w", text, err)
	}
	if s.What != talk.Event {
		return nil
	}
	ack := op{kind: acknowledged, seq: s.Seq}
	switch order.Kind(s.Kind) {
	case order.Created:
		ack.started = string(s.Order)
	case order.RefundRequested:
		ack.started = string(s.Refund)
	}
	t.ops = append(t.ops, ack)
	return nil
}

func (t *reader) rename(args string) error {
	from, ok := t.nameIn(args, 0)
	to, into := t.nameIn(args, 1)
	if !ok && !into {
		return nil
	}
	file, known := t.names[from]
	if !ok || !into || !known {
		return fmt.Errorf("the trace renames something that it does not know: %.200s", args)
	}
	t.ops = append(t.ops, op{kind: rename, name: from, to: to})
	delete(t.names, from)
	t.names[to] = file
	return nil
}

// opened makes names known.
func (t *reader) opened(args string) error {
	name, ours := t.nameIn(args, 0)
	if !ours {
		return nil
	}
	file, known := t.names[name]
	switch {
	case !known && !strings.Contains(args, "O_CREAT"):
		return fmt.Errorf("the trace opens %s, which it does not know", name)
	case !known:
		t.names[name] = len(t.sizes)
		t.ops = append(t.ops, op{kind: create, file: len(t.sizes), name: name})
		t.sizes = append(t.sizes, 0)
	case strings.Contains(args, "O_TRUNC"):
		t.ops = append(t.ops, op{kind: truncate, file: file})
		t.sizes[file] = 0
	}
	return nil
}

// nameIn is the nth path of the arguments, if it is a file of the log.
func (t *reader) nameIn(args string, n int) (string, bool) {
	found := quoted.FindAllStringSubmatch(args, n+1)
	if len(found) <= n {
		return "", false
	}
	return t.logs(unhex(found[n][1]))
}

// logs says whether a path is a file of the log, and its name.
func (t *reader) logs(path string) (string, bool) {
	name := filepath.Base(path)
	return name, filepath.Dir(path) == t.dir && strings.HasPrefix(name, "orders")
}

func pathOf(args string) (string, bool) {
	m := onFile.FindStringSubmatch(args)
	if m == nil {
		return "", false
	}
	return unhex(m[2]), true
}

func (t *reader) fileOf(args string) (int, bool) {
	path, ok := pathOf(args)
	if !ok {
		return 0, false
	}
	name, ok := t.logs(path)
	if !ok {
		return 0, false
	}
	file, known := t.names[name]
	return file, known
}

// unquote reads the data of a write.
func unquote(args string) ([]byte, error) {
	_, text, ok := strings.Cut(args, `"`)
	text, rest, whole := strings.Cut(text, `"`)
	if !ok || !whole || strings.HasPrefix(rest, "...") {
		return nil, errors.New("the trace has a write without all of its data")
	}
	return []byte(unhex(text)), nil
}

// unhex reads strace's \x form.
func unhex(text string) string {
	out := make([]byte, 0, len(text)/4)
	for i := 0; i+3 < len(text); i += 4 {
		out = append(out, nibble(text[i+2])<<4|nibble(text[i+3]))
	}
	return string(out)
}

func nibble(c byte) byte {
	if c >= 'a' {
		return c - 'a' + 10
	}
	return c - '0'
}
