package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"qrtill/app/typing"
)

// Deed is what a key asks for, the same on every page. A page does what it can of
// them; those from DoHelp on are the till's even while text is typed.
type Deed uint8

const (
	noDeed  Deed = iota
	DoGo         // Enter: charge, open, go on, yes
	DoStop       // Esc: clear, stop, go back, no
	DoErase      // Backspace

	DoHelp     // every key, on a sheet
	DoCharge   // to the page of the sale
	DoHistory  // to the list of orders
	DoAskNow   // ask the gateway about the sale at once
	DoMethod   // the next way to pay
	DoNote     // into the note
	DoLanguage // the customer's next language, for this sale
	DoDiscount // the next discount
	DoTip      // the next tip
	DoRefund   // of the order on the page, or of the alert's
	DoSettings // to the settings
	DoCustomer // show, fill or hide the customer's window
	DoSeen     // the oldest alert has been read
	DoTrouble  // to the orders that need a person
	DoPayNow   // the practice customer pays
	DoDrills   // what can be played through, on a sheet
)

// Names of our own for keys that reach a window as shortcuts (see Keyboard.Listen).
const (
	KeyPayNow   fyne.KeyName = "Ctrl+P"
	KeyTrouble  fyne.KeyName = "Ctrl+T"
	KeyDiscount fyne.KeyName = "Ctrl+L"
	KeyTip      fyne.KeyName = "Ctrl+M"
	KeyDrills   fyne.KeyName = "Ctrl+D"
)

// shortcuts are the letters that make such a key together with Ctrl.
var shortcuts = map[fyne.KeyName]fyne.KeyName{
	fyne.KeyP: KeyPayNow, fyne.KeyT: KeyTrouble, fyne.KeyL: KeyDiscount, fyne.KeyM: KeyTip, fyne.KeyD: KeyDrills,
}

// shortcutKey is the key that a shortcut stands for, empty for none of ours.
func shortcutKey(s fyne.Shortcut) fyne.KeyName {
	if custom, ok := s.(*desktop.CustomShortcut); ok && custom.Modifier == fyne.KeyModifierControl {
		return shortcuts[custom.KeyName]
	}
	return ""
}

// HelpLine is a key's line in the help.
type HelpLine struct {
	Does  Deed   // zero for the characters of an amount
	Shown string // what is printed on the key
	Text  string // a key of the catalogue
}

// HelpLines are the keys as the help shows them, in its order. Whether a shop has a
// use for each of them the caller knows.
func HelpLines() (lines []HelpLine) {
	for _, k := range keyTable {
		if k.shown != "" {
			lines = append(lines, HelpLine{k.does, k.shown, k.text})
		}
	}
	return lines
}

// keyTable is every key with a meaning, in the order of the help. The same key
// does the same on every screen.
var keyTable = []struct {
	name  fyne.KeyName
	does  Deed
	shown string // empty leaves it out of the help
	text  string
}{
	{"", noDeed, "0–9  00  .", "keys.digits"},
	{"", noDeed, "+", "keys.plus"},
	{fyne.KeyBackspace, DoErase, "Backspace", "keys.erase"},
	{fyne.KeyReturn, DoGo, "Enter", "keys.enter"},
	{fyne.KeyEnter, DoGo, "", ""},
	{fyne.KeyEscape, DoStop, "Esc", "keys.escape"},
	{fyne.KeyF1, DoHelp, "F1", "keys.help"},
	{fyne.KeyF2, DoCharge, "F2", "keys.charge"},
	{fyne.KeyF3, DoHistory, "F3", "keys.history"},
	{fyne.KeyF5, DoAskNow, "F5", "keys.ask_now"},
	{fyne.KeyF6, DoMethod, "F6", "keys.method"},
	{fyne.KeyF7, DoNote, "F7", "keys.note"},
	{fyne.KeyF8, DoLanguage, "F8", "keys.language"},
	{fyne.KeyF9, DoRefund, "F9", "keys.refund"},
	{fyne.KeyF10, DoSettings, "F10", "keys.settings"},
	{fyne.KeyF11, DoCustomer, "F11", "keys.customer"},
	{fyne.KeyF12, DoSeen, "F12", "keys.seen"},
	{KeyDiscount, DoDiscount, "Ctrl+L", "keys.discount"},
	{KeyTip, DoTip, "Ctrl+M", "keys.tip"},
	{KeyTrouble, DoTrouble, "Ctrl+T", "keys.trouble"},
	{KeyPayNow, DoPayNow, "Ctrl+P", "keys.pay_now"},
	{KeyDrills, DoDrills, "Ctrl+D", "keys.drills"},
}

// DeedOf is what a key asks for; a key without a meaning asks for nothing that a
// page could do.
func DeedOf(name fyne.KeyName) Deed {
	for _, k := range keyTable {
		if k.name == name && name != "" {
			return k.does
		}
	}
	return noDeed
}

// functionKey says that a key belongs to the till even while text is typed.
func functionKey(name fyne.KeyName) bool { return DeedOf(name) >= DoHelp }

// separators are what divides the fields of a code, as scanners send it.
var separators = []desktop.CustomShortcut{
	{KeyName: fyne.KeyRightBracket, Modifier: fyne.KeyModifierControl}, // GS
	{KeyName: fyne.KeyBackslash, Modifier: fyne.KeyModifierControl},    // FS
	{KeyName: fyne.Key6, Modifier: fyne.KeyModifierControl | fyne.KeyModifierShift},
	{KeyName: fyne.KeyMinus, Modifier: fyne.KeyModifierControl | fyne.KeyModifierShift},
}

// named tells keys apart that Fyne has no name for.
func named(e *fyne.KeyEvent) string {
	if e.Name == fyne.KeyUnknown {
		return "#" + strconv.Itoa(e.Physical.ScanCode)
	}
	return string(e.Name)
}

// modifiers change other keys and do nothing themselves.
var modifiers = map[fyne.KeyName]bool{
	desktop.KeyShiftLeft: true, desktop.KeyShiftRight: true, desktop.KeyControlLeft: true, desktop.KeyControlRight: true,
	desktop.KeyAltLeft: true, desktop.KeyAltRight: true, desktop.KeySuperLeft: true, desktop.KeySuperRight: true, desktop.KeyCapsLock: true,
}

// functions are the keys that no scanner sends.
var functions = map[fyne.KeyName]bool{
	fyne.KeyF1: true, fyne.KeyF2: true, fyne.KeyF3: true, fyne.KeyF4: true, fyne.KeyF5: true, fyne.KeyF6: true,
	fyne.KeyF7: true, fyne.KeyF8: true, fyne.KeyF9: true, fyne.KeyF10: true, fyne.KeyF11: true, fyne.KeyF12: true,
}

// edits are the keys that only move, or take back.
var edits = map[fyne.KeyName]bool{
	fyne.KeyBackspace: true, fyne.KeyDelete: true, fyne.KeyLeft: true, fyne.KeyRight: true, fyne.KeyUp: true, fyne.KeyDown: true,
	fyne.KeyHome: true, fyne.KeyEnd: true, fyne.KeyPageUp: true, fyne.KeyPageDown: true,
}

func kindOf(name fyne.KeyName) typing.Kind {
	switch {
	case DeedOf(name) == DoGo:
		return typing.Enters
	case edits[name] || name == fyne.KeyEscape:
		return typing.Edits
	case functions[name]:
		return typing.Leads
	case len(name) == 1 || name == fyne.KeySpace:
		return typing.Writes
	}
	return typing.Acts
}
