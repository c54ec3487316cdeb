package sound

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"
)

var (
	errNoDevice = errors.New("there is no sound device")
	errNoVoice  = errors.New("the system has no voice for this language")
)

func thisComputer() system {
	d, v := newDevice(), &voices{}
	play := func(pcm []byte) error {
		// Never opened where there is nothing to open: oto tries only once in a
		// process, and a loudspeaker may be plugged in later.
		if !anyDevice() {
			return errNoDevice
		}
		return d.play(pcm)
	}
	return system{reach: reach, play: play, rest: d.rest, voice: v.has, speak: v.speak}
}

// tongue is a language that a system may have a voice for.
type tongue uint8

const (
	english tongue = iota
	cantonese
	mandarin
)

// tongueOf reads a language tag of the catalogue.
func tongueOf(lang string) tongue {
	switch lang = strings.ToLower(lang); {
	case strings.HasPrefix(lang, "zh-hant"):
		return cantonese
	case strings.HasPrefix(lang, "zh"):
		return mandarin
	}
	return english
}

// run runs one of the system's programs, feeds it and returns what it says.
// Text from this program goes in by input alone.
func run(ctx context.Context, input, name string, args ...string) (string, error) {
	c := exec.CommandContext(ctx, name, args...)
	var out bytes.Buffer
	c.Stdin, c.Stdout = strings.NewReader(input), &out
	c.WaitDelay = time.Second
	c.Env = append(c.Environ(), "LC_ALL="+locale) // what we read is not translated, what we write is UTF-8
	hide(c)
	err := c.Run()
	return out.String(), err
}
