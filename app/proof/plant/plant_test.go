package plant_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qrtill/app/proof/plant"
)

// grow plants the bug and gives what each file's text has become.
func grow(t *testing.T, b plant.Bug, root string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for file, planted := range laid(t, b, root) {
		texts[read(t, file)] = planted
	}
	return texts
}

// laid plants the bug and gives the new texts of the files that it changes.
func laid(t *testing.T, b plant.Bug, root string) map[string]string {
	t.Helper()
	overlay, err := b.Plant(root, t.TempDir())
	if err != nil {
		t.Error(err)
		return nil
	}
	var files struct{ Replace map[string]string }
	if err := json.Unmarshal([]byte(read(t, overlay)), &files); err != nil {
		t.Fatal(err)
	}
	for file, planted := range files.Replace {
		files.Replace[file] = read(t, planted)
	}
	return files.Replace
}

const program = `package shop

// Settled is what has been paid.
type Settled struct {
	all  int // in cents
	last int
}

func (s *Settled) add(amounts []int) {
	for _, amount := range amounts {
		if amount <= 0 {
			continue
		}
		s.last = amount
		s.all += amount
	}
}

func (s *Settled) again() {
	s.all += s.last
}
`

const (
	bug = "raises lost: the last payment is left out\n\nin shop\nfunc (s *Settled) add\n" +
		"-\t\tif amount <= 0 {\n+\t\tif amount <= 1 {\n \t\t\tcontinue\n\n \t\ts.last = amount\n+\t\tamount--\n"
	bugPath = "bugs/one.plant"
)

// shop is a tree with one plant, and one package.
func shop(t *testing.T, bug string, files map[string]string) (root string) {
	t.Helper()
	root = t.TempDir()
	write(t, filepath.Join(root, bugPath), bug)
	for name, text := range files {
		write(t, filepath.Join(root, "shop", name), text)
	}
	return root
}

func TestABugIsPlantedInACopy(t *testing.T) {
	root := shop(t, bug, map[string]string{"settled.go": program})
	bugs, err := plant.Read(root, "bugs")
	if err != nil || len(bugs) != 1 {
		t.Fatalf("read %+v, %v", bugs, err)
	}
	if b := bugs[0]; b.Path != bugPath || b.Name != "one" || b.Raises != "lost" || b.About != "the last payment is left out" {
		t.Errorf("read %+v", b)
	}
	want := strings.NewReplacer("amount <= 0", "amount <= 1", "s.last = amount", "s.last = amount\n\t\tamount--").Replace(program)
	if planted := grow(t, bugs[0], root); len(planted) != 1 || planted[program] != want {
		t.Errorf("planted is %q, want %q", planted, want)
	}
	if read(t, filepath.Join(root, "shop", "settled.go")) != program {
		t.Error("the original was changed")
	}
}

func TestAChangeBesideABugDoesNotBreakIt(t *testing.T) {
	changes := []struct{ name, old, new string }{
		{"lines above and below", "\t\tif amount <= 0 {\n\t\t\tcontinue\n\t\t}\n", "\t\ts.last++\n\t\tif amount <= 0 {\n\t\t\tcontinue\n\t\t}\n\t\ts.last--\n"},
		{"another indentation", "\t\tif amount <= 0 {\n\t\t\tcontinue\n", "\tif  amount <= 0  {\n\t\t\t\tcontinue\n"},
		{"comments and blank lines", "<= 0 {\n", "<= 0 { // nothing\n\n\t\t\t// so nothing\n"},
		{"a new parameter", "add(amounts []int)", "add(note string, amounts []int)"},
		{"a new name of the receiver", "(s *Settled) add", "(settled Settled) add"},
		{"the same lines in another function", "s.all += s.last", "if amount <= 0 {\n\t\t\tcontinue\n\t\t}\n"},
	}
	for _, c := range changes {
		t.Run(c.name, func(t *testing.T) {
			changed := strings.Replace(program, c.old, c.new, 1)
			if changed == program {
				t.Fatal("nothing is changed")
			}
			fits(t, map[string]string{"settled.go": changed})
		})
	}
	t.Run("the function moves to another file", func(t *testing.T) {
		kept, moved, _ := strings.Cut(program, "func")
		fits(t, map[string]string{"settled.go": kept, "adding.go": "package shop\n\nfunc" + moved, "adding_test.go": program})
	})
}

