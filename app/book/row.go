package book

import (
	"time"

	"qrtill/app/order"
)

// Row is an order as `orders -format json` gives it, one object a line. Names,
// order and form of the fields are a stable interface: programs read them.
type Row struct {
	MerchantOrderID string     `json:"merchant_order_id"` // ours
	OrderID         string     `json:"order_id"`          // the gateway's, empty until known
	Amount          string     `json:"amount"`            // decimal, with the currency's digits
	Currency        string     `json:"currency"`
	Method          string     `json:"method"`
	Status          string     `json:"status"` // order.State's word
	Marks           []string   `json:"marks"`  // order.Marks' words, never null
	Note            string     `json:"note"`
	CreatedAt       time.Time  `json:"created_at"` // RFC 3339, UTC
	PaidAt          *time.Time `json:"paid_at"`    // when the till recorded the proof; null when not paid
	Refunded        string     `json:"refunded"`   // decimal, proven to have gone back
	Till            string     `json:"till"`
}

// RowOf is an order's row.
func RowOf(o order.Order) Row {
	r := Row{
		MerchantOrderID: string(o.ID), OrderID: o.GatewayID,
		Amount: o.Amount.Decimal(), Currency: o.Amount.Currency, Method: string(o.Method),
		Status: o.State.String(), Marks: o.Marks.Words(), Note: o.Note,
		CreatedAt: o.CreatedAt.UTC(), Refunded: o.Refunded().Decimal(), Till: o.Till,
	}
	if o.State == order.StatePaid {
		at := o.SettledAt.UTC()
		r.PaidAt = &at
	}
	return r
}
