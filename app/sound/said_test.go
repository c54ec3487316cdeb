package sound

import "testing"

func TestWhatTheSystemsSayIsUnderstood(t *testing.T) {
	const half, none = "Volume: front-left: 32768 /  50% / -18.06 dB", "Volume: front-left: 0 /   0% / -inf dB,   front-right: 0 /   0% / -inf dB"
	cases := []struct {
		name      string
		got, want State
	}{
		{"pulse, heard", pulseState("till\n", "Mute: no\n", half), Audible},
		{"pulse, muted", pulseState("till\n", "Mute: yes\n", half), Muted},
		{"pulse, turned down", pulseState("till\n", "Mute: no\n", none), Muted},
		{"pulse, one ear turned down", pulseState("till", "Mute: no", none+half), Audible},
		{"pulse without a card", pulseState("auto_null\n", "Mute: no\n", half), NoDevice},
		{"pulse without a sink", pulseState("\n", "", ""), NoDevice},
		{"pulse, silent about it", pulseState("till\n", "", ""), Unknown},
		{"pipewire, heard", wireState("Volume: 0.40\n"), Audible},
		{"pipewire, muted", wireState("Volume: 0.40 [MUTED]\n"), Muted},
		{"pipewire, turned down", wireState("Volume: 0.00\n"), Muted},
		{"pipewire, no answer", wireState("Node not found"), Unknown},
		{"alsa, heard", mixerState("Front Left: Playback 65 [75%] [-16.50dB] [on]"), Audible},
		{"alsa, muted", mixerState("Front Left: Playback 65 [75%] [off]\nFront Right: Playback 65 [75%] [off]"), Muted},
		{"alsa, turned down", mixerState("Mono: Playback 0 [0%] [-65.25dB] [on]"), Muted},
		{"alsa, no knob", mixerState("Simple mixer control 'Master',0"), Unknown},
		{"macOS, heard", settingsState("output volume:50, input volume:75, alert volume:100, output muted:false"), Audible},
		{"macOS, muted", settingsState("output volume:50, input volume:75, alert volume:100, output muted:true"), Muted},
		{"macOS, turned down", settingsState("output volume:0, input volume:75, alert volume:100, output muted:false"), Muted},
		{"macOS, a screen's loudspeaker", settingsState("output volume:missing value, input volume:75, alert volume:100, output muted:missing value"), Unknown},
	}
	for _, c := range cases {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", c.name, c.got, c.want)
		}
	}
}

const macVoices = `Albert              en_US    # Hello! My name is Albert.
Bad News            en_US    # Hello! My name is Bad News.
Eddy (Chinese (China mainland)) zh_CN    # 你好！我叫Eddy。
Mei-Jia             zh_TW    # 你好，我叫美佳。
Samantha            en_US    # Hello! My name is Samantha.
Sinji               zh_HK    # 你好！我叫善怡。
Tingting            zh_CN    # 你好！我叫婷婷。
`

func TestAVoiceIsChosenForTheLanguage(t *testing.T) {
	const few = "Albert              en_US    # Hello!\nEddy (Chinese (China mainland)) zh_CN    # 你好！\n"
	dispatcher := "NAME                             LANGUAGE              VARIANT\n" +
		"Chinese (Mandarin, latin as English)          cmn          none\n" +
		"Chinese (Mandarin, latin as Pinyin)          cmn-LATN-PINYIN          none\n" +
		"Chinese (Cantonese)          yue          none\n"
	spoken := func(t tongue) string { voice, lang := dispatcherVoice(dispatcher, t); return voice + "/" + lang }
	for _, c := range []struct{ got, want string }{
		{macVoice(macVoices, english), "Samantha"},
		{macVoice(macVoices, cantonese), "Sinji"},
		{macVoice(macVoices, mandarin), "Tingting"},
		{macVoice(few, english), "Albert"},
		{macVoice(few, mandarin), "Eddy (Chinese (China mainland))"},
		{macVoice(few, cantonese), ""},
		{spoken(cantonese), "Chinese (Cantonese)/yue"},
		{spoken(mandarin), "Chinese (Mandarin, latin as Pinyin)/cmn-LATN-PINYIN"},
		{spoken(english), "/"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestTheListOfEspeakIsRead(t *testing.T) {
	const head = "Pty Language       Age/Gender VoiceName          File                 Other Languages\n"
	list := head + " 5  yue             --/M      Chinese_(Cantonese) sit/yue              (zh-yue 5)(zh 8)\n"
	english := head + " 2  en-gb           --/M      English_(Great_Britain) gmw/en               (en 2)\n"
	if !listed(list, "yue") || !listed(english, "en") || listed(list, "cmn") || listed(head, "yue") || listed("", "yue") {
		t.Error("a voice is seen where there is none, or not where it is")
	}
}

func TestTheTagOfACatalogueNamesTheTongue(t *testing.T) {
	for tag, want := range map[string]tongue{
		"en": english, "en-HK": english, "": english, "zh-Hant-HK": cantonese, "zh-Hant": cantonese, "zh-Hans-CN": mandarin, "zh": mandarin,
	} {
		if got := tongueOf(tag); got != want {
			t.Errorf("%q: %d, want %d", tag, got, want)
		}
	}
}

func TestNumbersAreWrittenInHan(t *testing.T) {
	for text, want := range map[string]string{
		"收到128元5角": "收到一百二十八元五角", "0元5分": "零元五分", "10元": "十元", "15元": "十五元", "110元": "一百一十元", "105元": "一百零五元",
		"1000元": "一千元", "1005元": "一千零五元", "10005元": "一萬零五元", "12345元": "一萬二千三百四十五元", "20000元": "二萬元",
		"100500元": "十萬零五百元", "9999999元": "九百九十九萬九千九百九十九元", "100000001元": "一億零一元", "120000元": "十二萬元",
		"1000000000000元": "1000000000000元", "收到": "收到",
	} {
		if got := inHan(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
