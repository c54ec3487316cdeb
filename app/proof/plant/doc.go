// Package plant puts one bug of testdata/ into the program without touching the
// tree: copies of the files get it, which `go build -overlay` or `go test
// -overlay` lays over the originals. Nothing of it ships.
//
// A planted bug is a text file, NAME.plant:
//
//	raises lost: a dismissed code is no longer asked about
//
//	in app/order
//	func Need
//	-	case o.State == StateWaiting || o.State == StateUnsure:
//	+	case o.State == StateUnsure:
//
// The first line names the figure that must rise when the planted program is
// checked, or the unit test that must fail. Then come the places that the bug changes: the folder of a package,
// how a declaration in it begins (func, type, const or var, up to its name), and
// lines as in a diff. "-" goes, "+" comes, and a line that begins with a space
// stays. A blank line ends a place; the next one in the same declaration needs
// no heading.
//
// The lines that go or stay must stand in the declaration once, one after the
// other, and are no more than that takes. Spaces, blank lines and comments are
// not compared. So a bug still fits when the lines beside it change, when gofmt
// moves columns, and when the declaration moves to another file of its package.
// It uses what that file imports.
//
// Where building takes longer than being caught, bugs that change nothing but functions
// are planted beside one another in one program ([Together]), and [Switch] says which of
// them it has.
//
// A plant that no longer fits is mended by hand, or written anew by command anew
// out of a change made in the tree.
package plant
