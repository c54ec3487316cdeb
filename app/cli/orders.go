package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"qrtill/app/book"
	"qrtill/app/order"
)

// formats are how orders can be written.
var formats = map[string]func(io.Writer, iter.Seq2[book.Row, error]) error{
	"json":  writeJSON,
	"table": writeTable,
}

// ordersFlags are the flags of orders.
type ordersFlags struct {
	from, to, status, format, out string
}

func orders(fs *flag.FlagSet) work {
	data := dataFolderFlags(fs)
	var f ordersFlags
	fs.StringVar(&f.from, "from", "", "first business day, such as 2026-11-24")
	fs.StringVar(&f.to, "to", "", "last business day")
	fs.StringVar(&f.status, "status", "", "only these, such as paid or waiting,unsure")
	fs.StringVar(&f.format, "format", "table", "table or json")
	fs.StringVar(&f.out, "out", "", "file to write (default: standard output)")
	return func(_ context.Context, env Env, _ []string) int {
		states, err := parseStates(f.status)
		switch {
		case err != nil:
			return misused(env, fs, "%v", err)
		case formats[f.format] == nil:
			return misused(env, fs, "-format must be table or json, not %q", f.format)
		case !validDay(f.from) || !validDay(f.to):
			return misused(env, fs, "days are written like 2026-11-24")
		}
		log, path, err := data.read()
		if err != nil {
			return data.fail(env, path, err)
		}
		defer log.Close()
		if err := f.write(env.Out, rows(book.New(log), f.from, f.to, states)); err != nil {
			return failOn(env, cmp.Or(f.out, path), err)
		}
		return Done
	}
}

// rows are the orders of the days and states asked for.
func rows(b *book.Book, from, to string, states []order.State) iter.Seq2[book.Row, error] {
	return func(yield func(book.Row, error) bool) {
		for o, err := range b.Range(from, to, states) {
			if !yield(book.RowOf(o), err) {
				return
			}
		}
	}
}

// write puts the rows into the file that was asked for, or else into w.
func (f *ordersFlags) write(w io.Writer, rows iter.Seq2[book.Row, error]) (err error) {
	if f.out != "" {
		file, createErr := os.OpenFile(f.out, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
		if createErr != nil {
			return createErr
		}
		defer func() {
			if err = errors.Join(err, file.Close()); err != nil {
				_ = os.Remove(f.out) // half of the orders would be taken for all
			}
		}()
		w = file
	}
	return formats[f.format](w, rows)
}

func parseStates(s string) ([]order.State, error) {
	if s == "" {
		return nil, nil
	}
	words := map[string]order.State{}
	for state := order.StateCreated; state <= order.StateRefused; state++ {
		words[state.String()] = state
	}
	var states []order.State
	for word := range strings.SplitSeq(s, ",") {
		state, ok := words[strings.TrimSpace(word)]
		if !ok {
			return nil, fmt.Errorf("-status must be created, waiting, unsure, paid, cancelled or refused, not %q", word)
		}
		states = append(states, state)
	}
	return states, nil
}

func validDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return s == "" || err == nil
}

// writeJSON writes one object a line.
func writeJSON(w io.Writer, rows iter.Seq2[book.Row, error]) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for row, err := range rows {
		if err != nil {
			return err
		}
		if err := encoder.Encode(row); err != nil {
			return err
		}
	}
	return nil
}

func writeTable(w io.Writer, rows iter.Seq2[book.Row, error]) error {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "CREATED\tAMOUNT\tCURRENCY\tMETHOD\tSTATUS\tMARKS\tORDER\tNOTE")
	for row, err := range rows {
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", row.CreatedAt.Format(time.RFC3339), row.Amount, row.Currency,
			row.Method, row.Status, strings.Join(row.Marks, ","), row.MerchantOrderID, row.Note); err != nil {
			return err
		}
	}
	return t.Flush()
}
