package main

import (
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
)

const testSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"

// Wherever a secret stands within a longer text, each way to write it is found.
func TestAPlantedSecretIsFound(t *testing.T) {
	raw, err := hex.DecodeString(testSecret)
	if err != nil {
		t.Fatal(err)
	}
	ways := map[string]func(string) string{
		"plain":      func(s string) string { return s },
		"hex":        func(s string) string { return hex.EncodeToString([]byte(s)) },
		"base64":     func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
		"url base64": func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
	}
	for name, way := range ways {
		for _, value := range []string{testSecret, string(raw)} {
			for _, before := range []string{"", "x", "xy", "xyz", `{"secret":"`} {
				for _, after := range []string{"", "z", `"}`, "abc"} {
					if found := searchBytes("here", []byte(way(before+value+after)), forms(testSecret)); len(found) == 0 {
						t.Errorf("%s: %q between %q and %q was not found", name, value, before, after)
					}
				}
			}
		}
	}
}

func TestASearchOfAFolderNamesTheFile(t *testing.T) {
	folder := t.TempDir()
	clean, deep := filepath.Join(folder, "clean"), filepath.Join(folder, "a", "b")
	if err := os.Mkdir(filepath.Dir(deep), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(clean, []byte("0f1e2d3c4b5a69788796a5b4 is not all of it"), 0o600); err != nil {
		t.Fatal(err)
	}
	found, files, err := searchFolder(folder, forms(testSecret))
	if err != nil || files != 1 || len(found) != 0 {
		t.Fatalf("a clean folder: %v in %d files, %v", found, files, err)
	}
	if err := os.WriteFile(deep, []byte("secret: "+testSecret), 0o600); err != nil {
		t.Fatal(err)
	}
	found, _, err = searchFolder(folder, forms(testSecret))
	if err != nil || len(found) != 1 || found[0] != (finding{deep, "plain"}) {
		t.Fatalf("found %v, %v; want it plain in %s", found, err, deep)
	}
}
