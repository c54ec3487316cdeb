// Package talk is what a harness and the windowless till (package child) say to
// each other: one JSON object a line, commands one way, what the till has shown
// the other way. The first line to the till is not JSON: it is client_secret.
package talk
