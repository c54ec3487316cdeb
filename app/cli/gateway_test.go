package cli_test

import (
	"context"
	"strings"
	"testing"

	"qrtill/app/cli"
)

func TestGatewayPrintsItsAddressAndCredentials(t *testing.T) {
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // it starts, prints, and ends
	env := cli.Env{In: strings.NewReader(""), Out: &b.out, Err: &b.err}
	if code := cli.Run(ctx, env, []string{"gateway", "-listen", "127.0.0.1:0"}); code != cli.Done {
		t.Fatalf("exit %d: %s", code, b.err.String())
	}
	for _, line := range []string{"gateway: http://127.0.0.1:", "merchant: ", "client_secret: ", "notify_key: "} {
		if !strings.Contains(b.out.String(), line) {
			t.Errorf("no %q in %q", line, b.out.String())
		}
	}
}