func fits(t *testing.T, files map[string]string) {
	t.Helper()
	root := shop(t, bug, files)
	bugs, err := plant.Read(root, "bugs")
	if err != nil {
		t.Fatal(err)
	}
	planted := grow(t, bugs[0], root)
	for _, text := range planted {
		if !strings.Contains(text, "if amount <= 1 {") || !strings.Contains(text, "s.last = amount\n\t\tamount--\n") {
			t.Errorf("planted is %q", text)
		}
	}
	if len(planted) != 1 {
		t.Errorf("%d files have the bug", len(planted))
	}
}

func TestAPlantThatNoLongerFitsSaysWhereAndHowToMakeItAnew(t *testing.T) {
	cases := []struct{ name, old, new, want string }{
		{"its line is gone", "amount <= 0", "amount < 1", "func (s *Settled) add in shop has no line\n\tif amount <= 0 {\n"},
		{"its line is there twice", "\t\ts.all += amount\n", "\t\ts.all += amount\n\t\ts.last = amount\n",
			"func (s *Settled) add in shop has this 2 times (shop/settled.go:14, shop/settled.go:16)\n\ts.last = amount\n"},
		{"something came between its lines", "\t\t\tcontinue\n", "\t\t\ts.all++\n\t\t\tcontinue\n",
			"func (s *Settled) add in shop has these lines, but not one after the other\n\tif amount <= 0 {\n\tcontinue\n"},
		{"its function is gone", ") add(", ") sum(", "shop has no func (s *Settled) add\n"},
		{"a method of another type is no such function", "(s *Settled) add", "(s *Sum) add", "shop has no func (s *Settled) add\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			root := shop(t, bug, map[string]string{"settled.go": strings.Replace(program, c.old, c.new, 1)})
			bugs, err := plant.Read(root, "bugs")
			if err != nil {
				t.Fatal(err)
			}
			_, err = bugs[0].Plant(root, t.TempDir())
			if err == nil {
				t.Fatal("it was planted")
			}
			for _, want := range []string{"bugs/one.plant no longer fits", c.want, "\tgo run ./app/proof/plant/anew bugs/one.plant"} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("it says %q, want %q", err, want)
				}
			}
		})
	}
}

func TestAPlantThatCanNotBeReadSaysWhatItLacks(t *testing.T) {
	const first = "raises lost: x\n\n"
	cases := []struct{ name, text, want string }{
		{"what it raises", "in shop\nfunc one\n-\ta\n", `bugs/one.plant: its first line must read "raises FIGURE: what is wrong"`},
		{"any place", first, "bugs/one.plant changes no place"},
		{"a folder", first + "func one\n-\ta\n", `bugs/one.plant:3: "func one" is no part of a plant`},
		{"a declaration", first + "in shop\n-\ta\n", `bugs/one.plant:4: "-\ta" is no part of a plant`},
		{"a line to be found", first + "in shop\nfunc one\n+\ta\n", "a place in shop, func one, lacks lines"},
		{"a line that goes or comes", first + "in shop\nfunc one\n \ta\n", "a place in shop, func one, lacks lines"},
		{"a mark", first + "in shop\nfunc one\na = 1\n", `bugs/one.plant:5: "a = 1" is no part of a plant`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if bugs, err := plant.Read(shop(t, c.text, nil), "bugs"); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("read %+v, %v, want %q", bugs, err, c.want)
			}
		})
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
