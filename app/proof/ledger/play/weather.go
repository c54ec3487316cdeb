package play

import (
	"math/rand/v2"
	"time"

	"qrtill/payments/practice"
)

// spell is how many sales one kind of weather lasts.
const spell = 20

// often are the faults of the way to the gateway. rare are those that end the
// token, after which the client may be without one for half a minute, and those
// of a final answer, which leave the order to a person: too many of them would
// leave little to check.
var (
	often = []string{
		"lost-before", "lost-after", "query-lost", "5xx", "slow", "truncated", "non-json", "rate-limit", "not-found",
		"unknown-status", "token-single", "auth-5xx", "auth-lost", "auth-slow", "auth-silence", "query-silence", "no-permission",
		"forgets-cancelled",
	}
	rare = []string{
		"token-401", "token-200", "wrong-amount", "wrong-currency", "wrong-id", "wrong-order-id",
		"create-wrong-amount", "create-wrong-id",
	}
)

// weather is what the gateway plays during one spell of the script.
func weather(seed uint64, n int) practice.Faults {
	d := dice{rand.New(rand.NewPCG(^seed, uint64(n)))}
	f := practice.Faults{
		Chance:    map[string]float64{"late-pay": 0.5},
		Duplicate: pick(d, []string{"refuse", "same", "second"}),
		PayTime:   pick(d, []string{"missing", "null", "empty"}),
		Silence:   pick(d, []string{"503", "429", "503-bare", "429-bare"}),
		QuietFor:  d.between(time.Second, 25*time.Second),
		SlowFor:   d.between(2*time.Second, 25*time.Second),
		Seed:      d.Uint64(),
	}
	harsh := pick(d, []float64{0, 0.01, 0.02, 0.04})
	for _, name := range often {
		f.Chance[name] = harsh * 2 * d.Float64()
	}
	for _, name := range rare {
		f.Chance[name] = harsh / 4 * d.Float64()
	}
	switch { // a day when one thing goes wrong all the time
	case d.chance(0.4):
		f.Chance[pick(d, often)] = 0.1 + 0.3*d.Float64()
	case d.chance(0.2):
		f.Chance[pick(d, rare)] = 0.01 + 0.04*d.Float64()
	}
	return f
}

// night is what it plays in the days after the last sale: enough to disturb
// the last questions, little enough to let them be answered.
func night(seed uint64) practice.Faults {
	f := practice.Faults{Chance: map[string]float64{"late-pay": 0.5}, Seed: seed}
	for _, name := range often {
		f.Chance[name] = 0.01
	}
	for _, name := range rare {
		f.Chance[name] = 0.001
	}
	return f
}
