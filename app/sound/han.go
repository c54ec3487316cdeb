package sound

import (
	"regexp"
	"strconv"
	"strings"
)

var number = regexp.MustCompile(`\d+`)

// inHan writes the whole numbers of a text as Chinese says them. espeak-ng
// leaves parts out of Chinese numbers from ten thousand on.
func inHan(text string) string {
	return number.ReplaceAllStringFunc(text, func(digits string) string {
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || n >= 1_0000_0000_0000 {
			return digits
		}
		return hanNumber(n)
	})
}

// hanNumber is a number below a million million: 10005 is 一萬零五.
func hanNumber(n int64) string {
	if n == 0 {
		return "零"
	}
	var b strings.Builder
	skipped := false // a place was empty since the last digit
	for place := int64(1e11); place > 0; place /= 10 {
		digit := n / place % 10
		power := 0 // of ten, within the group of four
		for p := place; p%10 == 0; p /= 10 {
			power++
		}
		if digit == 0 {
			skipped = b.Len() > 0
		} else {
			if skipped {
				b.WriteString("零")
			}
			skipped = false
			if digit != 1 || power%4 != 1 || b.Len() > 0 { // 十五, not 一十五
				b.WriteString(string([]rune("零一二三四五六七八九")[digit]))
			}
			b.WriteString([]string{"", "十", "百", "千"}[power%4])
		}
		if group := n / place % 10000; power > 0 && power%4 == 0 && group > 0 {
			b.WriteString([]string{"", "萬", "億"}[power/4])
			skipped = group%10 == 0 // 十萬零五, but 一萬二千
		}
	}
	return b.String()
}
