package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"qrtill/app/proof/search"
)

// kinds are the places that are searched: how a path in a shop's folder begins
// and ends. The first that fits is taken.
var kinds = []struct{ name, prefix, suffix string }{
	{"order log", "data/orders.db", ""},
	{"journal", "data/orders.journal", ""},
	{"log set aside", "data/orders-aside-", ""},
	{"backups", "data/backups/", ""},
	{"log files, packed", "data/logs/", ".gz"},
	{"crash reports", "data/logs/crash", ""},
	{"log files", "data/logs/", ""},
	{"exports", "exports/", ""},
	{"standard output", "seen/", ".stdout"},
	{"standard error", "seen/", ".stderr"},
	{"command lines", "seen/", ".cmdline"},
	{"environments", "seen/", ".environ"},
	{elsewhere, "", ""},
}

// elsewhere is any other file: of the data folder, the home folder, the
// temporary one. There may be none.
const elsewhere = "other files"

func kindOf(path string) string {
	for _, k := range kinds {
		if strings.HasPrefix(path, k.prefix) && strings.HasSuffix(path, k.suffix) {
			return k.name
		}
	}
	return elsewhere
}

// tally is what was searched of one kind of place.
type tally struct {
	files, bytes int
	found        []search.Finding
	sample       string // one of the files
}

// searchFolder searches all files of a folder, by kind.
func searchFolder(folder string, secrets map[string]string, into map[string]*tally) error {
	s, err := search.For(secrets)
	if err != nil {
		return err
	}
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		found, size, err := s.File(path)
		if err != nil {
			return err
		}
		kind := kindOf(filepath.ToSlash(name))
		t := into[kind]
		if t == nil {
			t = &tally{}
			into[kind] = t
		}
		t.files, t.bytes, t.found = t.files+1, t.bytes+size, append(t.found, found...)
		if size > 0 {
			t.sample = path
		}
		return nil
	})
}

// sampleSize is how much of a file a secret is planted in.
const sampleSize = 16 << 10

// plantAll plants each form of each secret in a file of each kind.
func plantAll(scratch string, secrets map[string]string, places map[string]*tally) (planted int, missed []string, err error) {
	s, err := search.For(secrets)
	if err != nil {
		return 0, nil, err
	}
	for kind, t := range places {
		if t.sample == "" {
			continue // nothing but empty files, as a lock is
		}
		content, err := os.ReadFile(t.sample)
		if err != nil {
			return planted, missed, err
		}
		parts, err := search.Unpack(content)
		if err != nil {
			return planted, missed, err
		}
		if len(parts) > 0 {
			content = parts[0]
		}
		file := filepath.Join(scratch, "planted"+filepath.Ext(t.sample))
		for name, secret := range secrets {
			n, lost, err := s.Plant(file, content[:min(len(content), sampleSize)], name, secret)
			if err != nil {
				return planted, missed, err
			}
			planted += n
			for _, form := range lost {
				missed = append(missed, kind+": "+name+", "+form)
			}
		}
	}
	return planted, missed, nil
}
