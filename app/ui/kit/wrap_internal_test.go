package kit

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// columns measures as a terminal does: a Chinese character is two wide.
func columns(s string) float32 {
	n := utf8.RuneCountInString(s)
	for _, r := range s {
		if han(r) {
			n++
		}
	}
	return float32(n)
}

func TestLinesBreakAtSpacesAndBetweenChineseCharacters(t *testing.T) {
	for _, k := range []struct {
		name, text string
		width      float32
		want       []string
	}{
		{"English", "We stop showing it now", 10, []string{"We stop", "showing it", "now"}},
		{"spaces are one", "a  b   c", 10, []string{"a b c"}},
		{"a long word keeps its line", "an unbreakable word", 5, []string{"an", "unbreakable", "word"}},
		{"English breaks at no sign", "https://a.example/b-c", 8, []string{"https://a.example/b-c"}},
		{"empty", "", 8, []string{""}},
		{"given lines stay", "a\nb c\n", 9, []string{"a", "b c", ""}},
		{"characters", "顧客掃描二維碼", 6, []string{"顧客掃", "描二維", "碼"}},
		{"no line begins with a full stop", "顧客付款。請", 8, []string{"顧客付", "款。請"}},
		{"nor with a comma, a colon, a mark", "顧客付，款收：款嗎？好", 6, []string{"顧客", "付，款", "收：款", "嗎？好"}},
		{"nor with a closing bracket", "設定好（甲乙）內", 14, []string{"設定好（甲乙）", "內"}},
		{"nor with a closing quote and its stop", "請按「好」。吧", 8, []string{"請按", "「好」。", "吧"}},
		{"no line ends with an opening bracket", "設定好（甲）", 8, []string{"設定好", "（甲）"}},
		{"nor with an opening quote", "請你按「好」", 8, []string{"請你按", "「好」"}},
		{"nor with a book's bracket", "請看書《好》", 8, []string{"請看書", "《好》"}},
		{"an amount stays whole", "請付HK$128.50元", 8, []string{"請付", "HK$128.50", "元"}},
		{"a word inside stays whole", "請用AlipayHK付款", 8, []string{"請用", "AlipayHK", "付款"}},
		{"a percentage stays whole", "減價50％啊", 7, []string{"減價", "50％啊"}},
		{"spaces inside", "最多 32 個字元", 9, []string{"最多 32", "個字元"}},
		{"an ellipsis stays with its word", "正在儲存…", 8, []string{"正在儲", "存…"}},
	} {
		if got := wrap(k.text, k.width, columns); !slices.Equal(got, k.want) {
			t.Errorf("%s: %q at %v: %q, want %q", k.name, k.text, k.width, got, k.want)
		}
	}
}

func TestNoTextOfOursIsBrokenAtAForbiddenPlace(t *testing.T) {
	const begins, ends = "。，、；：？！）」』】》…％%’”.,;:?!)", "（「『【《“‘($"
	forbidden := func(lines []string) string {
		for i, line := range lines {
			first, _ := utf8.DecodeRuneInString(line)
			last, _ := utf8.DecodeLastRuneInString(line)
			if i > 0 && strings.ContainsRune(begins, first) || i < len(lines)-1 && strings.ContainsRune(ends, last) {
				return line
			}
		}
		return ""
	}
	broken := 0
	for _, tag := range []string{"zh-Hant-HK", "zh-Hans"} {
		c := catalogue(t, tag)
		for _, key := range c.Keys() {
			text := c.Text(key, map[string]any{"Count": 3, "Amount": "HK$1,234.50", "Method": "AlipayHK"})
			for width := float32(12); width < 60; width += 5 {
				lines := wrap(text, width, columns)
				broken += len(lines) - 1
				if bad := forbidden(lines); bad != "" {
					t.Errorf("%s: %s at %v: %q", tag, key, width, bad)
				}
				for _, line := range lines {
					if columns(line) > width && columns(line) > 24 {
						t.Errorf("%s: %s at %v has the line %q", tag, key, width, line)
					}
				}
			}
		}
	}
	if broken < 1000 || forbidden([]string{"好", "。"}) == "" || forbidden([]string{"（", "好"}) == "" {
		t.Error("the planted faults were not found")
	}
}

func TestEnglishBreaksAsItAlwaysDid(t *testing.T) {
	// atSpaces is how every text was broken before there was Chinese.
	atSpaces := func(text string, width float32) (lines []string) {
		for part := range strings.SplitSeq(text, "\n") {
			now := ""
			for word := range strings.FieldsSeq(part) {
				switch {
				case now == "":
					now = word
				case columns(now+" "+word) <= width:
					now += " " + word
				default:
					lines, now = append(lines, now), word
				}
			}
			lines = append(lines, now)
		}
		return lines
	}
	c := catalogue(t, "en")
	for _, key := range c.Keys() {
		text := c.Text(key, map[string]any{"Count": 3, "Amount": "HK$1,234.50", "Method": "AlipayHK"})
		for width := float32(5); width < 80; width += 5 {
			if got, want := wrap(text, width, columns), atSpaces(text, width); !slices.Equal(got, want) && key != "language.name" {
				t.Errorf("%s at %v: %q, want %q", key, width, got, want)
			}
		}
	}
}

func TestALineIsCutIntoRunsOfOneFont(t *testing.T) {
	for line, want := range map[string][]string{
		"":                {},
		"Charge":          {"Charge"},
		"收款":              {"收款"},
		"收款 HK$5（好）ok":    {"收款", " HK$5", "（好）", "ok"},
		"T1 · 骨記の店 2026年": {"T1 · ", "骨記の店", " 2026", "年"},
	} {
		if got := hanRuns(line); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}
