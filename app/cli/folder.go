package cli

import (
	"flag"
	"os"

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
