package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"qrtill/app/book"
	"qrtill/app/order"
	"qrtill/storage"
)

// formats are how orders can be written.
var formats = map[string]func(io.Writer) rowWriter{
	"json":  newJSONRows,
	"table": newTableRows,
}

// rowWriter writes one order after another.
type rowWriter interface {
	write(book.Row) error
	close() error
}

func orders(_ context.Context, env Env, args []string) int {
	fs, place := newFlags(env, "orders")
	from := fs.String("from", "", "first business day, such as 2026-11-24")
	to := fs.String("to", "", "last business day")
	status := fs.String("status", "", "only these, such as paid or waiting,unsure")
	format := fs.String("format", "table", "table or json")
	out := fs.String("out", "", "file to write (default: standard output)")
	if code, ok := parse(fs, args); !ok {
		return code
	}
	states, err := parseStates(*status)
	switch {
	case err != nil:
		return misused(env, fs, "%v", err)
	case formats[*format] == nil:
		return misused(env, fs, "-format must be table or json, not %q", *format)
	case !validDay(*from) || !validDay(*to):
		return misused(env, fs, "days are written like 2026-11-24")
	}
	dir, err := place.dir()
	if err != nil {
		return fail(env, err)
	}
	log, err := storage.Open(dir, storage.Options{ReadOnly: true, Practice: place.practice})
	if err != nil {
		return fail(env, err)
	}
	defer log.Close()
	if err := writeOrders(env.Out, *out, formats[*format], book.New(log), *from, *to, states); err != nil {
		return fail(env, err)
	}
	return Done
}

func writeOrders(w io.Writer, path string, format func(io.Writer) rowWriter, b *book.Book, from, to string, states []order.State) (err error) {
	if path != "" {
		file, createErr := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
		if createErr != nil {
			return fmt.Errorf("the file can't be written: %w", createErr)
		}
		defer func() {
			if closeErr := file.Close(); err == nil {
				err = closeErr
			}
		}()
		w = file
	}
	rows := format(w)
	for o, err := range b.Range(from, to, states) {
		if err != nil {
			return err
		}
		if err := rows.write(book.RowOf(o)); err != nil {
			return err
		}
	}
	return rows.close()
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

type jsonRows struct{ encoder *json.Encoder }

func newJSONRows(w io.Writer) rowWriter {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return jsonRows{encoder}
}

func (r jsonRows) write(row book.Row) error { return r.encoder.Encode(row) }
func (r jsonRows) close() error             { return nil }

type tableRows struct{ w *tabwriter.Writer }

func newTableRows(w io.Writer) rowWriter {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "CREATED\tAMOUNT\tCURRENCY\tMETHOD\tSTATUS\tMARKS\tORDER\tNOTE")
	return tableRows{t}
}

func (r tableRows) write(row book.Row) error {
	_, err := fmt.Fprintf(r.w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", row.CreatedAt.Format(time.RFC3339), row.Amount, row.Currency,
		row.Method, row.Status, strings.Join(row.Marks, ","), row.MerchantOrderID, row.Note)
	return err
}

func (r tableRows) close() error { return r.w.Flush() }
