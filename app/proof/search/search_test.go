package search_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"qrtill/app/proof/search"
)

var secrets = map[string]string{
	"in hexadecimal": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
	"in any letters": `Ca/7+k"é<&'%\=and so on`,
	"of digits":      "730295518846",
}

func looking(t *testing.T) *search.Search {
	t.Helper()
	s, err := search.For(secrets)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Wherever a secret stands within a longer text, each way to write it is found.
func TestASecretIsFoundWhereverItStands(t *testing.T) {
	s := looking(t)
	ways := map[string]func(string) string{
		"plain":      func(s string) string { return s },
		"hex":        func(s string) string { return hex.EncodeToString([]byte(s)) },
		"base64":     func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
		"url base64": func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
		"query":      url.QueryEscape,
		"json":       func(s string) string { raw, _ := json.Marshal(s); return string(raw) },
	}
	for name, way := range ways {
		for secret, value := range secrets {
			for _, before := range []string{"", "x", "xy", "xyz", `{"secret":"`} {
				for _, after := range []string{"", "z", `"}`, "abc"} {
					if found := s.Bytes("here", []byte(way(before+value+after))); len(found) == 0 {
						t.Errorf("%s: %s between %q and %q was not found", name, secret, before, after)
					}
				}
			}
		}
	}
	raw, _ := hex.DecodeString(secrets["in hexadecimal"])
	if found := s.Bytes("here", raw); len(found) != 1 || found[0].Form != "as bytes" {
		t.Errorf("its bytes: %v", found)
	}
}

func TestEveryPlantedFormIsFoundByItsName(t *testing.T) {
	s := looking(t)
	for name, secret := range secrets {
		for _, scratch := range []string{"a.log", "a.log.gz"} {
			planted, missed, err := s.Plant(filepath.Join(t.TempDir(), scratch), []byte("words before; words after"), name, secret)
			if err != nil || len(missed) > 0 || planted != len(search.Forms(secret)) || planted < 9 {
				t.Errorf("%s in %s: %d planted, missed %q, %v", name, scratch, planted, missed, err)
			}
		}
	}
}

func TestAFolderIsSearchedDownIntoPackedFiles(t *testing.T) {
	folder, value := t.TempDir(), secrets["in any letters"]
	var gz, zipped bytes.Buffer
	packed := gzip.NewWriter(&gz)
	_, err := packed.Write([]byte("a line, " + value))
	archive := zip.NewWriter(&zipped)
	entry, zipErr := archive.Create("sheet.xml")
	if err != nil || zipErr != nil || packed.Close() != nil {
		t.Fatal(err, zipErr)
	}
	if _, err := entry.Write([]byte("<c>" + value)); err != nil || archive.Close() != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"clean": value[:len(value)-1] + " is not all of it", "plain": "secret: " + value,
		filepath.Join("deep", "b.gz"): gz.String(), "c.xlsx": zipped.String(),
	}
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found, n, err := looking(t).Folder(folder)
	if err != nil || n != len(files) {
		t.Fatalf("%d files, %v", n, err)
	}
	var where []string
	for _, f := range found {
		if f.Form != "plain" {
			t.Errorf("found as something else: %v", f)
		}
		name, _ := filepath.Rel(folder, f.Place)
		where = append(where, filepath.ToSlash(name))
	}
	slices.Sort(where)
	if got := strings.Join(where, " "); got != "c.xlsx deep/b.gz plain" {
		t.Errorf("found in %q", got)
	}
}

func TestWhatCouldStandAnywhereIsNotLookedFor(t *testing.T) {
	if _, err := search.For(map[string]string{"a short PIN": "4829"}); err == nil {
		t.Error("a PIN of four digits would be found everywhere")
	}
}
