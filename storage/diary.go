package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/DeRuina/timberjack"
	"golang.org/x/time/rate"
)

// Diary is the program's log files: logs/qrtill.log, rotated, with secrets
// taken out, and logs/crash.txt, where the Go runtime writes a crash.
type Diary struct {
	*slog.Logger
	// Crash is the report of a crash of an earlier run, found at this start;
	// empty when there was none.
	Crash string

	complaints *complaints
	file       *timberjack.Logger
}

const (
	diarySize  = 5  // megabytes in one file
	diaryFiles = 10 // kept
	diaryDays  = 90
)

// Complaints, which are warnings and errors, mostly come from outside: a gateway that
// is down, a network that is not ours, a stranger at the listener, a toolkit that finds
// fault with every frame. What comes again and again is counted, so that it does not
// push everything else out of the diary.
const (
	complaintsWhole = 50          // of one kind, before they are counted
	complaintEvery  = time.Minute // one line then, with how many were left out before it
	complaintKinds  = 100         // more than there are
	longestText     = 2000        // bytes of one value
)

// OpenDiary opens the log files in a data folder. Everything the standard log
// package is given, which Fyne uses, goes there as well. A till whose disk is full
// must open all the same: then lines are lost until there is room again.
func OpenDiary(dir string) (*Diary, error) {
	folder := filepath.Join(dir, "logs")
	d := &Diary{file: &timberjack.Logger{
		Filename: filepath.Join(folder, "qrtill.log"), MaxSize: diarySize, MaxBackups: diaryFiles, MaxAge: diaryDays,
		Compression: "gzip", FileMode: 0o600,
	}}
	d.Logger, d.complaints = newLogger(&lines{to: d.file})
	log.SetFlags(0)
	log.SetOutput(unquoting{slog.NewLogLogger(d.Logger.Handler().(counting).as("of a library"), slog.LevelWarn).Writer()})
	err := os.MkdirAll(folder, 0o700)
	if err == nil {
		err = d.watchCrashes(filepath.Join(folder, "crash.txt"))
	}
	switch {
	case err != nil && (diskFull(err) || isHeld(err)):
		d.Warn("a crash would leave no report", "error", err)
	case err != nil:
		return nil, errors.Join(diaryError(err), d.file.Close())
	}
	return d, nil
}

func diaryError(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		err = fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	return fmt.Errorf("the log files can't be written: %w", err)
}

// watchCrashes sets an earlier crash's report aside and has the runtime write
// the next one to path, for as long as the program lives: a crash may come with
// its end. A report that can't be set aside stays, and the next is added to it.
func (d *Diary) watchCrashes(path string) error {
	if info, err := os.Stat(path); err == nil && info.Size() > 0 {
		d.Crash = filepath.Join(filepath.Dir(path), info.ModTime().UTC().Format("crash-20060102-150405.txt"))
		if err := patiently(glance, func() error { return os.Rename(path, d.Crash) }); err != nil {
			d.Crash = path
		}
	}
	return patiently(glance, func() error {
		file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
		if err != nil {
			return err
		}
		return errors.Join(debug.SetCrashOutput(file, debug.CrashOptions{}), file.Close()) // the runtime has its own copy
	})
}

// Close ends the diary; the last words go to standard error again.
func (d *Diary) Close() error {
	log.SetOutput(os.Stderr)
	d.complaints.tell(d.Logger)
	return d.file.Close()
}

// lines has every line begin anew where a full disk has cut the one before off.
type lines struct {
	to   io.Writer
	torn bool
}

func (l *lines) Write(line []byte) (int, error) {
	begin := 0
	if l.torn {
		line, begin = append([]byte{'\n'}, line...), 1
	}
	n, err := l.to.Write(line)
	if n > 0 {
		l.torn = n < len(line)
	}
	return max(0, n-begin), err
}

// newLogger logs lines of JSON, with everything that looks like a secret taken
// out of keys, values and errors, and counts what is complained of.
func newLogger(w io.Writer) (*slog.Logger, *complaints) {
	c := &complaints{kinds: map[string]*complaint{}}
	return slog.New(counting{slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: redact}), c, ""}), c
}

