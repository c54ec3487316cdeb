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

	file  *timberjack.Logger
	crash *os.File
}

const (
	diarySize  = 5  // megabytes in one file
	diaryFiles = 10 // kept
	diaryDays  = 90
)

// OpenDiary opens the log files in a data folder. Everything the standard log
// package is given, which Fyne uses, goes there as well.
func OpenDiary(dir string) (*Diary, error) {
	folder := filepath.Join(dir, "logs")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, diaryError(err)
	}
	d := &Diary{file: &timberjack.Logger{
		Filename: filepath.Join(folder, "qrtill.log"), MaxSize: diarySize, MaxBackups: diaryFiles, MaxAge: diaryDays,
		Compression: "gzip", FileMode: 0o600,
	}}
	d.Logger = newLogger(d.file)
	log.SetFlags(0)
	log.SetOutput(unquoting{slog.NewLogLogger(d.Logger.Handler(), slog.LevelWarn).Writer()})
	if err := d.watchCrashes(filepath.Join(folder, "crash.txt")); err != nil {
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
// the next one to path.
func (d *Diary) watchCrashes(path string) error {
	if info, err := os.Stat(path); err == nil && info.Size() > 0 {
		aside := filepath.Join(filepath.Dir(path), info.ModTime().UTC().Format("crash-20060102-150405.txt"))
		if err := os.Rename(path, aside); err == nil {
			d.Crash = aside
		}
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	d.crash = file
	return debug.SetCrashOutput(file, debug.CrashOptions{})
}

// Close ends the diary; the last words go to standard error again.
func (d *Diary) Close() error {
	log.SetOutput(os.Stderr)
	return errors.Join(debug.SetCrashOutput(nil, debug.CrashOptions{}), d.crash.Close(), d.file.Close())
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
