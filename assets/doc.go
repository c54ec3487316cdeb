// Package assets holds what the program carries inside itself (its icon and
// its texts) and renders texts, money and times for people.
//
// Every text on the screen has a key, "charge.title", and stands in
// text/en.json. A language is one file: text/xx.json with the same keys,
// including the few that begin with "format." and say how that language
// writes money, dates and times. Texts may hold values, "{{.Name}}"; a text
// whose words depend on a number is an object with "one" and "other", and the
// number is the value "Count".
//
// The package imports nothing of this program, and no window.
package assets
