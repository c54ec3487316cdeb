// Package assets holds what the program carries inside itself (its icon, its
// texts and the fonts for Chinese) and renders texts, money and times for people.
//
// Every text on the screen has a key, "charge.amount", and stands in
// text/en.json. A language is one file: text/xx.json with the same keys,
// including the few that begin with "format." and say how that language
// writes money, dates and times. Texts may hold values, "{{.Name}}"; a text
// whose words depend on a number is an object with "one" and "other", and the
// number is the value "Count". One value nobody gives: Load itself puts the name
// that the system has for its keyring where a text says {{.Keyring}}. The tests read all of our code: a text that nobody
// renders, and a value that a text has and is not given, are named with their
// line. The window toolkit has some words of its own: fynetext holds them. A tag
// in Languages puts a language on offer.
//
// The package imports nothing of this program, and no window.
package assets
