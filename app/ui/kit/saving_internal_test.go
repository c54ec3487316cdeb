package kit

import "testing"

func TestSavingFollowsTheTill(t *testing.T) {
	no := Sentence{Key: "error.settings.shop"}
	cases := []struct {
		name  string
		views []Progress
		want  SavingState
	}{
		{"nothing heard yet", []Progress{{Done: 1}}, SavingBusy},
		{"busy", []Progress{{Done: 1}, {Done: 1, Busy: true}}, SavingBusy},
		{"done", []Progress{{Done: 1, Busy: true}, {Done: 2}}, SavingDone},
		{"done, busy never seen", []Progress{{Done: 2}}, SavingDone},
		{"done, and a View later", []Progress{{Done: 2}, {Done: 2}}, SavingIdle},
		{"failed", []Progress{{Done: 1, Busy: true}, {Done: 1, Problem: no}}, SavingFailed},
		{"still failed", []Progress{{Done: 1, Problem: no}, {Done: 1, Problem: no}}, SavingFailed},
		{"an older problem, then busy", []Progress{{Done: 1, Problem: no}, {Done: 1, Busy: true}}, SavingBusy},
	}
	for _, c := range cases {
		var s Saving
		s.Start(Progress{Done: 1})
		got := SavingIdle
		for _, v := range c.views {
			got = s.Follow(v)
		}
		if got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
