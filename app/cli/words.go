package cli

import (
	"flag"
	"fmt"
	"strings"
	"time"
)

// words is how many words a command takes beside its flags: each is the name of
// a file. Others are refused and nothing is done. A word that is passed over in
// silence may have been a day, and the whole log is printed.
type words struct {
	least, most int
	secret      bool                        // a word may be a secret, and is not repeated
	instead     func(given []string) string // what to do for words that mean something; nil, or empty, for nothing better
}

// parse reads flags and words, in any order; behind "--" all are words.
func parse(fs *flag.FlagSet, args []string) (given []string, err error) {
	for {
		if err := fs.Parse(args); err != nil {
			return nil, err
		}
		rest := fs.Args()
		read := len(args) - len(rest)
		if len(rest) == 0 || read > 0 && args[read-1] == "--" {
			return append(given, rest...), nil
		}
		given, args = append(given, rest[0]), rest[1:]
	}
}

// synopsis is how the command is called.
func (c command) synopsis() string {
	s := Program + " " + c.name + " [flags]"
	switch {
	case c.words.least > 0:
		s += " FILE"
	case c.words.most > 0:
		s += " [FILE]"
	}
	return s
}

// refuse says what is wrong with the words that were given and what to do;
// nothing when they are as many as the command takes.
func (c command) refuse(given []string) string {
	n := len(given)
	switch {
	case n < c.words.least:
		return "nothing was done, because no file was named; call it as " + c.synopsis()
	case n <= c.words.most:
		return ""
	case c.words.most > 0:
		return fmt.Sprintf("nothing was done, because it takes one file and was given %d; a name with spaces stands in quotes", n)
	case c.words.secret:
		return "nothing was done, because it takes flags alone; client_secret comes on standard input, never as an argument"
	}
	do := ""
	if c.words.instead != nil {
		do = c.words.instead(given)
	}
	if do == "" {
		do = Program + " " + c.name + " -h lists its flags"
	}
	return fmt.Sprintf("nothing was done, because %q is no flag; %s", given[0], do)
}

// daysAsFlags shows whoever has typed a day, or two, how they are given.
func daysAsFlags(given []string) string {
	from, first := dayLike(given[0])
	to, last := dayLike(given[len(given)-1])
	if !first || !last {
		return ""
	}
	return fmt.Sprintf("days are given as %s orders -from %s -to %s", Program, from, to)
}

// dayLike reads a day in the ways in which the year is written first.
func dayLike(word string) (day string, ok bool) {
	t, err := time.Parse("2006-1-2", strings.NewReplacer("/", "-", ".", "-").Replace(word))
	return t.Format(time.DateOnly), err == nil
}
