package desk

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	chars "unicode"
)

// Words reads the English that stands in a picture, as a person does: from its pixels. It
// may take a letter for another, so ask with Said what it read.
func (d Desktop) Words(ctx context.Context, p Picture) (string, error) {
	file, large := filepath.Join(d.Folder, "words.ppm"), filepath.Join(d.Folder, "words.pgm")
	if err := os.WriteFile(file, p.PPM(), 0o600); err != nil {
		return "", err
	}
	if _, err := Command(ctx, "", "convert", file, "-colorspace", "Gray", "-resize", "200%", large); err != nil {
		return "", err
	}
	text, err := Command(ctx, "", "tesseract", large, "stdout", "-l", "eng", "--psm", "3")
	return string(text), err
}

// lettersAWrong is among how many letters one may have been misread.
const lettersAWrong = 12

// Said says whether words stand in a text that was read, whatever its lines and signs, and
// with a letter misread here and there, but no digit.
func Said(text, words string) bool {
	read, want := plain(text), plain(words)
	if len(want) == 0 {
		return false
	}
	costs := make([]int, len(want)+1) // to have read want[:i] up to here
	for i, w := range want {
		costs[i+1] = costs[i] + price(w)
	}
	for _, r := range read {
		before := costs[0]
		for i, w := range want {
			swapped := before
			if r != w {
				swapped += price(w)
			}
			before = costs[i+1]
			costs[i+1] = min(swapped, costs[i]+price(w), costs[i+1]+price(r))
		}
		if costs[len(want)] <= len(want)/lettersAWrong {
			return true
		}
	}
	return false
}

// price is what it costs to have misread a sign.
func price(r rune) int {
	if chars.IsDigit(r) {
		return 1000
	}
	return 1
}

// plain is a text's letters and digits.
func plain(text string) []rune {
	return []rune(strings.Map(func(r rune) rune {
		if !chars.IsLetter(r) && !chars.IsDigit(r) {
			return -1
		}
		return chars.ToLower(r)
	}, text))
}
