package cli

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"qrtill/storage"
)

// backup copies the log of a till that is closed; one that runs makes its own.
func backup(fs *flag.FlagSet) work {
	data := dataFolderFlags(fs)
	return func(_ context.Context, env Env, words []string) int {
		log, path, err := data.read()
		if err != nil {
			return data.fail(env, path, err)
		}
		defer log.Close()
		report, err := log.CopyTo(words[0])
		if err != nil {
			return failOn(env, words[0], err)
		}
		fmt.Fprintf(env.Out, "Backed up to %s and verified: %d events, %d orders\n", words[0], report.Events, report.Orders)
		return Done
	}
}

// restore puts a backup in the place of a closed till's log.
func restore(fs *flag.FlagSet) work {
	data := dataFolderFlags(fs)
	return func(_ context.Context, env Env, words []string) int {
		path := words[0]
		dir, err := data.dir()
		if err != nil {
			return fail(env, err)
		}
		if info, err := os.Stat(path); err != nil {
			return failOn(env, path, err)
		} else if !info.Mode().IsRegular() {
			return failOn(env, path, storage.ErrBadBackup)
		}
		folder, err := storage.Claim(dir)
		if err != nil {
			return failOn(env, dir, err)
		}
		defer folder.Close()
		if whose, err := storage.Identify(path); err == nil && whose.Practice != data.practice {
			return data.fail(env, path, storage.ErrPractice)
		}
		aside, err := storage.Restore(dir, path, time.Now())
		if err != nil {
			return failOn(env, path, err)
		}
		return restored(env, dir, path, aside)
	}
}

// restored says what is there now.
func restored(env Env, dir, path, aside string) int {
	report, err := storage.Verify(filepath.Join(dir, logFile))
	if err != nil {
		return fail(env, err)
	}
	fmt.Fprintf(env.Out, "Restored from %s into %s: %d events, %d orders\n", path, dir, report.Events, report.Orders)
	if aside != "" {
		fmt.Fprintf(env.Out, "The log that was there is kept as %s\n", aside)
	}
	if note := missing(dir, report.Practice); note != "" {
		fmt.Fprintln(env.Out, note)
	}
	return Done
}

// missing says what the journal beside the log has and the log has not, if
// anything.
func missing(dir string, practice bool) string {
	log, err := storage.Open(dir, storage.Options{ReadOnly: true, Practice: practice})
	if err != nil { // of an older form, which only the till renews
		return "What was made since, if anything, the till asks for when it starts."
	}
	defer log.Close()
	events, unreadable, err := log.Missing()
	if err != nil {
		return "The journal can't be read, so it can't be told what was made since: " + err.Error()
	}
	note := ""
	if len(events) > 0 {
		note = fmt.Sprintf("Made since and known from the journal: %d orders and refunds. The till asks for them when it starts.", len(events))
	}
	if unreadable > 0 {
		note += fmt.Sprintf(" Lines of the journal that can't be read: %d.", unreadable)
	}
	return note
}
