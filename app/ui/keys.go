package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// deed is what a key asks for.
type deed uint8

const (
	noDeed deed = iota
	doGo
	doStop
	doErase
	doHelp
	doCharge
	doHistory
	doAskNow
	doMethod
	doNote
	doLanguage
	doDiscount
	doTip
	doRefund
	doSettings
	doCustomer
	doSeen
	doTrouble
	doPayNow
	doDrills
)

// Names of our own for keys that reach us as shortcuts.
const (
	keyPayNow   fyne.KeyName = "Ctrl+P"
	keyTrouble  fyne.KeyName = "Ctrl+T"
	keyDiscount fyne.KeyName = "Ctrl+L"
	keyTip      fyne.KeyName = "Ctrl+M"
	keyDrills   fyne.KeyName = "Ctrl+D"
)

// shortcuts are the letters that make such a key together with Ctrl.
var shortcuts = map[fyne.KeyName]fyne.KeyName{
	fyne.KeyP: keyPayNow, fyne.KeyT: keyTrouble, fyne.KeyL: keyDiscount, fyne.KeyM: keyTip, fyne.KeyD: keyDrills,
}

// shortcutKey is the key that a shortcut stands for, empty for none of ours.
func shortcutKey(s fyne.Shortcut) fyne.KeyName {
	if custom, ok := s.(*desktop.CustomShortcut); ok && custom.Modifier == fyne.KeyModifierControl {
		return shortcuts[custom.KeyName]
	}
	return ""
}

// addShortcuts gives a window the keys that are made with Ctrl.
func addShortcuts(c fyne.Canvas, keys keySink) {
	for letter, name := range shortcuts {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: letter, Modifier: fyne.KeyModifierControl}, func(fyne.Shortcut) {
			keys.key(&fyne.KeyEvent{Name: name})
		})
	}
}

// keyHelp is a key's line in the help.
type keyHelp struct {
	does  deed
	shown string // what is printed on the key
	text  string // a key of the catalogue
}

// helpLines are the keys as the help shows them.
func helpLines() (lines []keyHelp) {
	for _, k := range keyTable {
		if k.shown != "" {
			lines = append(lines, keyHelp{k.does, k.shown, k.text})
		}
	}
	return lines
}

// keyTable is every key with a meaning, in the order of the help. The same key
// does the same on every screen.
var keyTable = []struct {
	name  fyne.KeyName
	does  deed
	shown string // empty leaves it out of the help
	text  string
}{
	{"", noDeed, "0–9  00  .", "keys.digits"},
	{"", noDeed, "+", "keys.plus"},
	{fyne.KeyBackspace, doErase, "Backspace", "keys.erase"},
	{fyne.KeyReturn, doGo, "Enter", "keys.enter"},
	{fyne.KeyEnter, doGo, "", ""},
	{fyne.KeyEscape, doStop, "Esc", "keys.escape"},
	{fyne.KeyF1, doHelp, "F1", "keys.help"},
	{fyne.KeyF2, doCharge, "F2", "keys.charge"},
	{fyne.KeyF3, doHistory, "F3", "keys.history"},
	{fyne.KeyF5, doAskNow, "F5", "keys.ask_now"},
	{fyne.KeyF6, doMethod, "F6", "keys.method"},
	{fyne.KeyF7, doNote, "F7", "keys.note"},
	{fyne.KeyF8, doLanguage, "F8", "keys.language"},
	{fyne.KeyF9, doRefund, "F9", "keys.refund"},
	{fyne.KeyF10, doSettings, "F10", "keys.settings"},
	{fyne.KeyF11, doCustomer, "F11", "keys.customer"},
	{fyne.KeyF12, doSeen, "F12", "keys.seen"},
	{keyDiscount, doDiscount, "Ctrl+L", "keys.discount"},
	{keyTip, doTip, "Ctrl+M", "keys.tip"},
	{keyTrouble, doTrouble, "Ctrl+T", "keys.trouble"},
	{keyPayNow, doPayNow, "Ctrl+P", "keys.pay_now"},
	{keyDrills, doDrills, "Ctrl+D", "keys.drills"},
}

// deedOf is what a key asks for.
func deedOf(name fyne.KeyName) deed {
	for _, k := range keyTable {
		if k.name == name && name != "" {
			return k.does
		}
	}
	return noDeed
}

// functionKey says that a key belongs to the till even while text is typed.
func functionKey(name fyne.KeyName) bool { return deedOf(name) >= doHelp }
