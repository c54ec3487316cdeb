package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"qrtill/storage"
)

// verify checks a log: the till's own, or a file's.
func verify(_ context.Context, env Env, args []string) int {
	fs, place := newFlags(env, "verify")
	if code, ok := parse(fs, args); !ok {
		return code
	}
	path := fs.Arg(0)
	if path == "" {
		dir, err := place.dir()
		if err != nil {
			return fail(env, err)
		}
		path = filepath.Join(dir, "orders.db")
	}
	report, err := storage.Verify(path)
	if err != nil {
		return fail(env, err)
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
	return Done
}
