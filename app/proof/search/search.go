package search

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// shortest is how much of a form must agree before the rest is looked at. A
// secret that is not longer could stand anywhere by chance.
const shortest = 8

// Search looks for secrets. It may be used by many goroutines.
type Search struct {
	needles []needle
	starts  map[uint64][]int // a needle's first bytes → where it is in needles
	may     [1 << 16]bool    // hashes of the starts, to pass over nearly everything quickly
}

type needle struct {
	secret string // its name
	Form
}

// Finding is where a secret was found, which, and how it was written.
type Finding struct{ Place, Secret, Form string }

func (f Finding) String() string { return fmt.Sprintf("%s: %s (%s)", f.Place, f.Secret, f.Form) }

// For looks for all forms of secrets, which are given by a name.
func For(secrets map[string]string) (*Search, error) {
	s := &Search{starts: map[uint64][]int{}}
	for name, secret := range secrets {
		for _, form := range Forms(secret) {
			if len(form.Text) < shortest {
				return nil, fmt.Errorf("%s is too short to be told from anything else", name)
			}
			start := binary.LittleEndian.Uint64(form.Text)
			s.starts[start] = append(s.starts[start], len(s.needles))
			s.may[hash(start)] = true
			s.needles = append(s.needles, needle{name, form})
		}
	}
	return s, nil
}

func hash(start uint64) uint64 { return start * 0x9E3779B97F4A7C15 >> 48 }

// Bytes searches content. Each form is reported once.
func (s *Search) Bytes(place string, content []byte) (found []Finding) {
	for i := 0; i+shortest <= len(content); i++ {
		start := binary.LittleEndian.Uint64(content[i:])
		if !s.may[hash(start)] {
			continue
		}
		for _, n := range s.starts[start] {
			f := Finding{place, s.needles[n].secret, s.needles[n].Name}
			if bytes.HasPrefix(content[i:], s.needles[n].Text) && !slices.Contains(found, f) {
				found = append(found, f)
			}
		}
	}
	return found
}

// File searches a file, and what is packed in it.
func (s *Search) File(path string) (found []Finding, size int, err error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, 0, err
	}
	parts, err := Unpack(content)
	if err != nil {
		return nil, 0, fmt.Errorf("%s can't be unpacked: %w", path, err)
	}
	found, size = s.Bytes(path, content), len(content)
	for _, part := range parts {
		found, size = append(found, s.Bytes(path, part)...), size+len(part)
	}
	return found, size, nil
}

// Unpack gives what is within gzip or zip, nothing for anything else.
func Unpack(content []byte) (parts [][]byte, err error) {
	switch {
	case bytes.HasPrefix(content, []byte{0x1f, 0x8b}):
		r, err := gzip.NewReader(bytes.NewReader(content))
		if err != nil {
			return nil, err
		}
		part, err := io.ReadAll(r)
		if errors.Is(err, io.ErrUnexpectedEOF) { // who wrote it was killed: as far as it goes
			err = nil
		}
		return [][]byte{part}, err
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return nil, err
		}
		for _, file := range r.File {
			part, err := fs.ReadFile(r, file.Name)
			if err != nil {
				return nil, err
			}
			parts = append(parts, part)
		}
	}
	return parts, nil
}

// Folder searches every file of a folder.
func (s *Search) Folder(folder string) (found []Finding, files int, err error) {
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		more, _, err := s.File(path)
		files++
		found = append(found, more...)
		return err
	})
	return found, files, err
}

// Plant writes a copy of a file's content into scratch for each form of a
// secret, which stands in the middle, and says which of them File does not find
// again. A scratch that ends in .gz is packed.
func (s *Search) Plant(scratch string, content []byte, name, secret string) (planted int, missed []string, err error) {
	half := len(content) / 2
	for _, form := range Forms(secret) {
		text := slices.Concat(content[:half], form.Text, content[half:])
		if filepath.Ext(scratch) == ".gz" {
			var packed bytes.Buffer
			w := gzip.NewWriter(&packed)
			_, err := w.Write(text)
			if err := errors.Join(err, w.Close()); err != nil {
				return planted, missed, err
			}
			text = packed.Bytes()
		}
		if err := os.WriteFile(scratch, text, 0o600); err != nil {
			return planted, missed, err
		}
		found, _, err := s.File(scratch)
		if err != nil {
			return planted, missed, err
		}
		planted++
		if !slices.Contains(found, Finding{scratch, name, form.Name}) {
			missed = append(missed, form.Name)
		}
	}
	return planted, missed, os.Remove(scratch)
}
