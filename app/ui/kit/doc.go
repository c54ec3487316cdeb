// Package kit is what every screen is made of: colours and sizes, a few parts,
// how they are laid out, and the one way that keys take. A page put together from
// it looks and feels like the others, in both looks and all languages.
//
// It knows amounts and words, and no till: a part is told what to show. It calls
// nothing but the functions that it was handed, and asks for no more than [Frame],
// which is what any page may ask of the window that it is in. Pages add what they
// need beside it in an interface of their own.
//
// In the order to read it in:
//
//	theme.go        colours by use, sizes, the two looks
//	kit.go          Texts: a language's words, with money and times in them
//	language.go     the languages that were chosen here, and Dress: Fyne in look and language
//	layout.go       Row, Column, Grow, Pad: a screen is these, nested; masonry.go for cards
//	label.go        Label, one that shrinks or wraps; Flow, as high as its text; wrap.go, where lines end
//	surface.go      Plate, Card, Pill, Strip, Aside, Sign, and the Tone they are said in; icons.go, their shapes
//	button.go       and the other parts that can have the focus: field.go, picker.go, chooser.go, list.go
//	form.go         Prompt, a question with its answer and what is wrong with it
//	keys.go         the one table of keys, and the Deed that each asks for
//	keyboard.go     Keyboard, the one way of keys: held back until it is known who pressed them, and
//	                handed to who has the focus; when Enter and Esc are meant; gate.go, the way there
//	frame.go        Frame and Keys: what a page and a part may ask
//	sheet.go        Sheets, the room above a page, with a sign at its head
//	saving.go       Saving, how a command that takes a while gets on, told by Views
//	scroll.go       a page follows the focus; practice.go, the ribbon over what is not real
//
// Sizes are Fyne's units, which a monitor's scale turns into pixels. Everything
// here belongs to Fyne's goroutine, but for [CatalogueIn] and the methods of
// [Texts], which any goroutine may call. A part that changes repaints itself; one
// that comes or goes needs [Relayout].
//
// The package imports order, typing and assets.
package kit