// complaints are counted by kind: a message and, of a gateway call, which it was.
type complaints struct {
	mu    sync.Mutex
	kinds map[string]*complaint
}

type complaint struct {
	room *rate.Limiter
	left int // out, since the last line
}

// take says whether one more gets a line, and how many before it got none.
func (c *complaints) take(kind string, now time.Time) (left int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kinds[kind] == nil && len(c.kinds) >= complaintKinds {
		kind = "others"
	}
	one := c.kinds[kind]
	if one == nil {
		one = &complaint{room: rate.NewLimiter(rate.Every(complaintEvery), complaintsWhole)}
		c.kinds[kind] = one
	}
	if !one.room.AllowN(now, 1) {
		one.left++
		return 0, false
	}
	left, one.left = one.left, 0
	return left, true
}

// tell says at the end what no later line has told of.
func (c *complaints) tell(log *slog.Logger) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for kind, one := range c.kinds {
		if one.left > 0 {
			log.Info("complaints left out", "kind", kind, "left_out", one.left)
		}
	}
}

// counting is a handler that lets only so many complaints of a kind through.
type counting struct {
	slog.Handler
	complaints *complaints
	kind       string // of all that comes this way; empty: by message
}

func (c counting) Handle(ctx context.Context, r slog.Record) error {
	if r.Level < slog.LevelWarn {
		return c.Handler.Handle(ctx, r)
	}
	kind := c.kind
	if kind == "" {
		kind = r.Message
		r.Attrs(func(a slog.Attr) bool {
			if a.Key == "op" {
				kind += " " + a.Value.String()
			}
			return true
		})
	}
	left, ok := c.complaints.take(kind, time.Now())
	if !ok {
		return nil
	}
	if left > 0 {
		r = r.Clone()
		r.AddAttrs(slog.Int("left_out", left))
	}
	return c.Handler.Handle(ctx, r)
}

func (c counting) WithAttrs(attrs []slog.Attr) slog.Handler {
	return counting{c.Handler.WithAttrs(attrs), c.complaints, c.kind}
}

func (c counting) WithGroup(name string) slog.Handler {
	return counting{c.Handler.WithGroup(name), c.complaints, c.kind}
}

// as has everything that comes this way be of one kind.
func (c counting) as(kind string) slog.Handler { return counting{c.Handler, c.complaints, kind} }

var (
	secretName = regexp.MustCompile(`(?i)secret|token|password|authorization|pepper|\bpin\b|notify_?key`)
	secretText = regexp.MustCompile(`(?i)((?:client_secret|access_token|apikey)["']?\s*[=:]\s*["']?|bearer\s+)[^\s&"',}]+`)
)

const redacted = "[redacted]"

func redact(_ []string, a slog.Attr) slog.Attr {
	if secretName.MatchString(a.Key) {
		return slog.String(a.Key, redacted)
	}
	switch v := a.Value.Any().(type) {
	case string:
		return slog.String(a.Key, scrub(v))
	case error:
		return slog.String(a.Key, scrub(v.Error()))
	case time.Duration:
		return slog.String(a.Key, v.String())
	}
	return a
}

// unquoting passes on what libraries say without what they quote. That came
// from outside: net/http quotes an answer that nobody waits for any more.
type unquoting struct{ to io.Writer }

var quotation = regexp.MustCompile(`"(?:[^"\\]|\\.)*(?:"|$)`)

func (u unquoting) Write(p []byte) (int, error) {
	_, err := u.to.Write(quotation.ReplaceAll(p, []byte(`"`+redacted+`"`)))
	return len(p), err
}

// scrub takes secrets out of a text, and its end if it is very long: others decide how
// long the names in a certificate are.
func scrub(s string) string {
	s = secretText.ReplaceAllString(s, "${1}"+redacted)
	if len(s) > longestText {
		s = strings.ToValidUTF8(s[:longestText], "") + "…"
	}
	return s
}
