package plant_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"qrtill/app/proof/plant"
)

// till prints what it makes of three payments.
const till = `package main

import "fmt"

type till struct {
	sum int
}

func (t *till) take(amounts ...int) (taken int) {
	for _, amount := range amounts {
		t.sum += amount
		taken++
	}
	return taken
}

func (t *till) give(amount int) {
	t.sum -= amount
}

func (*till) close() int { return 0 }

func main() {
	t := &till{}
	n := t.take(5, 6, 7)
	t.give(3)
	fmt.Println(n, t.sum, t.close())
}
`

func TestEachOfManyBugsIsSwitchedOnByItself(t *testing.T) {
	root := shop(t, "raises lost: x\n\nin shop\nfunc (t *till) take\n-\t\tt.sum += amount\n+\t\tt.sum = amount\n", map[string]string{"till.go": till})
	write(t, filepath.Join(root, "go.mod"), "module shop\n\ngo 1.26\n")
	for name, places := range map[string]string{
		"two":   "func (t *till) take\n-\t\ttaken++\n\nfunc (t *till) give\n-\tt.sum -= amount\n+\tt.sum += amount\n",
		"three": "func (*till) close\n-func (*till) close() int { return 0 }\n+func (*till) close() int { return 1 }\n",
		"four":  "type till\n-\tsum int\n+\tsum int8\n",
	} {
		write(t, filepath.Join(root, "bugs", name+".plant"), "raises lost: x\n\nin shop\n"+places)
	}
	bugs, err := plant.Read(root, "bugs")
	if err != nil {
		t.Fatal(err)
	}
	overlay, beside, err := plant.Together(root, t.TempDir(), bugs)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "till")
	build := exec.CommandContext(t.Context(), "go", "build", "-overlay="+overlay, "-o", program, "./shop")
	build.Dir = root
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	want := map[string]string{"": "3 15 0", "one": "3 4 0", "two": "0 21 0"}
	run := func(name, number string) {
		command := exec.CommandContext(t.Context(), program)
		command.Env = append(os.Environ(), plant.Switch+"="+number)
		said, err := command.Output()
		if got := strings.TrimSpace(string(said)); err != nil || got != want[name] {
			t.Errorf("with %q it says %q, want %q: %v", name, got, want[name], err)
		}
	}
	run("", "")
	for i, b := range bugs {
		if _, is := want[b.Name]; is != beside[i] {
			t.Errorf("%s can be planted beside others: %t", b.Name, beside[i])
		} else if is {
			run(b.Name, string(rune('1'+i)))
		}
	}
}
