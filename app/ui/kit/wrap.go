package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/segmenter"
)

// wrap breaks text into lines at spaces, and between Chinese characters, which
// have none. What can't be broken keeps a line of its own.
func wrap(text string, width float32, measure func(string) float32) []string {
	var lines []string
	for part := range strings.SplitSeq(text, "\n") {
		now := ""
		for word := range strings.FieldsSeq(part) {
			space := " "
			for _, piece := range breakable(word) {
				switch {
				case now == "":
					now = piece
				case measure(now+space+piece) <= width:
					now += space + piece
				default:
					lines, now = append(lines, now), piece
				}
				space = ""
			}
		}
		lines = append(lines, now)
	}
	return lines
}

// breakable cuts a word where a line may end beside a Chinese character. The
// rules are Unicode's (UAX 14): no line begins with 。or ）, none ends with （,
// numbers and Latin words stay whole.
func breakable(word string) []string {
	if !strings.ContainsFunc(word, han) {
		return []string{word}
	}
	var s segmenter.Segmenter
	s.InitWithString(word)
	var pieces []string
	for lines := s.LineIterator(); lines.Next(); {
		next := string(lines.Line().Text)
		if last := len(pieces) - 1; last >= 0 && !hanLast(pieces[last]) && !hanFirst(next) {
			pieces[last] += next // "/" and "-" end no line in English
			continue
		}
		pieces = append(pieces, next)
	}
	return pieces
}

// han says whether a character is written in the full-width grid of Chinese and
// drawn by its font: characters, kana, their punctuation.
func han(r rune) bool {
	switch {
	case r < 0x2E80:
		return false
	case r >= 0x3000 && r <= 0x303F, r >= 0xFF01 && r <= 0xFF60, r >= 0xFFE0 && r <= 0xFFE6:
		return true
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo)
}

func hanFirst(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return han(r)
}

func hanLast(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return han(r)
}

// hanRuns cuts a line where Chinese begins and ends.
func hanRuns(line string) []string {
	var runs []string
	for line != "" {
		end := strings.IndexFunc(line, func(r rune) bool { return han(r) != hanFirst(line) })
		if end < 0 {
			end = len(line)
		}
		runs, line = append(runs, line[:end]), line[end:]
	}
	return runs
}
