package sound

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// This page reads what the systems' programs say. It is built everywhere, so
// that every system's answers are tried on every system.

var percent = regexp.MustCompile(`(\d+)%`)

// turnedDown says that volumes are named and all of them are nothing.
func turnedDown(said string) bool {
	volumes := percent.FindAllStringSubmatch(said, -1)
	return len(volumes) > 0 && !slices.ContainsFunc(volumes, func(v []string) bool { return v[1] != "0" })
}

func stateOf(muted bool) State {
	if muted {
		return Muted
	}
	return Audible
}

// pulseState reads pactl. Without any card its sound server plays into the
// "auto_null" sink.
func pulseState(sink, mute, volume string) State {
	switch strings.TrimSpace(sink) {
	case "", "auto_null", "@DEFAULT_SINK@":
		return NoDevice
	}
	if mute == "" && volume == "" {
		return Unknown
	}
	return stateOf(strings.Contains(mute, "yes") || turnedDown(volume))
}

// wireState reads wpctl: "Volume: 0.40 [MUTED]".
func wireState(said string) State {
	_, after, found := strings.Cut(said, "Volume:")
	fields := strings.Fields(after)
	if !found || len(fields) == 0 {
		return Unknown
	}
	volume, err := strconv.ParseFloat(fields[0], 64)
	if err != nil {
		return Unknown
	}
	return stateOf(volume == 0 || strings.Contains(after, "MUTED"))
}

// mixerState reads amixer: "Front Left: Playback 65536 [100%] [on]".
func mixerState(said string) State {
	if !percent.MatchString(said) && !strings.Contains(said, "[on]") && !strings.Contains(said, "[off]") {
		return Unknown
	}
	off := strings.Contains(said, "[off]") && !strings.Contains(said, "[on]")
	return stateOf(off || turnedDown(said))
}

var macVolume = regexp.MustCompile(`output volume:(\d+)`)

// settingsState reads macOS: "output volume:50, …, output muted:false". A
// screen's loudspeaker has its own knob, and "missing value" here.
func settingsState(said string) State {
	volume := macVolume.FindStringSubmatch(said)
	switch {
	case strings.Contains(said, "output muted:true"):
		return Muted
	case volume == nil:
		return Unknown
	}
	return stateOf(volume[1] == "0")
}

var macLine = regexp.MustCompile(`(?m)^(.+?)\s+([a-z]{2,3}[_-][A-Za-z0-9_-]+)\s+#`)

// Voices that speak plainly: macOS also lists bells and whispers, and first.
var macPlain = []string{"Samantha", "Daniel", "Karen", "Moira", "Sinji", "Sin-ji", "Tingting", "Ting-Ting"}

// macVoice chooses from the list of say, "Sinji   zh_HK   # 您好".
func macVoice(list string, t tongue) string {
	region := []string{"en_", "zh_HK", "zh_CN"}[t]
	first := ""
	for _, line := range macLine.FindAllStringSubmatch(list, -1) {
		switch {
		case !strings.HasPrefix(strings.ReplaceAll(line[2], "-", "_"), region):
		case slices.Contains(macPlain, line[1]):
			return line[1]
		case first == "":
			first = line[1]
		}
	}
	return first
}

// espeakVoices are the voices by their languages, the best first. The one that
// reads Latin letters as Pinyin is the only Mandarin one that knows Han
// characters: the other spells their Pinyin in English.
var espeakVoices = [...][]string{
	english:   {"en", "en-us", "en-gb"},
	cantonese: {"yue", "zh-yue", "zh-hk"},
	mandarin:  {"cmn-latn-pinyin", "zh-cn", "zh"},
}

// dispatcherVoice chooses from the list of spd-say: name, language and variant,
// with wide gaps between.
func dispatcherVoice(list string, t tongue) (voice, lang string) {
	best := len(espeakVoices[t])
	for line := range strings.Lines(list) {
		parts := wideGap.Split(strings.TrimSpace(line), 3)
		if len(parts) < 2 {
			continue
		}
		if at := slices.Index(espeakVoices[t], strings.ToLower(parts[1])); at >= 0 && at < best {
			voice, lang, best = parts[0], parts[1], at
		}
	}
	return voice, lang
}

var wideGap = regexp.MustCompile(`\s{2,}`)

// listed says that espeak-ng's list has a voice: its second column or, in the
// last one, another name of it.
func listed(list, voice string) bool {
	lines := strings.Split(strings.TrimSpace(list), "\n")
	return slices.ContainsFunc(lines[1:], func(line string) bool {
		return slices.ContainsFunc(strings.Fields(line), func(word string) bool { return strings.Trim(word, "()") == voice })
	})
}
