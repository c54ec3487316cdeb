package play

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"qrtill/payments/practice"
)

func TestTheScriptDependsOnTheSeedAlone(t *testing.T) {
	for n := range 100 {
		first, again, other := writeScript(1, n), writeScript(1, n), writeScript(2, n)
		if !reflect.DeepEqual(first, again) || !reflect.DeepEqual(weather(1, n), weather(1, n)) {
			t.Fatalf("sale %d differs between two readings of one script", n)
		}
		if reflect.DeepEqual(first, other) {
			t.Fatalf("sale %d is the same in two scripts", n)
		}
	}
}

// A thousand sales must hold every kind of customer, staff and bad luck.
func TestALongScriptHoldsEverything(t *testing.T) {
	seen := map[string]int{}
	count := func(what string, yes bool) {
		if yes {
			seen[what]++
		}
	}
	for n := range 1000 {
		s := writeScript(1, n)
		count("pays in time", s.outcome == pays && s.decide < time.Minute)
		count("pays after the code has gone", s.outcome == pays && s.decide > showFor && s.decide < expiry)
		count("pays after the order was closed", s.outcome == pays && s.decide > expiry)
		count("cancels", s.outcome == cancels)
		count("walks away", s.outcome == walksAway)
		count("staff give up while the code is fetched", s.sendPatience < time.Second)
		count("staff dismiss the code", s.showPatience > 0)
		count("staff ask now", s.askAfter > 0)
		count("restart while the order is made", s.restart.lasts > 0 && s.restart.at < 400*time.Millisecond)
		count("restart later", s.restart.lasts > 0 && s.restart.at > time.Second)
		count("network failure", s.outage.lasts > 0)
		if s.decide < s.scan && s.outcome != walksAway {
			t.Errorf("sale %d: the customer pays before scanning", n)
		}
	}
	for what, n := range seen {
		if n < 5 {
			t.Errorf("%s: only %d times", what, n)
		}
	}
	if len(seen) != 11 {
		t.Errorf("only these happen: %v", seen)
	}
}

// A fault that the gateway learns to play belongs in the weather too.
func TestTheWeatherKnowsEveryFaultOfAPayment(t *testing.T) {
	elsewhere := []string{"late-pay", "duplicate", "pay-time", "silence", "refund-pending", "refund-fail", "refund-busy"}
	for _, name := range practice.FaultNames() {
		if !slices.Contains(slices.Concat(often, rare, elsewhere), name) {
			t.Errorf("%s is never played", name)
		}
	}
}
