package sound

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// studio is a computer that writes down what it is asked to play.
type studio struct {
	mutex   sync.Mutex
	begun   time.Time
	log     []string
	state   State
	failing bool
	talking int // speeches at once
	most    int
}

func (s *studio) note(what string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.log = append(s.log, time.Since(s.begun).Round(100*time.Millisecond).String()+" "+what)
}

func (s *studio) heard(t *testing.T, want ...string) {
	t.Helper()
	synctest.Wait()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if !slices.Equal(s.log, want) {
		t.Errorf("heard %q, want %q", s.log, want)
	}
	s.log = nil
}

// start starts a player in the studio, whose speeches take five seconds.
func (s *studio) start(t *testing.T) *Player {
	s.begun = time.Now()
	p := start(system{
		reach: func(context.Context) State { return s.state },
		play: func(pcm []byte) error {
			switch {
			case s.failing:
				return errors.New("no card")
			case len(pcm) == len(paidSound()):
				s.note("paid")
			case len(pcm) == len(attentionSound()):
				s.note("attention")
			}
			return nil
		},
		rest:  func() { s.note("rest") },
		voice: func(_ context.Context, lang string) bool { return lang == "en-HK" },
		speak: func(ctx context.Context, lang, words string) error {
			s.mutex.Lock()
			s.talking++
			s.most = max(s.most, s.talking)
			s.mutex.Unlock()
			s.note(lang + ": " + words)
			select {
			case <-ctx.Done():
				s.note("hush")
			case <-time.After(5 * time.Second):
				s.note("end")
			}
			s.mutex.Lock()
			s.talking--
			s.mutex.Unlock()
			return ctx.Err()
		},
	})
	t.Cleanup(p.Close)
	return p
}

func TestTheAmountIsSpokenAfterTheSound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s studio
		p := s.start(t)
		p.Paid("Paid. 5 dollars.", "en-HK")
		s.heard(t, "0s paid")
		time.Sleep(10 * time.Second)
		s.heard(t, "600ms en-HK: Paid. 5 dollars.", "3s rest", "5.6s end")
	})
}

func TestWordsAloneAreSpokenAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s studio
		p := s.start(t)
		p.Say("5 dollars", "en-HK")
		s.heard(t, "0s en-HK: 5 dollars")
	})
}

func TestWithoutWordsNothingIsSpoken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s studio
		p := s.start(t)
		p.Paid("", "en-HK")
		p.Attention()
		time.Sleep(10 * time.Second)
		s.heard(t, "0s paid", "0s attention", "3s rest")
	})
}

func TestANewAmountEndsTheSpeechBeforeIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s studio
		p := s.start(t)
		p.Paid("one", "en-HK")
		time.Sleep(2 * time.Second)
		p.Paid("two", "en-HK")
		time.Sleep(100 * time.Millisecond)
		p.Paid("three", "en-HK") // two had not begun yet
		time.Sleep(10 * time.Second)
		if s.most != 1 {
			t.Errorf("%d voices spoke at once", s.most)
		}
		s.mutex.Lock()
		if at := slices.Index(s.log, "2s hush"); at > 0 && s.log[at-1] == "2s paid" {
			s.log[at-1], s.log[at] = s.log[at], s.log[at-1] // one instant: which comes first is chance
		}
		s.mutex.Unlock()
		s.heard(t, "0s paid", "600ms en-HK: one", "2s hush", "2s paid", "2.1s paid", "2.7s en-HK: three", "5.1s rest", "7.7s end")
	})
}

func TestCloseEndsTheSpeech(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s studio
		p := s.start(t)
		p.Paid("one", "en-HK")
		time.Sleep(time.Second)
		p.Close()
		s.heard(t, "0s paid", "600ms en-HK: one", "1s hush")
		for range 100 {
			p.Attention() // nobody listens, and nothing blocks
		}
	})
}

func TestAskTellsWhatCanBeHeard(t *testing.T) {
	cases := []struct {
		state   State
		failing bool
		lang    string
		want    Report
	}{
		{Audible, false, "en-HK", Report{Audible, "en-HK", true}},
		{Muted, false, "zh-Hant-HK", Report{Muted, "zh-Hant-HK", false}},
		{NoDevice, true, "en-HK", Report{NoDevice, "en-HK", true}},
		{Audible, true, "en-HK", Report{Lost, "en-HK", true}},
	}
	for _, c := range cases {
		synctest.Test(t, func(t *testing.T) {
			s := studio{state: c.state, failing: c.failing}
			p := s.start(t)
			p.Ask("zh-Hans-CN") // an answer that nobody took makes room for the next
			synctest.Wait()
			p.Ask(c.lang)
			synctest.Wait()
			if got := <-p.Reports(); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}
