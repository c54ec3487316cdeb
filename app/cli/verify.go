package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"

	"qrtill/app/order"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

const logFile = "orders.db"

// verify checks a log: the till's own, or a file's.
func verify(fs *flag.FlagSet) work {
	data := dataFolderFlags(fs)
	return func(ctx context.Context, env Env, words []string) int {
		if len(words) > 0 {
			return check(ctx, env, words[0], "")
		}
		dir, err := data.dir()
		if err != nil {
			return fail(env, err)
		}
		return check(ctx, env, filepath.Join(dir, logFile), dir)
	}
}

// check verifies a file and says what came of it. own is the folder of the
// till whose log it is, empty for any other file.
func check(ctx context.Context, env Env, path, own string) int {
	known, notes := heads(ctx, env, path, own != "")
	report, err := storage.Verify(path, known...)
	if own == "" && errors.Is(err, storage.ErrDamaged) { // or it never was one
		err = fmt.Errorf("%w: %w", storage.ErrBadBackup, err)
	}
	if err != nil {
		code := failOn(env, path, err)
		if errors.Is(err, storage.ErrDamaged) {
			code = Failed
		}
		return code
	}
	for _, problem := range report.Problems {
		fmt.Fprintln(env.Err, "problem:", problem)
	}
	if len(report.Problems) > 0 {
		fmt.Fprintf(env.Err, "%s does not hold together: %d problems in %d events. Keep the file as it is, and call for help.\n",
			path, len(report.Problems), report.Events)
		return Failed
	}
	fmt.Fprintf(env.Out, "ok: %d events, %d orders\n", report.Events, report.Orders)
	if own != "" {
		if note := missing(own, report.Practice); note != "" {
			notes = append(notes, note)
		}
	}
	for _, note := range notes {
		fmt.Fprintln(env.Out, "note:", note)
	}
	return Done
}

// heads are what the keyring knows of a log's end, to be looked for in it, and
// what there is to say about that. A backup may end earlier.
func heads(ctx context.Context, env Env, path string, own bool) (known []storage.Head, notes []string) {
	whose, err := storage.Identify(path)
	if err != nil {
		return nil, nil // Verify says why
	}
	head, err := keptHead(ctx, env, whose)
	keyring := keyringName()
	switch {
	case errors.Is(err, secrets.ErrNoSecret):
		return nil, []string{"This computer's " + keyring + " knows nothing of this log, so it can't be told whether its end is cut off."}
	case err != nil:
		return nil, []string{"The " + keyring + " can't be read, so it can't be told whether the end is cut off."}
	case !own && head.Seq > whose.Seq:
		return nil, []string{fmt.Sprintf("It ends with event %d; the till has written %d or more since it began.", whose.Seq, head.Seq)}
	}
	return []storage.Head{head}, []string{fmt.Sprintf("Event %d, which the %s knows, is in it.", head.Seq, keyring)}
}

// keptHead is the head that the till has left in the keyring. Practice has none.
func keptHead(ctx context.Context, env Env, whose storage.Identity) (storage.Head, error) {
	if whose.Practice {
		return storage.Head{}, secrets.ErrNoSecret
	}
	keyring, done := newSecrets(env, whose.DatabaseID)
	defer done()
	text, err := keyring.Get(ctx, order.Account{}, secrets.ChainHead)
	if err != nil {
		return storage.Head{}, err
	}
	return storage.ParseHead(text)
}
