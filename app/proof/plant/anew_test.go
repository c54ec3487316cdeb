package plant_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"qrtill/app/proof/plant"
)

const firstOnly = "raises lost: the last payment is left out\n"

// committed is a shop whose files are committed to a repository of its own.
func committed(t *testing.T, files map[string]string) (root string) {
	t.Helper()
	root = shop(t, firstOnly, files)
	t.Setenv("GIT_DIR", filepath.Join(root, ".git")) // whoever runs the test may have set another
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	git(t, root, "init", "--quiet")
	git(t, root, "add", ".")
	git(t, root, "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "--quiet", "--message=x")
	return root
}

func git(t *testing.T, root string, arguments ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "git", arguments...)
	command.Dir = root
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v: %s", arguments, err, said)
	}
}

func TestABugThatWasPutInByHandIsPlantedAnew(t *testing.T) {
	twice := strings.ReplaceAll(program, "s.last = amount", "s.all += amount")
	cases := []struct{ name, program, old, new, want string }{
		{"another line", program, "amount <= 0", "amount <= 1", "func (s *Settled) add\n-\t\tif amount <= 0 {\n+\t\tif amount <= 1 {\n"},
		{"a new line", program, "\t\ts.all += amount\n", "\t\ts.all += amount\n\t\tbreak\n", "func (s *Settled) add\n \t\ts.all += amount\n+\t\tbreak\n"},
		{"one of two equal lines", twice, "\t\ts.all += amount\n\t}", "\t}", "func (s *Settled) add\n \t\ts.all += amount\n-\t\ts.all += amount\n"},
		{"a field", program, "last int\n", "last int\n\tbest int\n", "type Settled\n \tlast int\n+\tbest int\n"},
		{"a name in a block", program + "\nconst (\n\ta = 1\n\tb = 2\n)\n", "b = 2", "b = 3", "const b\n-\tb = 2\n+\tb = 3\n"},
		{"a function more", program, "\nfunc (s *Settled) again", "\nfunc less() {\n}\n\nfunc (s *Settled) again", "func (s *Settled) again\n+func less() {\n+}\n+\n func (s *Settled) again() {\n"},
		{"a function at the end", program, "last\n}\n", "last\n}\n\nfunc less() {\n}\n", "func (s *Settled) again\n }\n+\n+func less() {\n+}\n"},
		{"two places", program, program, strings.NewReplacer("<= 0", "<= 1", "s.all += s.last", "s.all = 0").Replace(program),
			"func (s *Settled) add\n-\t\tif amount <= 0 {\n+\t\tif amount <= 1 {\n\nin shop\nfunc (s *Settled) again\n-\ts.all += s.last\n+\ts.all = 0\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			root := committed(t, map[string]string{"settled.go": c.program, "settled_test.go": c.program})
			file, byHand := filepath.Join(root, "shop", "settled.go"), strings.Replace(c.program, c.old, c.new, 1)
			write(t, file, byHand)
			write(t, file[:len(file)-len(".go")]+"_test.go", byHand) // tests are no part of the program
			changed, err := plant.Anew(t.Context(), root, bugPath)
			if err != nil || !slices.Equal(changed, []string{"shop/settled.go"}) {
				t.Fatalf("changed are %q, %v", changed, err)
			}
			if text, want := read(t, filepath.Join(root, bugPath)), firstOnly+"\nin shop\n"+c.want; text != want {
				t.Errorf("the plant is\n%s\nwant\n%s", text, want)
			}
			write(t, file, c.program)
			bugs, err := plant.Read(root, "bugs")
			if err != nil {
				t.Fatal(err)
			}
			if planted := grow(t, bugs[0], root); planted[c.program] != byHand {
				t.Errorf("planted is %q, want %q", planted, byHand)
			}
		})
	}
}

func TestWhatCanNotBePlantedAnewLeavesThePlantAsItIs(t *testing.T) {
	cases := []struct{ name, old, new, want string }{
		{"no change", "", "", "put the bug into it by hand first"},
		{"an import", "package shop\n", "package shop\n\nimport \"fmt\"\n", "this changes no single declaration (an import is none)"},
		{"two functions that become one", "}\n\nfunc (s *Settled) again() {\n", "", "this changes no single declaration"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			root := committed(t, map[string]string{"settled.go": program})
			write(t, filepath.Join(root, "shop", "settled.go"), strings.Replace(program, c.old, c.new, 1))
			if _, err := plant.Anew(t.Context(), root, bugPath); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("it says %v, want %q", err, c.want)
			}
			if text := read(t, filepath.Join(root, bugPath)); text != firstOnly {
				t.Errorf("the plant is %q", text)
			}
		})
	}
}

func TestANewPlantBeginsWithItsFirstLine(t *testing.T) {
	root := committed(t, map[string]string{"settled.go": program})
	write(t, filepath.Join(root, "shop", "settled.go"), strings.Replace(program, "<= 0", "<= 1", 1))
	if _, err := plant.Anew(t.Context(), root, "bugs/two.plant"); err == nil || !strings.Contains(err.Error(), "raises FIGURE: what is wrong") {
		t.Errorf("it says %v", err)
	}
	write(t, filepath.Join(root, bugPath), "the last payment is left out\n")
	if _, err := plant.Anew(t.Context(), root, bugPath); err == nil || !strings.Contains(err.Error(), "its first line must read") {
		t.Errorf("it says %v", err)
	}
}
