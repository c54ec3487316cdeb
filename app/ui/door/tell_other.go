//go:build !windows

package door

import (
	"fmt"
	"os"
)

// Tell says a sentence without Fyne: here on standard error, which these
// systems keep.
func Tell(title, sentence string) { fmt.Fprintf(os.Stderr, "%s: %s\n", title, sentence) }
