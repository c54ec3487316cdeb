package assets

import _ "embed"

// The fonts hold Han characters, kana and full-width forms: no Latin letter and
// no space (see .ci/fonts.py, which makes them).
var (
	//go:embed fonts/han-hk-regular.otf
	hkRegular []byte
	//go:embed fonts/han-hk-bold.otf
	hkBold []byte
	//go:embed fonts/han-sc-regular.otf
	scRegular []byte
	//go:embed fonts/han-sc-bold.otf
	scBold []byte
)

// Font is the font for the Han characters of a language, an OpenType file: the
// same characters in the shapes that its readers know. Every language but
// zh-Hans has Hong Kong's.
func Font(tag string, bold bool) []byte {
	switch simplified := tag == "zh-Hans"; {
	case simplified && bold:
		return scBold
	case simplified:
		return scRegular
	case bold:
		return hkBold
	}
	return hkRegular
}
