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

// A till with a bug that can't be built would be missing among those that a proof must
// find out. Only the packages that the bug changes are looked at.
func TestATillWithAnyPlantedBugCanBeBuilt(t *testing.T) {
	root, err := plant.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p := listed(t, root)
	folders, err := filepath.Glob(filepath.Join(root, "app", "proof", "*", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		inside, err := filepath.Rel(root, folder)
		if err != nil {
			t.Fatal(err)
		}
		bugs, err := plant.Read(root, inside)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range bugs {
			if err := p.build(t, b, root); err != nil {
				t.Errorf("%s: %v", b.Path, err)
			}
		}
	}
	sick := map[string]string{filepath.Join(root, "app", "order", "doc.go"): "package order\n\nvar it nothing"}
	if err := p.check("app/order", sick); err == nil || !strings.Contains(err.Error(), "undefined: nothing") {
		t.Errorf("a package that can't be built is not found: %v", err)
	}
}

// packages are what the go command says of each package.
type packages map[string]struct {
	ImportPath, Dir, Export string
	GoFiles, CgoFiles       []string
}

func listed(t *testing.T, root string) packages {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-tags", "x11", "-deps", "-export", "-json=ImportPath,Dir,Export,GoFiles,CgoFiles", "./...")
	command.Dir = root
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	all := packages{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var one struct {
			ImportPath, Dir, Export string
			GoFiles, CgoFiles       []string
		}
		if err := d.Decode(&one); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[one.ImportPath] = one
	}
}

// build checks each package of a program with a bug, as far as it is built here.
func (p packages) build(t *testing.T, b plant.Bug, root string) (err error) {
	t.Helper()
	overlay, err := b.Plant(root, t.TempDir())
	if err != nil {
		return err
	}
	var laid struct{ Replace map[string]string }
	if err := json.Unmarshal([]byte(read(t, overlay)), &laid); err != nil {
		return err
	}
	texts := map[string]string{}
	for from, to := range laid.Replace {
		texts[from] = read(t, to)
	}
	for _, place := range b.Places {
		err = errors.Join(err, p.check(place.Folder, texts))
	}
	return err
}

// check says what the compiler would of a package some of whose files have other texts.
func (p packages) check(folder string, texts map[string]string) error {
	files, set, name := []*ast.File(nil), token.NewFileSet(), path.Join("qrtill", folder)
	for _, file := range slices.Concat(p[name].GoFiles, p[name].CgoFiles) {
		file = filepath.Join(p[name].Dir, file)
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
	exported := func(path string) (io.ReadCloser, error) { return os.Open(p[path].Export) }
	config := types.Config{Importer: importer.ForCompiler(set, "gc", exported), FakeImportC: true}
	found, err := config.Check(name, set, files, nil)
	if err == nil && found.Name() == "" {
		err = errors.New("there is nothing to look at in " + folder)
	}
	return err
}
