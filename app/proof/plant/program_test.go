package plant_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"qrtill/app/proof/plant"
)

// Whoever changes a line that a planted bug changes learns of it here, not from a proof
// that has lost a check: that the bug fits no more, or that no till with it can be built.
// Of each only the packages that it changes are looked at.
func TestEveryPlantedBugOfEveryProofFitsTheProgram(t *testing.T) {
	root, err := plant.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	folders, err := filepath.Glob(filepath.Join(root, "app", "proof", "*", "testdata"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("%d folders, %v", len(folders), err)
	}
	all := packagesOf(t, root)
	for _, folder := range folders {
		inside, err := filepath.Rel(root, folder)
		if err != nil {
			t.Fatal(err)
		}
		bugs, err := plant.Read(root, inside)
		if err != nil {
			t.Error(err)
		}
		for _, b := range bugs {
			texts := laid(t, b, root)
			for file, planted := range texts {
				if planted == read(t, file) {
					t.Errorf("%s makes no other program of %s", b.Path, file)
				}
			}
			for _, place := range b.Places {
				if err := all.check(place.Folder, texts); err != nil {
					t.Errorf("%s: %v", b.Path, err)
				}
			}
		}
	}
	sick := map[string]string{filepath.Join(root, "app", "order", "doc.go"): "package order\n\nvar it nothing"}
	if err := all.check("app/order", sick); err == nil || !strings.Contains(err.Error(), "undefined: nothing") {
		t.Errorf("a package that can't be built is not found: %v", err)
	}
}

// listed is what the go command says of a package.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles, CgoFiles       []string
}

type packages map[string]listed

func packagesOf(t *testing.T, root string) packages {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-tags", "x11", "-deps", "-export", "-json=ImportPath,Dir,Export,GoFiles,CgoFiles", "./...")
	command.Dir = root
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	all := packages{}
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
	return all
}

// check says what the compiler would of a package some of whose files have other texts.
func (all packages) check(folder string, texts map[string]string) error {
	files, set, name := []*ast.File(nil), token.NewFileSet(), path.Join("qrtill", folder)
	for _, file := range slices.Concat(all[name].GoFiles, all[name].CgoFiles) {
		file = filepath.Join(all[name].Dir, file)
		var text any
		if other, is := texts[file]; is {
			text = other
		}
		parsed, err := parser.ParseFile(set, file, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, parsed)
	}
	if len(files) == 0 {
		return errors.New("there is nothing to look at in " + folder)
	}
	exported := func(path string) (io.ReadCloser, error) { return os.Open(all[path].Export) }
	config := types.Config{Importer: importer.ForCompiler(set, "gc", exported), FakeImportC: true}
	_, err := config.Check(name, set, files, nil)
	return err
}
