package desk

import "testing"

func TestWordsAreFoundAcrossLinesWithALetterMisread(t *testing.T) {
	const read = "Y Gateway online\nPaid at 10:42, before the ti1l was\nstarted aga in. Hand over the goods"
	for words, said := range map[string]bool{
		"Gateway online": true,
		"before the till was started again. Hand over": true,
		"was started again. Hand over":                 true,
		"was startet again. Hand over":                 true,
		"was started agin. Hand over":                  true,
		"was stated agin. Hand over":                   false,
		"Paid at 10:42":                                true,
		"Paid at 10:43":                                false,
		"Paid at 0:42":                                 false,
		"Gateway offline":                              false,
		"paid":                                         true,
		"Paid at 10:42, before the till was started":   true,
		"Gateway online, paid at 10:42":                true,
		"not a word of it, and so long that much could be misread": false,
		"": false, "…": false,
	} {
		if Said(read, words) != said {
			t.Errorf("%q: said %t", words, !said)
		}
	}
	if Said("", "Paid") {
		t.Error("nothing was read, and yet it was said")
	}
}
