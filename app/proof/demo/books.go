package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"qrtill/app/proof/desk"
)

// row is one order as `qrtill orders -format json` prints it.
type row struct {
	MerchantOrderID string     `json:"merchant_order_id"`
	OrderID         string     `json:"order_id"`
	Amount          string     `json:"amount"`
	Currency        string     `json:"currency"`
	Method          string     `json:"method"`
	Status          string     `json:"status"`
	Marks           []string   `json:"marks"`
	Note            string     `json:"note"`
	CreatedAt       time.Time  `json:"created_at"`
	PaidAt          *time.Time `json:"paid_at"`
	Refunded        string     `json:"refunded"`
	Till            string     `json:"till"`
}

// parseRows reads one object a line and nothing that is not promised.
func parseRows(text []byte) (rows []row, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	for {
		var r row
		switch err := decoder.Decode(&r); {
		case errors.Is(err, io.EOF):
			return rows, nil
		case err != nil:
			return nil, fmt.Errorf("line %d of the orders: %w", len(rows)+1, err)
		}
		rows = append(rows, r)
	}
}

// books compares three tellings of the same sales: what was done at the screen,
// what the till wrote down, and what the gateway holds.
func (d *demo) books(ctx context.Context) (string, error) {
	text, err := desk.Command(ctx, "", d.program, "orders", "-data", d.till.Dir, "-format", "json")
	if err != nil {
		return "", err
	}
	rows, err := parseRows(text)
	if err != nil {
		return "", err
	}
	ledger, err := d.gateway.Ledger(ctx)
	if err != nil {
		return "", err
	}
	if err := compare(rows, ledger, d.sales); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d orders, each paid once or closed unpaid, and refunded as asked, as sold and as in the ledger", len(rows)), nil
}

func compare(rows []row, ledger []desk.Entry, sales []sale) error {
	if len(rows) != len(sales) || len(ledger) != len(sales) {
		return fmt.Errorf("%d sales, %d orders in the log, %d at the gateway", len(sales), len(rows), len(ledger))
	}
	var wrong []error
	for i, s := range sales {
		if err := compareOne(rows[i], ledger[i], s); err != nil {
			wrong = append(wrong, fmt.Errorf("sale %d of %s: %w", i+1, s.amount, err))
		}
	}
	return errors.Join(wrong...)
}

func compareOne(r row, e desk.Entry, s sale) error {
	var wrong []error
	same := func(what, got, want string) {
		if got != want {
			wrong = append(wrong, fmt.Errorf("%s is %q, not %q", what, got, want))
		}
	}
	same("the gateway's order", e.MerchantOrderID, s.issued.MerchantOrderID)
	same("merchant_order_id", r.MerchantOrderID, e.MerchantOrderID)
	same("order_id", r.OrderID, e.OrderID)
	same("currency", r.Currency, e.Currency)
	same("method", r.Method, e.Method)
	same("the method sold with", r.Method, s.method)
	status, there := "paid", "SUCCEEDED"
	if s.closed {
		status, there = "cancelled", "CANCELLED"
	}
	same("status", r.Status, status)
	same("the gateway's status", e.Status, there)
	same("till", r.Till, "T1")
	same("note", r.Note, s.note)
	same("marks", strings.Join(slices.Sorted(slices.Values(r.Marks)), " "), strings.Join(s.marks, " "))
	if !desk.SameAmount(r.Amount, e.Amount) || !desk.SameAmount(r.Amount, s.amount) {
		wrong = append(wrong, fmt.Errorf("the log says %s, the gateway %s", r.Amount, e.Amount))
	}
	switch {
	case s.closed && r.PaidAt != nil:
		wrong = append(wrong, fmt.Errorf("it was closed unpaid, the log has it paid at %v", r.PaidAt))
	case s.closed:
	case r.PaidAt == nil || r.PaidAt.Before(r.CreatedAt) || r.PaidAt.Before(e.PayTime):
		wrong = append(wrong, fmt.Errorf("paid_at %v is not after created_at %v and the payment at %v", r.PaidAt, r.CreatedAt, e.PayTime))
	}
	if !desk.SameAmount(r.Refunded, cmp.Or(s.refunded, "0")) || !e.GivenBack(s.refunded) {
		wrong = append(wrong, fmt.Errorf("%q was to be refunded, the log says %s, the gateway %v", s.refunded, r.Refunded, e.Refunds))
	}
	return errors.Join(wrong...)
}

// verify lets the till check its own log.
func (d *demo) verify(ctx context.Context) (string, error) {
	said, err := desk.Command(ctx, "", d.program, "verify", "-data", d.till.Dir)
	if err != nil {
		return "", err
	}
	text := strings.TrimSpace(string(said))
	if !strings.HasPrefix(text, "ok") {
		return "", fmt.Errorf("it said %q", text)
	}
	return text, nil
}
