package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"
)

// secretReader reads one secret after the other: typed in a terminal, where each is asked for
// and nobody sees it, or handed over, a line each.
type secretReader struct {
	env      Env
	lines    *bufio.Reader
	terminal *os.File // nil where nobody types
	showing  *term.State
}

// brokenOff is how long a console of Windows may take to tell the program of Ctrl+C, after
// it has ended the line as if with Enter.
const brokenOff = 100 * time.Millisecond

func newSecretReader(env Env) *secretReader {
	r := &secretReader{env: env, lines: bufio.NewReader(env.In)}
	if file, is := env.In.(*os.File); is {
		if showing, err := term.GetState(int(file.Fd())); err == nil { // it is a terminal
			r.terminal, r.showing = file, showing
		}
	}
	return r
}

// read reads the next. A program that is told to end does so while it waits: nothing can
// call a read from a terminal off.
func (r *secretReader) read(ctx context.Context, name string) (secret string, err error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	defer context.AfterFunc(ctx, r.leave)()
	if r.terminal == nil {
		secret, err = readLine(r.lines)
	} else {
		fmt.Fprintf(r.env.Err, "%s: ", name)
		var typed []byte
		typed, err = term.ReadPassword(int(r.terminal.Fd()))
		secret = string(typed)
		fmt.Fprintln(r.env.Err)
		select {
		case <-ctx.Done():
		case <-time.After(brokenOff):
		}
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("standard input can't be read: %w", err)
	}
	return secret, nil
}

// leave ends the program with a terminal that shows again what is typed.
func (r *secretReader) leave() {
	fmt.Fprintf(r.env.Err, "\n%s: nothing was saved\n", Program)
	if r.terminal != nil { // last, as the read may be about to hide what is typed
		_ = term.Restore(int(r.terminal.Fd()), r.showing) // there is nobody to tell
	}
	os.Exit(Undone)
}

// readLine reads a line, in UTF-16 too: with the low byte first, its line feed ends
// with a zero.
func readLine(from *bufio.Reader) (string, error) {
	line, err := from.ReadString('\n')
	if err == nil && strings.Contains(line, "\x00") && len(line)%2 == 1 {
		_, err = from.ReadByte()
		line += "\x00"
	}
	return line, err
}
