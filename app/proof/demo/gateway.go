package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"qrtill/app/proof/desk"
)

// gateway is the practice gateway, as a merchant and a customer know it.
type gateway struct {
	*desk.Process
	url, merchant, secret string
}

// entry is one order in the gateway's ledger.
type entry struct {
	MerchantOrderID string    `json:"merchant_order_id"`
	OrderID         string    `json:"order_id"`
	Amount          string    `json:"amount"`
	Currency        string    `json:"currency"`
	Method          string    `json:"method"`
	Status          string    `json:"status"`
	QR              string    `json:"qr"`
	PayTime         time.Time `json:"pay_time"`
	Refunds         []refund  `json:"refunds"`
}

type refund struct {
	Amount string `json:"amount"`
	Status string `json:"status"`
}

// givenBack says that exactly an amount has gone back; empty is nothing.
func (e entry) givenBack(amount string) bool {
	total := new(big.Rat)
	for _, r := range e.Refunds {
		part, ok := new(big.Rat).SetString(r.Amount)
		if !ok || r.Status != "SUCCEEDED" {
			return false
		}
		total.Add(total, part)
	}
	return sameAmount(total.FloatString(4), cmp.Or(amount, "0"))
}

// startGateway starts the gateway. Its ledger holds the secret and therefore
// lies outside the till's data folder.
func (d *demo) startGateway(ctx context.Context) (string, error) {
	p, err := d.Start(d.program, "gateway", "-listen", "127.0.0.1:0",
		"-ledger", filepath.Join(d.work, "gateway.jsonl"), "-expiry", "5m")
	if err != nil {
		return "", err
	}
	d.gateway = gateway{Process: p}
	err = desk.Until(ctx, 10*time.Second, "the gateway says its address and credentials", func(context.Context) (bool, error) {
		if !p.Running() {
			return false, fmt.Errorf("it has ended: %s", p.Stderr)
		}
		return d.gateway.learn(p.Stdout.String()), nil
	})
	return d.gateway.url + ", merchant " + d.gateway.merchant, err
}

// learn reads what the gateway prints when it starts.
func (g *gateway) learn(printed string) bool {
	said := map[string]string{}
	for line := range strings.Lines(printed) {
		if key, value, ok := strings.Cut(line, ": "); ok && strings.HasSuffix(value, "\n") {
			said[key] = strings.TrimSpace(value)
		}
	}
	g.url, g.merchant, g.secret = said["gateway"], said["merchant"], said["client_secret"]
	return g.url != "" && g.merchant != "" && g.secret != "" && said["notify_key"] != ""
}

// ledger is every order the gateway has, oldest first.
func (g *gateway) ledger(ctx context.Context) ([]entry, error) {
	body, err := fetch(ctx, http.MethodGet, g.url+"/practice/ledger")
	if err != nil {
		return nil, err
	}
	var entries []entry
	if err := json.Unmarshal(body, &entries); err != nil {
		return nil, fmt.Errorf("the ledger can't be read: %w", err)
	}
	return entries, nil
}

// pay is the customer's tap on the page that the code leads to.
func (g *gateway) pay(ctx context.Context, qr string) error {
	if !strings.HasPrefix(qr, g.url+"/") {
		return fmt.Errorf("the code %q does not lead to the gateway", qr)
	}
	_, err := fetch(ctx, http.MethodPost, qr+"/pay")
	return err
}

func fetch(ctx context.Context, method, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s", method, url, response.Status)
	}
	return body, err
}

// sameAmount compares decimals: "50" is "50.00".
func sameAmount(a, b string) bool {
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	return okX && okY && x.Cmp(y) == 0
}

var errNotAsIssued = errors.New("the text on the screen is not what the gateway issued")

// asIssued compares what was read off the screen with the gateway's text.
func asIssued(read, issued string) error {
	if read != issued || issued == "" {
		return fmt.Errorf("%w: read %q, issued %q", errNotAsIssued, read, issued)
	}
	return nil
}
