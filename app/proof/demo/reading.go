package main

import (
	"context"
	"fmt"
	"time"

	"qrtill/app/proof/desk"
)

// comesToSay reads the staff's window until it says what it did not say before, and keeps
// the picture that it was read from.
func (d *demo) comesToSay(ctx context.Context, before desk.Picture, limit time.Duration, name string, words ...string) (desk.Picture, error) {
	if err := d.saysNone(ctx, before, words...); err != nil {
		return desk.Picture{}, fmt.Errorf("before it could be true: %w", err)
	}
	var read string
	p, err := d.see(ctx, limit, "the staff's window says so", func(p desk.Picture) bool {
		if said, err := d.words(ctx, p); err == nil {
			read = said
		}
		return missing(read, words) == ""
	})
	if err != nil {
		return p, fmt.Errorf("%w: %q is missing in what can be read:\n%s", err, missing(read, words), read)
	}
	return p, d.report.keep(p, name)
}

// saysNone sees to it that the staff's window says none of the words.
func (d *demo) saysNone(ctx context.Context, p desk.Picture, words ...string) error {
	read, err := d.words(ctx, p)
	if err != nil {
		return err
	}
	for _, w := range words {
		if desk.Said(read, w) {
			return fmt.Errorf("the staff's window says %q", w)
		}
	}
	return nil
}

// words are those in the staff's window.
func (d *demo) words(ctx context.Context, p desk.Picture) (string, error) {
	return d.desktop.Words(ctx, p.Crop(d.till.Main.Area))
}

// missing is the first of the words that was not read; empty for none.
func missing(read string, words []string) string {
	for _, w := range words {
		if !desk.Said(read, w) {
			return w
		}
	}
	return ""
}
