package cli

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"qrtill/storage"
)

// dataFolder is where the data is: the flags that most commands share.
type dataFolder struct {
	path     string
	practice bool
}

func dataFolderFlags(fs *flag.FlagSet) *dataFolder {
	d := &dataFolder{}
	fs.StringVar(&d.path, "data", "", "data folder (also QRTILL_DATA)")
	fs.BoolVar(&d.practice, "practice", false, "the practice till's data folder")
	return d
}

// read opens the folder's log for reading.
func (d *dataFolder) read() (*storage.Log, string, error) {
	dir, err := d.dir()
	if err != nil {
		return nil, "the data folder", err
	}
	log, err := storage.Open(dir, storage.Options{ReadOnly: true, Practice: d.practice})
	return log, filepath.Join(dir, logFile), err
}

// fail says what came of a log or a backup; of one of the other kind, how to come
// to it.
func (d *dataFolder) fail(env Env, path string, err error) int {
	if !errors.Is(err, storage.ErrPractice) {
		return failOn(env, path, err)
	}
	whose, do := "a practice till’s", "put -practice behind the command"
	if d.practice {
		whose, do = "a real till’s", "leave -practice out"
	}
	fmt.Fprintf(env.Err, "%s: %s: This is %s, and practice and real money are kept apart. Nothing was done; %s.\n", Program, path, whose, do)
	return Undone
}

func (d *dataFolder) dir() (string, error) { return DataDir(d.path, d.practice) }

// DataDir is the data folder to use: the flag's, QRTILL_DATA's, or the user's
// own.
func DataDir(flagged string, practice bool) (string, error) {
	if flagged != "" {
		return flagged, nil
	}
	if dir := os.Getenv("QRTILL_DATA"); dir != "" {
		return dir, nil
	}
	return storage.DefaultDir(practice)
}
