package payments

import "time"

// Deadlines of the calls. A caller's context may be shorter, never longer.
// The time to get a token counts against the call that needs it.
const (
	CreateTimeout = 15 * time.Second // of Create and Refund
	QueryTimeout  = 8 * time.Second  // of Query and QueryRefund
	WarmTimeout   = 10 * time.Second
)

// Method is a way for the shopper to pay, by the till's own name for it.
type Method string

// The QR methods in the CBTIS docs that suit a counter. AlipayHK and AlipayCN
// are one gateway method with two wallets; both are for HKD only.
const (
	WeChat   Method = "wechat"
	AlipayHK Method = "alipayhk"
	AlipayCN Method = "alipaycn"
)

// CreateRequest asks for one payment intent and its QR code.
type CreateRequest struct {
	MerchantOrderID    string // ours: 1 to 32 of A-Z a-z 0-9 _ -
	Amount             string // decimal string in major units as it goes on the wire: "50", "128.50"
	Currency           string // three capital letters
	SettlementCurrency string // optional; empty: the account's default
	Description        string // of which the words in ASCII are sent, at most 128 characters; none: the merchant order id
	Note               string // sent behind it if all of it is ASCII
	NotifyURL          string // optional; http or https
	Method             Method
}

// QueryRequest names an order by at least one of its two ids.
type QueryRequest struct {
	MerchantOrderID string
	OrderID         string
}

// Intent is the gateway's answer to Create, in its own words: the strings are
// well-formed but not judged. The caller compares them with what it asked for.
type Intent struct {
	MerchantOrderID string
	OrderID         string
	Amount          string // a decimal string; compare as a decimal
	Currency        string
	Status          string
	QR              string // text to be drawn as a QR code, at most 2,953 bytes; empty if the gateway gave none
	CreateTime      string // RFC 3339 with up to 9 decimals, or empty
	Meta
}

// Payment is the gateway's answer to Query, in its own words, not judged.
type Payment struct {
	MerchantOrderID string
	OrderID         string
	Amount          string
	Currency        string
	Status          string // PENDING, SUCCEEDED, CANCELLED, or a word not in the docs
	CreateTime      string // may be empty
	PayTime         string // may be empty, also when paid
	Meta
}

// RefundRequest asks for a refund, whole or in part, of a paid order.
type RefundRequest struct {
	MerchantRefundID string // ours: 1 to 32 of A-Z a-z 0-9 _ -
	MerchantOrderID  string // of the order that was paid
	OrderID          string // the gateway's number of that order; may be empty
	Amount           string // decimal string in major units, as in CreateRequest; the currency is the order's
	Reason           string // optional; sent if all of it is ASCII, at most 128 characters
}

// RefundQuery names a refund.
type RefundQuery struct {
	MerchantRefundID string
}

// Refund is the gateway's answer to Refund and QueryRefund, in its own words,
// not judged. The docs promise little: all but MerchantRefundID and Status may
// be empty, RefundID, Amount and Currency above all.
type Refund struct {
	MerchantRefundID string
	RefundID         string
	MerchantOrderID  string
	OrderID          string
	Amount           string
	Currency         string
	Status           string // SUCCEEDED when done; other words are not in the docs
	CreateTime       string
	RefundTime       string
	Meta
}

// Meta says where an answer came from and how long it took.
type Meta struct {
	RID  string        // the gateway's request id, for its support desk
	Date time.Time     // the gateway's Date header; zero if absent or unreadable
	Took time.Duration // from sending to the whole answer, the token not counted
	// Contended says that another program uses the same credentials at a gateway
	// where a new token ends the one before. Every call costs a token request
	// then: ask less often, and tell staff.
	Contended bool
}
