package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"qrtill/app/proof/desk"
)

// startGateway starts the gateway. Its ledger holds the secret and therefore
// lies outside the till's data folder.
func (d *demo) startGateway(ctx context.Context) (said string, err error) {
	if d.gateway, err = desk.StartGateway(ctx, &d.Processes, d.program, filepath.Join(d.work, "gateway.jsonl")); err != nil {
		return "", err
	}
	return d.gateway.URL + ", merchant " + d.gateway.Merchant, nil
}

var errNotAsIssued = errors.New("the text on the screen is not what the gateway issued")

// asIssued compares what was read off the screen with the gateway's text.
func asIssued(read, issued string) error {
	if read != issued || issued == "" {
		return fmt.Errorf("%w: read %q, issued %q", errNotAsIssued, read, issued)
	}
	return nil
}
