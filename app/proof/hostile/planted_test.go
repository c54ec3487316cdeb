package hostile

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"qrtill/app/proof/plant"
)

// What a planted program prints when it was found, by the figure that rises.
var raised = map[string]*regexp.Regexp{
	"false paid":  regexp.MustCompile(`(?m)^hostile: .* false paid [1-9]`),
	"kept asking": regexp.MustCompile(`(?m)^--- FAIL: TestWhatIsDoneOnTheWayKeepsNoAnswerAway`),
}

// TestHostileGatewayFindsPlantedBugs tries the tests of this package on the
// program with each of the bugs in testdata: all in `make hostile`; otherwise it
// only sees that they can be planted.
func TestHostileGatewayFindsPlantedBugs(t *testing.T) {
	root, err := plant.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	bugs, err := plant.Read(root, "app/proof/hostile/testdata")
	if err != nil || len(bugs) == 0 {
		t.Fatalf("%d planted bugs, %v", len(bugs), err)
	}
	for _, b := range bugs {
		overlay, err := b.Plant(root, t.TempDir())
		if err != nil || raised[b.Raises] == nil {
			t.Fatalf("%s raises %q: %v", b.Name, b.Raises, err)
		}
		if *every > 1 {
			continue
		}
		try := exec.CommandContext(t.Context(), "go", "test", "-overlay", overlay, "./app/proof/hostile")
		try.Dir, try.Env = root, append(os.Environ(), "GOGC=100")
		if out, err := try.CombinedOutput(); err == nil || !raised[b.Raises].Match(out) {
			t.Errorf("%s is not found: %v\n%s", b.Name, err, out)
			continue
		}
		fmt.Fprintf(&plants, "planted and found: %s\n", b.About)
	}
}

// Whatever can be undone is undone: no way to write or to pack an honest answer
// keeps a paid sale from being paid, and no text of another script does.
func TestWhatIsDoneOnTheWayKeepsNoAnswerAway(t *testing.T) {
	all, err := stories()
	if err != nil {
		t.Fatal(err)
	}
	lost := []string{"UTF-16 LE", "gzip as it is not", "gzip cut", "brotli", "a bomb"} // these can't be
	fields := []string{"script", "Content-Encoding", "message", "shop"}
	for _, s := range all {
		replies := s.honest()
		for i, a := range s.answers {
			n := 0
			for _, c := range append(a.changes(), a.onItsWay()...) {
				foreign := strings.HasPrefix(c.name, `"café`) && !strings.HasSuffix(c.name, " in UTF-16 LE")
				if !slices.Contains(fields, c.at.key) || slices.Contains(lost, strings.TrimPrefix(c.name, c.at.key+" ")) || c.member != nil && !foreign {
					continue
				}
				n++
				changed := slices.Clone(replies)
				changed[i] = a.reply([]change{c})
				if e, err := s.play(changed); err != nil || e.missed || e.falsePaid || e.falseCode || e.falseRefund {
					t.Errorf("%s, %s, %s of %q: %+v, %v", s.name, a.name, c.name, c.at.key, e, err)
				}
			}
			if n < len(scripts)+len(packings)-len(lost)+1 {
				t.Errorf("%s, %s: only %d ways", s.name, a.name, n)
			}
		}
	}
}
