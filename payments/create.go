package payments

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

const (
	maxASCII     = 128 // of a description and of a reason
	maxNotifyURL = 512
)

var (
	merchantID   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)
	wireAmount   = regexp.MustCompile(`^(0|[1-9][0-9]*)(\.[0-9]+)?$`)
	currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)
)

// Create asks for one payment intent, in at most CreateTimeout. The request is
// sent again only when no byte of it left this machine. OutcomeOf tells what an
// error means; after Unknown ask with Query, never create again under this id.
func (c *Client) Create(ctx context.Context, r CreateRequest) (Intent, error) {
	return once(ctx, c, call[Intent]{
		op: opCreate, url: c.createURL, about: slog.String("merchant_order_id", r.MerchantOrderID),
		encode: r.encode, decode: decodeCreate,
	})
}

// The create request on the wire. CBTIS docs: payment_with_qrcode (WeChat Pay)
// and payment_with_instore_qrcode (AlipayHK).
type createBody struct {
	Amount             string        `json:"amount"`
	Currency           string        `json:"currency"`
	SettlementCurrency string        `json:"settlement_currency,omitempty"`
	MerchantOrderID    string        `json:"merchant_order_id"`
	Description        string        `json:"description"`
	NotifyURL          string        `json:"notify_url,omitempty"`
	PaymentMethod      paymentMethod `json:"payment_method"`
}

type paymentMethod struct {
	Type     string      `json:"type"`
	WeChat   *methodFlow `json:"wechat,omitempty"`
	AlipayHK *methodFlow `json:"alipayhk,omitempty"`
}

type methodFlow struct {
	Flow          string `json:"flow"`
	PaymentMethod string `json:"payment_method,omitempty"`
}

func (m Method) wire() (paymentMethod, error) {
	switch m {
	case WeChat:
		return paymentMethod{Type: "wechat", WeChat: &methodFlow{Flow: "qrcode"}}, nil
	case AlipayHK:
		return paymentMethod{Type: "alipayhk", AlipayHK: &methodFlow{Flow: "csb_qrcode", PaymentMethod: "ALIPAYHK"}}, nil
	case AlipayCN:
		return paymentMethod{Type: "alipayhk", AlipayHK: &methodFlow{Flow: "csb_qrcode", PaymentMethod: "ALIPAYCN"}}, nil
	}
	return paymentMethod{}, errors.New("no such payment method")
}

// encode checks a request and gives its bytes.
func (r CreateRequest) encode() ([]byte, error) {
	method, err := r.Method.wire()
	if err = cmp.Or(err, checkMerchantID("order", r.MerchantOrderID), checkAmount(r.Amount)); err != nil {
		return nil, err
	}
	switch {
	case !currencyCode.MatchString(r.Currency):
		return nil, errors.New("currency must be three capital letters")
	case r.SettlementCurrency != "" && !currencyCode.MatchString(r.SettlementCurrency):
		return nil, errors.New("settlement currency must be three capital letters")
	case r.Method != WeChat && r.Currency != "HKD":
		return nil, errors.New("AlipayHK and Alipay take HKD only")
	case r.NotifyURL != "" && !isNotifyURL(r.NotifyURL):
		return nil, errors.New("notify URL must be an http or https address")
	}
	b := createBody{
		Amount: r.Amount, Currency: r.Currency, SettlementCurrency: r.SettlementCurrency,
		MerchantOrderID: r.MerchantOrderID, Description: described(r),
		NotifyURL: r.NotifyURL, PaymentMethod: method,
	}
	if b.Description == "" { // the gateway requires one
		b.Description = r.MerchantOrderID
	}
	return json.Marshal(b)
}

// described is what the customer's wallet shows.
func described(r CreateRequest) string {
	text, _ := ascii(r.Description)
	if note := allASCII(r.Note); note != "" {
		return cmp.Or(allASCII(text+" "+note), text)
	}
	return text
}

// checkMerchantID looks at a number of our own.
func checkMerchantID(of, id string) error {
	if !merchantID.MatchString(id) {
		return fmt.Errorf("merchant %s id must be 1 to 32 letters or digits", of)
	}
	return nil
}

func checkAmount(s string) error {
	if len(s) > 32 || !wireAmount.MatchString(s) || !strings.ContainsAny(s, "123456789") {
		return errors.New("amount must be a positive decimal of at most 32 characters")
	}
	return nil
}

func isNotifyURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && len(s) <= maxNotifyURL && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}

// ascii is what of a text any gateway takes: the docs don't say whether a description may
// hold more, and of Chinese a customer was shown question marks. A word that can't be
// written in ASCII goes whole, as half of one may mean something else; all says that none
// had to, and that there was room for them.
func ascii(s string) (text string, all bool) {
	all, full := true, false
	for word := range strings.FieldsSeq(width.Fold.String(norm.NFD.String(typographic.Replace(s)))) {
		word = strings.Map(plain, word)
		if strings.ContainsRune(word, utf8.RuneError) {
			all = false
			continue
		}
		longer := strings.TrimSpace(text + " " + word)
		if full = full || text != "" && len(longer) > maxASCII; !full {
			text = longer
		}
	}
	return text[:min(len(text), maxASCII)], all && !full && len(text) <= maxASCII
}

// allASCII is a text that was typed freely, if any gateway takes all of it: a part of one may
// say the opposite.
func allASCII(s string) string {
	if text, all := ascii(s); all {
		return text
	}
	return ""
}

// typographic are signs that are written otherwise with a typewriter.
var typographic = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "…", "...")

// plain takes control characters and accents off, and marks what is not ASCII, as a
// character that is struck through.
func plain(r rune) rune {
	const overlay, below = 0x0334, 0x0338
	switch {
	case unicode.IsControl(r), unicode.Is(unicode.Mn, r) && (r < overlay || r > below):
		return -1
	case r > unicode.MaxASCII:
		return utf8.RuneError
	}
	return r
}
