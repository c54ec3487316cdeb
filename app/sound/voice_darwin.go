package sound

import "context"

// voices are those of the system, and asked of it each time.
type voices struct{}

const sayer = "/usr/bin/say"

func (voices) has(ctx context.Context, lang string) bool { return voiceFor(ctx, lang) != "" }

func voiceFor(ctx context.Context, lang string) string {
	list, err := run(ctx, "", sayer, "-v", "?")
	if err != nil {
		return ""
	}
	return macVoice(list, tongueOf(lang))
}

func (voices) speak(ctx context.Context, lang, words string) error {
	voice := voiceFor(ctx, lang)
	if voice == "" {
		return errNoVoice
	}
	_, err := run(ctx, words, sayer, "-v", voice, "-f", "-")
	return err
}
