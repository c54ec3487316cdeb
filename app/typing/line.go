package typing

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is a text of a run, with the keys around it.
type line []Stroke

// texts divides a run where a key between two characters made none.
func texts(run []Stroke) (lines []line) {
	from, text := 0, false
	for i, s := range run {
		if s.Text != "" && text && run[i-1].Text == "" {
			lines, from = append(lines, run[from:i]), i
		}
		text = text || s.Text != ""
	}
	return append(lines, run[from:])
}

func (l line) text() (text string) {
	for _, s := range l {
		text += s.Text
	}
	return text
}

func (l line) machine() bool {
	return slices.ContainsFunc(l, func(s Stroke) bool { return s.who == machine })
}

// quick says that a line may well be a scanner's though nobody knows: it would be a scan,
// and no key went down while another was. Those of a quick person do; but where all of it
// waited for one poll nothing is known, and no person is so quick.
func (l line) quick() bool {
	overlap := slices.ContainsFunc(l[1:], func(s Stroke) bool { return !s.alone })
	once := l[0].After.Equal(l[len(l)-1].After)
	return l.machine() || (!overlap || once) && utf8.RuneCountInString(l.text()) >= scanLeast
}

func (l line) scan() bool {
	return l.machine() && (utf8.RuneCountInString(l.text()) >= scanLeast || Code(l.text()))
}

// input is what a line comes to, which may stand among the lines of a scan, or be the
// end of what a machine has typed. A key alone that no hand can have pressed is in doubt,
// too, unless it only leads elsewhere: scanners may take their time before Enter.
func (l line) input(scan, end bool) (out []Input) {
	text := l.text()
	if scan {
		for _, s := range l { // what was taken back just before it was a person's
			if s.Text != "" || s.Kind != Edits || s.who == machine {
				break
			}
			out = append(out, Input{Stroke: s})
		}
		if text := plain(text); text != "" {
			out = append(out, Input{Scan: text})
		}
		return out
	}
	first := slices.IndexFunc(l, func(s Stroke) bool { return s.Text != "" })
	for i, s := range l {
		s.Quick, s.Begins = l.quick(), i == first
		s.Doubt = text != "" || end || s.who == machine
		leads := s.Kind == Leads && !end && (text == "" || !l.machine())
		if !s.Doubt || s.Text != "" || s.Kind == Enters || s.Kind == Edits || s.Kind == Writes || leads {
			out = append(out, Input{Stroke: s})
		}
	}
	return out
}

// plain is a text without control characters: those that separate the fields of a
// code become blanks.
func plain(text string) string {
	return strings.Join(strings.FieldsFunc(text, unicode.IsControl), " ")
}

// Separator is the character GS, which divides the fields of a code. Scanners send it
// as Ctrl and a key.
const Separator = '\x1d'

// codeDigits is from how many digits on a number is no amount: those have seven at
// most before the decimals.
const codeDigits = 8

// Code says that a text can only be a code, however slowly it came: it has a letter,
// or eight digits in a row, or the separator of fields, or begins like "]C1".
func Code(text string) bool {
	row := 0 // digits
	for i, r := range text {
		row++
		if _, is := digit(r); !is {
			row = 0
		}
		if row >= codeDigits || unicode.IsLetter(r) || r == Separator || i == 0 && r == ']' {
			return true
		}
	}
	return false
}
