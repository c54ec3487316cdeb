package desk

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Gateway is the practice gateway, as a merchant and a customer know it.
type Gateway struct {
	*Process
	URL, Merchant, Secret string
}

// Entry is one order in the gateway's ledger.
type Entry struct {
	MerchantOrderID string    `json:"merchant_order_id"`
	OrderID         string    `json:"order_id"`
	Amount          string    `json:"amount"`
	Currency        string    `json:"currency"`
	Method          string    `json:"method"`
	Status          string    `json:"status"`
	QR              string    `json:"qr"`
	PayTime         time.Time `json:"pay_time"`
	Refunds         []Refund  `json:"refunds"`
}

// Refund is one of an order.
type Refund struct {
	Amount string `json:"amount"`
	Status string `json:"status"`
}

// GivenBack says that exactly an amount has gone back, and that nothing is under way;
// empty is nothing.
func (e Entry) GivenBack(amount string) bool {
	total := new(big.Rat)
	for _, r := range e.Refunds {
		if r.Status == "FAILED" {
			continue
		}
		part, ok := new(big.Rat).SetString(r.Amount)
		if !ok || r.Status != "SUCCEEDED" {
			return false
		}
		total.Add(total, part)
	}
	return SameAmount(total.FloatString(4), cmp.Or(amount, "0"))
}

// StartGateway starts one that keeps its ledger in a file, which holds the secret
// too, and tells what it does on standard error. It must be called on the main goroutine.
func StartGateway(ctx context.Context, all *Processes, program, ledger string) (*Gateway, error) {
	p, err := all.Start(program, "gateway", "-v", "-listen", "127.0.0.1:0", "-ledger", ledger, "-expiry", "5m")
	if err != nil {
		return nil, err
	}
	g := &Gateway{Process: p}
	return g, Until(ctx, 10*time.Second, "the gateway says its address and credentials", func(context.Context) (bool, error) {
		if !p.Running() {
			return false, fmt.Errorf("it has ended: %s", p.Stderr)
		}
		return g.learn(p.Stdout.String()), nil
	})
}

// Has has it play bad days from now on; with none they are good again.
func (g *Gateway) Has(ctx context.Context, faults ...string) error {
	_, err := fetch(ctx, http.MethodPost, g.URL+"/practice/faults?faults="+strings.Join(faults, ","))
	return err
}

// learn reads what the gateway prints when it starts.
func (g *Gateway) learn(printed string) bool {
	said := map[string]string{}
	for line := range strings.Lines(printed) {
		if key, value, ok := strings.Cut(line, ": "); ok && strings.HasSuffix(value, "\n") {
			said[key] = strings.TrimSpace(value)
		}
	}
	g.URL, g.Merchant, g.Secret = said["gateway"], said["merchant"], said["client_secret"]
	return g.URL != "" && g.Merchant != "" && g.Secret != "" && said["notify_key"] != ""
}

// Ledger is every order the gateway has, oldest first.
func (g *Gateway) Ledger(ctx context.Context) ([]Entry, error) {
	body, err := fetch(ctx, http.MethodGet, g.URL+"/practice/ledger")
	if err != nil {
		return nil, err
	}
	var entries []Entry
	if err := json.Unmarshal(body, &entries); err != nil {
		return nil, fmt.Errorf("the ledger can't be read: %w", err)
	}
	return entries, nil
}

// Pay is the customer's tap on the page that the code leads to.
func (g *Gateway) Pay(ctx context.Context, qr string) error { return g.tap(ctx, qr, "/pay") }

// Cancel is the other thing to tap there.
func (g *Gateway) Cancel(ctx context.Context, qr string) error { return g.tap(ctx, qr, "/cancel") }

func (g *Gateway) tap(ctx context.Context, qr, button string) error {
	if !strings.HasPrefix(qr, g.URL+"/") {
		return fmt.Errorf("the code %q does not lead to the gateway", qr)
	}
	_, err := fetch(ctx, http.MethodPost, qr+button)
	return err
}

// RefundElsewhere gives back all of an order under a number of its own, as the merchant
// does who is not at the till.
func (g *Gateway) RefundElsewhere(ctx context.Context, of Entry) error {
	signIn := url.Values{"grant_type": {"client_credentials"}, "uid": {g.Merchant}, "client_secret": {g.Secret}}
	body, err := fetch(ctx, http.MethodGet, g.URL+"/mch-api/v1/auth?"+signIn.Encode())
	if err != nil {
		return err
	}
	var token struct {
		Access string `json:"access_token"`
	}
	if err := json.Unmarshal(body, &token); err != nil {
		return err
	}
	asked, err := json.Marshal(map[string]string{
		"payment_order_id": of.OrderID, "merchant_refund_id": "ELSEWHERE" + of.MerchantOrderID, "amount": of.Amount,
	})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, g.URL+"/mch-api/v1/pa/refunds/create", bytes.NewReader(asked))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+token.Access)
	request.Header.Set("Content-Type", "application/json")
	body, err = answer(request)
	if err == nil && !bytes.Contains(body, []byte(`"code":0`)) {
		err = fmt.Errorf("the gateway said %s", body)
	}
	return err
}

func fetch(ctx context.Context, method, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, url, nil)
	if err != nil {
		return nil, err
	}
	return answer(request)
}

func answer(request *http.Request) ([]byte, error) {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s", request.Method, request.URL.Path, response.Status)
	}
	return body, err
}

// SameAmount compares decimals: "50" is "50.00".
func SameAmount(a, b string) bool {
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	return okX && okY && x.Cmp(y) == 0
}
