// Package talk is what a harness and the windowless till (package child) say to
// each other: one JSON object a line, commands one way, what the till has shown
// the other way. The first two lines to the till are not JSON: they are
// client_secret and the pepper of the manager's PIN.
package talk
