package hostile

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
)

var every = flag.Int("every", 997, "how many pairs of changes are played: each nth")

// These are printed after everything else.
var plants, report strings.Builder

func TestMain(m *testing.M) {
	code := m.Run()
	fmt.Print(plants.String(), report.String())
	os.Exit(code)
}

// TestHostileGateway plays all changes that can be part of a pair, and some of
// the pairs; `make hostile` plays all there are.
func TestHostileGateway(t *testing.T) {
	all, err := stories()
	if err != nil {
		t.Fatal(err)
	}
	const parts = 2
	figures := make([][]Figures, parts)
	t.Run("parts", func(t *testing.T) {
		for n := range parts {
			t.Run(fmt.Sprint(n+1), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(*testing.T) { // the client's pauses between tries take no time
					for _, s := range all {
						figures[n] = append(figures[n], s.run(part{n, parts, *every}))
					}
				})
			})
		}
	})
	var total Figures
	row := "%-26s %8v %9v %10v %10v %12v %7v %12v %11v %11v %13v\n"
	fmt.Fprintf(&report, row, "", "changes", "pairs", "false paid", "false code", "false refund", "panics", "kept asking", "naive paid", "naive code", "naive refund")
	for i, s := range all {
		f := Figures{Story: s.name}
		for _, share := range figures {
			f.add(share[i])
		}
		fmt.Fprintf(&report, row, f.Story, f.Changes, f.Pairs, f.FalsePaid, f.FalseCode, f.FalseRefund, f.Panics, f.Missed, f.NaivePaid, f.NaiveCode, f.NaiveRefund)
		total.add(f)
	}
	for _, found := range total.Found {
		t.Error(found)
	}
	if total.Wrong() != len(total.Found) && len(total.Found) < maxFound {
		t.Errorf("%d things went wrong, and %d were told", total.Wrong(), len(total.Found))
	}
	if total.NaivePaid == 0 || total.NaiveCode == 0 || total.NaiveRefund == 0 {
		t.Error("the naive client believed nothing wrong, so these answers show nothing")
	}
	fmt.Fprintf(&report, "hostile: changes %d, pairs %d, false paid %d, panics %d, naive false paid %d\n",
		total.Changes, total.Pairs, total.FalsePaid, total.Panics, total.NaivePaid)
}

// What must be found is found when it is there.
func TestWhatGoesWrongIsCounted(t *testing.T) {
	plays := map[string]func([]reply) (ending, error){
		"false paid":     func([]reply) (ending, error) { return ending{falsePaid: true}, nil },
		"false code":     func([]reply) (ending, error) { return ending{falseCode: true}, nil },
		"false refund":   func([]reply) (ending, error) { return ending{falseRefund: true}, nil },
		"a panic":        func([]reply) (ending, error) { panic("planted") },
		"refused events": func([]reply) (ending, error) { return ending{}, fmt.Errorf("planted") },
	}
	for name, play := range plays {
		s := story{"planted", []template{tokenAnswer()}, play}
		f := s.run(part{0, 1, 1000})
		if f.Changes == 0 || f.Pairs == 0 || f.Wrong() != f.Changes+f.Pairs || len(f.Found) != maxFound {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestEveryFieldIsChangedInEveryWay(t *testing.T) {
	all, err := stories()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		for _, a := range s.answers {
			honest := string(a.reply(nil).body)
			seen := map[string]int{}
			for _, c := range append(a.changes(), a.alone()...) {
				seen[c.at.key]++
				if r := a.reply([]change{c}); c.member != nil && string(r.body) == honest || c.head != nil && r.status == 200 && len(r.header) < 2 && string(r.body) == honest && (c.at.key != "script" || strings.Contains(honest, foreignText)) {
					t.Errorf("%s, %s of %q changes nothing", a.name, c.name, c.at.key)
				}
			}
			for key, n := range seen {
				if body := n >= len(anyValue)+len(anyMember)+len(noValue)+len(noMember)-1; !body && anyHead[key] == nil && key != "" {
					t.Errorf("%s: %q has only %d changes", a.name, key, n)
				}
			}
			if fields := strings.Count(honest, `":`); len(seen) != fields+1+len(a.heads) {
				t.Errorf("%s: %d fields, %d of them changed", a.name, fields, len(seen))
			}
			cuts := 0
			for _, c := range a.alone() {
				if strings.HasPrefix(c.name, "cut at byte") {
					cuts++
				}
			}
			if cuts != len(honest) {
				t.Errorf("%s: cut at %d of %d bytes", a.name, cuts, len(honest))
			}
		}
	}
}
