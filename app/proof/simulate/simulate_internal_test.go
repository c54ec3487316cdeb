package main

import (
	"bytes"
	"strings"
	"testing"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/proof/plant"
)

// A part of what make simulate plays.
func TestNoRuleOfMoneyIsBrokenInAHundredThousandHistories(t *testing.T) {
	found := play(t.Context(), options{exhaustive: true, stride: blocks / 2, random: 5_000, seed: 1, workers: 2})
	if n := found.exhaustive + found.random; n < 100_000 {
		t.Errorf("only %d histories", n)
	}
	for _, v := range found.violations {
		t.Errorf("go run ./app/proof/simulate %v", v)
	}
}

func TestAHistoryReplaysByteForByte(t *testing.T) {
	r, x := &random{}, newExhaustion()
	for i := range 100 {
		seed, number := uint64(i*7919), i*20011
		for _, again := range []struct {
			name   string
			print  func(*bytes.Buffer)
			played func() (steps int)
		}{
			{"random", func(b *bytes.Buffer) { replaySeed(b, seed) }, func() int { r.play(seed); return r.world.steps }},
			{"exhaustive", func(b *bytes.Buffer) { replayScript(b, number) }, func() int { x.playScript(scriptOf(number)); return x.world.steps }},
		} {
			var first, second bytes.Buffer
			again.print(&first)
			steps := again.played() // in a world that was used before
			again.print(&second)
			if !bytes.Equal(first.Bytes(), second.Bytes()) || again.played() != steps {
				t.Fatalf("%s history %d is not the same twice", again.name, i)
			}
		}
	}
}

func TestEveryScriptHasItsNumber(t *testing.T) {
	for n := 0; n < scripts; n += 4999 {
		if s := scriptOf(n); s.number() != n {
			t.Fatalf("script %d is %v, number %d", n, s, s.number())
		}
	}
}

// The exhaustive part plays one script for all that differ only in what was
// never asked for. Here the others are played too.
func TestScriptsThatDifferInWhatIsNeverAskedForAreOneHistory(t *testing.T) {
	history := func(s script) (string, player) {
		var out bytes.Buffer
		x := newExhaustion()
		x.world.trace = &trace{out: &out}
		x.playScript(s)
		return out.String(), x.player
	}
	compared := 0
	for n := 0; n < scripts; n += 24007 {
		s := scriptOf(n)
		text, played := history(s)
		others := []script{}
		p := &parts[s.part]
		for i := played.calls; i < p.depth; i++ {
			other := s
			other.answers[i] = answer((int(other.answers[i]) + 1) % p.ways)
			others = append(others, other)
		}
		if s.point != nowhere && !played.killed {
			other := s
			other.point = nowhere
			others = append(others, other)
		}
		if !played.shown && len(p.customers) > 1 {
			other := s
			other.customer, other.staff = (s.customer+1)%crossing, (s.staff+1)%2
			others = append(others, other)
		}
		for _, other := range others {
			compared++
			if same, _ := history(other); same != text {
				t.Fatalf("not the same history:\n%v\n%v", s, other)
			}
		}
	}
	if compared < 50 {
		t.Errorf("only %d were compared", compared)
	}
}

// The judge must see what is wrong with a book that was tampered with.
func TestTheJudgeSeesAWrongBook(t *testing.T) {
	paid := script{customer: early}
	closed := script{}
	cases := []struct {
		name   string
		script script
		tamper func(*world)
		want   string
	}{
		{"nothing is wrong", paid, func(*world) {}, ""},
		{"a payment is forgotten", paid, func(w *world) { w.disk.orders[0].State = order.StateCancelled }, "money is lost"},
		{"an order is forgotten", paid, func(w *world) { w.disk.orders = nil }, "which is not in the log"},
		{"a payment is invented", closed, func(w *world) { w.disk.orders[0].State = order.StatePaid }, "the totals say"},
		{"a total is wrong", paid, func(w *world) { w.disk.totals[0].Paid++ }, "the total of"},
		{"a payment is on another day", paid, func(w *world) { w.disk.orders[0].PaidDay = "2026-11-25" }, "the total of"},
		{"nobody was told", paid, func(w *world) { w.judge.files[0].told = false }, "nobody was told"},
		{"nobody asks", closed, func(w *world) { w.disk.orders[0].State = order.StateWaiting }, "nobody asks any more"},
		{"asked too shortly", closed, func(w *world) { w.judge.files[0].askedAt = w.gateway.intents[0].closes }, "for a day"},
		{"a refund is lost", paid, func(w *world) {
			w.gateway.backs = append(w.gateway.backs, back{id: "R1", order: w.disk.orders[0].ID, minor: 1})
		}, "refund R1, which is not in the log"},
		{"a sale is paid twice", paid, func(w *world) {
			second, o := w.gateway.intents[0], w.disk.orders[0]
			second.id, o.ID = "T1SECOND", "T1SECOND"
			w.gateway.intents, w.disk.orders = append(w.gateway.intents, second), append(w.disk.orders, o)
			f := w.judge.files[0]
			f.id = o.ID
			w.judge.files = append(w.judge.files, f)
		}, "is paid twice"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			x := newExhaustion()
			x.playScript(c.script)
			c.tamper(&x.world)
			x.world.judge.end(&x.world, &tally{})
			if got := x.world.judge.broken; c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("the judge says %q, want %q", got, c.want)
			}
		})
	}
}

// A core that wants what may not be is seen at once.
func TestTheJudgeSeesAWrongEffect(t *testing.T) {
	amount := order.Amount{Minor: 12850, Currency: "HKD"}
	stranger := order.Order{ID: "T1STRANGER", New: order.New{Amount: amount}}
	cases := []struct {
		name    string
		effects func(o order.Order) []core.Effect
		want    string
	}{
		{"sent before it is written", func(order.Order) []core.Effect { return []core.Effect{core.Create{Order: stranger}} }, "before it is on the disk"},
		{"sent again", func(o order.Order) []core.Effect { return []core.Effect{core.Create{Order: o}} }, "sent to create again"},
		{"asked for a stranger", func(order.Order) []core.Effect { return []core.Effect{core.Ask{Order: stranger}} }, "not on the disk"},
		{"asked twice", func(o order.Order) []core.Effect { return []core.Effect{core.Ask{Order: o}, core.Ask{Order: o}} }, "twice at once"},
		{"refunded before it is written", func(o order.Order) []core.Effect {
			return []core.Effect{core.SendRefund{Order: o, Refund: order.Refund{ID: "R1", Amount: amount}}}
		}, "before that is on the disk"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			x := newExhaustion()
			x.playScript(script{customer: early})
			x.world.carryOut(c.effects(x.world.disk.orders[0]))
			if got := x.world.judge.broken; !strings.Contains(got, c.want) {
				t.Errorf("the judge says %q, want %q", got, c.want)
			}
		})
	}
}

func TestThereAreAtLeastFortyPlantedBugs(t *testing.T) {
	root, err := plant.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if bugs, err := plant.Read(root, plants); err != nil || len(bugs) < 40 {
		t.Fatalf("%d planted bugs, %v", len(bugs), err)
	}
}
