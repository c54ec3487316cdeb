// Package plant puts one bug of testdata/ into the program without touching the
// tree: its patch is applied to copies of the files, which `go build -overlay`
// or `go test -overlay` lays over the originals. Nothing of it ships.
//
// A patch's first line is "raises FIGURE: what is wrong": whoever checks the
// planted program must see that figure rise.
package plant
