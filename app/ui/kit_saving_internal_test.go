package ui

import "testing"

func TestSavingFollowsTheTill(t *testing.T) {
	no := sentence{Key: "error.settings.shop"}
	cases := []struct {
		name  string
		views []progress
		want  savingState
	}{
		{"nothing heard yet", []progress{{done: 1}}, savingBusy},
		{"busy", []progress{{done: 1}, {done: 1, busy: true}}, savingBusy},
		{"done", []progress{{done: 1, busy: true}, {done: 2}}, savingDone},
		{"done, busy never seen", []progress{{done: 2}}, savingDone},
		{"done, and a View later", []progress{{done: 2}, {done: 2}}, savingIdle},
		{"failed", []progress{{done: 1, busy: true}, {done: 1, problem: no}}, savingFailed},
		{"still failed", []progress{{done: 1, problem: no}, {done: 1, problem: no}}, savingFailed},
		{"an older problem, then busy", []progress{{done: 1, problem: no}, {done: 1, busy: true}}, savingBusy},
	}
	for _, c := range cases {
		var s saving
		s.start(progress{done: 1})
		got := savingIdle
		for _, v := range c.views {
			got = s.follow(v)
		}
		if got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
