package desk

import (
	"unicode/utf8"

	"github.com/jezek/xgb/xproto"
)

// What X calls the keys (keysymdef.h).
const (
	shift      xproto.Keysym = 0xffe1
	thirdLevel xproto.Keysym = 0xfe03 // AltGr
	numLock    xproto.Keysym = 0xff7f
	unicode    xproto.Keysym = 0x1000000 // and the character, beyond Latin-1
)

var modifiers = map[string]xproto.Keysym{"shift": shift, "ctrl": 0xffe3, "alt": 0xffe9}

var named = map[string]xproto.Keysym{
	"BackSpace": 0xff08, "Tab": 0xff09, "Return": 0xff0d, "Escape": 0xff1b, "Delete": 0xffff,
	"Home": 0xff50, "Left": 0xff51, "Up": 0xff52, "Right": 0xff53, "Down": 0xff54,
	"Prior": 0xff55, "Next": 0xff56, "End": 0xff57, "Num_Lock": numLock,
	"F1": 0xffbe, "F2": 0xffbf, "F3": 0xffc0, "F4": 0xffc1, "F5": 0xffc2, "F6": 0xffc3,
	"F7": 0xffc4, "F8": 0xffc5, "F9": 0xffc6, "F10": 0xffc7, "F11": 0xffc8, "F12": 0xffc9,
	"space": ' ', "plus": '+', "minus": '-', "period": '.', "comma": ',', "bracketright": ']',
	"KP_Home": 0xff95, "KP_Enter": 0xff8d, "KP_Multiply": 0xffaa, "KP_Add": 0xffab, "KP_Separator": 0xffac,
	"KP_Subtract": 0xffad, "KP_Decimal": 0xffae, "KP_Divide": 0xffaf,
	"KP_0": 0xffb0, "KP_1": 0xffb1, "KP_2": 0xffb2, "KP_3": 0xffb3, "KP_4": 0xffb4,
	"KP_5": 0xffb5, "KP_6": 0xffb6, "KP_7": 0xffb7, "KP_8": 0xffb8, "KP_9": 0xffb9,
}

// keypad says that a key means this only while NumLock is on.
func keypad(s xproto.Keysym) bool {
	return s == named["KP_Decimal"] || s == named["KP_Separator"] || s >= named["KP_0"] && s <= named["KP_9"]
}

// symNamed knows the names above, and every single character.
func symNamed(name string) (xproto.Keysym, bool) {
	if sym, known := named[name]; known {
		return sym, true
	}
	r, size := utf8.DecodeRuneInString(name)
	return symOf(r), size == len(name) && size > 0
}

func symOf(r rune) xproto.Keysym {
	if r < 0x100 {
		return xproto.Keysym(r)
	}
	return unicode + xproto.Keysym(r)
}
