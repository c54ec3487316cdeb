//go:build !windows && !darwin

package sound

import (
	"context"
	"sync"
)

// mouth is a command that speaks what it is given.
type mouth struct {
	name string
	args []string
}

// voices finds the mouths once: Speech Dispatcher may take seconds to list its
// voices.
type voices struct {
	mutex sync.Mutex
	known map[tongue]mouth
}

func (v *voices) has(ctx context.Context, lang string) bool {
	_, found := v.find(ctx, tongueOf(lang))
	return found
}

func (v *voices) find(ctx context.Context, t tongue) (mouth, bool) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	m, found := v.known[t]
	if found {
		return m, true
	}
	if m, found = search(ctx, t); found {
		if v.known == nil {
			v.known = map[tongue]mouth{}
		}
		v.known[t] = m
	}
	return m, found
}

// search prefers the voice that Speech Dispatcher's user has set up. For Chinese
// bare espeak-ng comes first: nobody's default speaks it, and to list the
// voices takes Speech Dispatcher over ten seconds on a small computer.
func search(ctx context.Context, t tongue) (mouth, bool) {
	dispatcher := []string{"--pipe-mode", "--wait", "-l"}
	if t == english {
		if _, err := run(ctx, "", "spd-say", "-O"); err == nil {
			return mouth{"spd-say", append(dispatcher, "en")}, true
		}
	}
	voice := espeakVoices[t][0]
	if list, err := run(ctx, "", "espeak-ng", "--voices="+voice); err == nil && listed(list, voice) {
		return mouth{"espeak-ng", []string{"--stdin", "-v", voice}}, true
	}
	if list, err := run(ctx, "", "spd-say", "-L"); err == nil {
		if voice, lang := dispatcherVoice(list, t); voice != "" {
			return mouth{"spd-say", append(dispatcher, lang, "-y", voice)}, true
		}
	}
	return mouth{}, false
}

func (v *voices) speak(ctx context.Context, lang, words string) error {
	t := tongueOf(lang)
	m, found := v.find(ctx, t)
	if !found {
		return errNoVoice
	}
	if t != english {
		words = inHan(words)
	}
	_, err := run(ctx, words+"\n", m.name, m.args...)
	if m.name == "spd-say" && ctx.Err() != nil {
		hush, cancel := context.WithTimeout(context.WithoutCancel(ctx), askLimit)
		defer cancel()
		_, _ = run(hush, "", m.name, "--cancel") // its server speaks on when the one who asked is gone
	}
	return err
}
