// Package search looks for secrets in what a program leaves behind: files, also
// within gzip and zip, its output, whatever bytes there are. Each secret is
// looked for in every form in which it could have been written down.
package search
