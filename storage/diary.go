package storage

import (
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
	"time"

	"github.com/DeRuina/timberjack"
)

// Diary is the program's log files: logs/qrtill.log, rotated, with secrets
// taken out, and logs/crash.txt, where the Go runtime writes a crash.
type Diary struct {
	*slog.Logger
	// Crash is the report of a crash of an earlier run, found at this start;
	// empty when there was none.
	Crash string

	file *timberjack.Logger
}

const (
	diarySize  = 5  // megabytes in one file
	diaryFiles = 10 // kept
	diaryDays  = 90
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
	d.Logger = newLogger(&lines{to: d.file})
	log.SetFlags(0)
	log.SetOutput(unquoting{slog.NewLogLogger(d.Logger.Handler(), slog.LevelWarn).Writer()})
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
// out of keys, values and errors.
func newLogger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: redact}))
}

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

func scrub(s string) string { return secretText.ReplaceAllString(s, "${1}"+redacted) }
