package practice

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

const (
	pending   = "PENDING"
	succeeded = "SUCCEEDED"
	cancelled = "CANCELLED"
	failed    = "FAILED" // refunds only
)

// The docs show times with nine digits and the offset of Hong Kong and Taiwan.
const timeForm = "2006-01-02T15:04:05.000000000-07:00"

var (
	zone         = time.FixedZone("", 8*60*60)
	currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)
)

func now() time.Time { return time.Now().Round(0).In(zone) }

// createRequest is the body of payment_intents/create (CBTIS docs:
// wechat/payment_with_qrcode, alipayhk/payment_with_instore_qrcode).
type createRequest struct {
	Amount             string        `json:"amount"`
	Currency           string        `json:"currency"`
	SettlementCurrency string        `json:"settlement_currency"`
	MerchantOrderID    string        `json:"merchant_order_id"`
	Description        string        `json:"description"`
	NotifyURL          string        `json:"notify_url"`
	PaymentMethod      paymentMethod `json:"payment_method"`
}

type paymentMethod struct {
	Type   string `json:"type"`
	WeChat *struct {
		Flow string `json:"flow"`
	} `json:"wechat"`
	AlipayHK *struct {
		Flow          string `json:"flow"`
		PaymentMethod string `json:"payment_method"`
	} `json:"alipayhk"`
}

// check returns the ledger's word for the method, or what is wrong.
func (m paymentMethod) check() (method, problem string) {
	switch {
	case m.Type == "":
		return "", "payment_method.type is required"
	case m.Type == "wechat" && (m.WeChat == nil || m.AlipayHK != nil):
		return "", "payment_method must hold wechat, and only that, for type wechat"
	case m.Type == "wechat" && m.WeChat.Flow != "qrcode":
		return "", "payment_method.wechat.flow must be qrcode here"
	case m.Type == "wechat":
		return "wechat", ""
	case m.Type == "alipayhk" && (m.AlipayHK == nil || m.WeChat != nil):
		return "", "payment_method must hold alipayhk, and only that, for type alipayhk"
	case m.Type == "alipayhk" && m.AlipayHK.Flow != "csb_qrcode":
		return "", "payment_method.alipayhk.flow must be csb_qrcode here"
	case m.Type == "alipayhk" && m.AlipayHK.PaymentMethod == "ALIPAYHK":
		return "alipayhk", ""
	case m.Type == "alipayhk" && m.AlipayHK.PaymentMethod == "ALIPAYCN":
		return "alipaycn", ""
	case m.Type == "alipayhk":
		return "", "payment_method.alipayhk.payment_method must be ALIPAYHK or ALIPAYCN"
	}
	return "", "payment_method.type must be wechat or alipayhk here"
}

func (c createRequest) check() (method, problem string) {
	if problem := badID("merchant_order_id", c.MerchantOrderID, true); problem != "" {
		return "", problem
	}
	if _, err := parseAmount(c.Amount); err != nil {
		return "", "amount " + err.Error()
	}
	if !currencyForm.MatchString(c.Currency) {
		return "", "currency must be three capital letters"
	}
	if c.SettlementCurrency != "" && !currencyForm.MatchString(c.SettlementCurrency) {
		return "", "settlement_currency must be three capital letters"
	}
	if strings.TrimSpace(c.Description) == "" {
		return "", "description is required"
	}
	if u, err := url.Parse(c.NotifyURL); c.NotifyURL != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		return "", "notify_url must be an http or https address"
	}
	method, problem = c.PaymentMethod.check()
	if problem == "" && method != "wechat" {
		problem = c.checkAlipay()
	}
	return method, problem
}

// checkAlipay has the rules that only the AlipayHK pages give.
func (c createRequest) checkAlipay() (problem string) {
	if c.Currency != "HKD" {
		return "currency must be HKD for alipayhk"
	}
	if c.SettlementCurrency != "" {
		return "settlement_currency is not a field of alipayhk payments"
	}
	return ""
}

func badID(field, id string, required bool) (problem string) {
	if id == "" && required {
		return field + " is required"
	}
	if len(id) > 32 {
		return field + " must have at most 32 characters"
	}
	return ""
}

// createAnswer is data of the create answer.
type createAnswer struct {
	OrderID         string     `json:"order_id"`
	MerchantOrderID string     `json:"merchant_order_id"`
	Amount          string     `json:"amount"`
	Currency        string     `json:"currency"`
	CreateTime      string     `json:"create_time"`
	NextAction      nextAction `json:"next_action"`
	Status          string     `json:"status"`
}

// nextAction holds the QR text under a key that differs by method.
type nextAction struct {
	Type      string `json:"type"`
	QRCodeURL string `json:"qrcode_url,omitempty"` // wechat
	URL       string `json:"url,omitempty"`        // alipayhk
}

func (g *Gateway) create(r *http.Request, body []byte) answer {
	var c createRequest
	if err := decode(body, &c); err != nil {
		return malformed("body: " + err.Error())
	}
	method, problem := c.check()
	if problem != "" {
		return malformed(problem)
	}
	d := g.dice.Load()
	g.mu.Lock()
	defer g.mu.Unlock()
	if old := g.byMerchant[c.MerchantOrderID]; old != nil && d.faults.Duplicate != "second" {
		old.settle(now())
		if d.faults.Duplicate != "same" || old.Amount != c.Amount || old.Currency != c.Currency || old.Method != method {
			return refusal(http.StatusOK, codeDuplicate, "duplicate merchant_order_id")
		}
		return success(old.created(d))
	}
	if d.strikes(noPermission) {
		g.played(r, noPermission)
		return refusal(http.StatusOK, codeNoPermission, "merchant is not authorized for "+strings.ToUpper(method))
	}
	o := g.newOrder(r, c, method)
	if err := g.record(record{Order: o}); err != nil {
		return internal()
	}
	return success(o.created(d))
}

func (g *Gateway) newOrder(r *http.Request, c createRequest, method string) *order {
	at := now()
	code := strings.ToLower(rand.Text()[:20]) // 100 random bits
	return &order{
		Entry: Entry{
			MerchantOrderID: c.MerchantOrderID,
			OrderID:         newID(),
			Amount:          c.Amount,
			Currency:        c.Currency,
			Method:          method,
			Status:          pending,
			QR:              g.baseURL(r) + "/pay/" + code,
			Description:     c.Description,
			CreateTime:      at,
		},
		Code:      code,
		NotifyURL: c.NotifyURL,
		Expires:   at.Add(g.expiry),
	}
}

// baseURL is the address that the till used, so that the page is found there.
func (g *Gateway) baseURL(r *http.Request) string {
	if base := g.base.Load(); r.Host == "" && base != nil {
		return *base
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func (o *order) created(d *dice) createAnswer {
	a := createAnswer{
		OrderID:         o.OrderID,
		MerchantOrderID: o.MerchantOrderID,
		Amount:          o.Amount,
		Currency:        o.Currency,
		CreateTime:      o.CreateTime.Format(timeForm),
		NextAction:      nextAction{Type: "render_qrcode"},
		Status:          o.Status,
	}
	if o.Method == "wechat" {
		a.NextAction.QRCodeURL = o.QR
	} else {
		a.NextAction.URL = o.QR
	}
	if d.strikes(createWrongAmount) {
		a.Amount = otherLast(a.Amount)
	}
	if d.strikes(createWrongID) {
		a.MerchantOrderID = otherLast(a.MerchantOrderID)
	}
	return a
}

type queryRequest struct {
	OrderID         string `json:"order_id"`
	MerchantOrderID string `json:"merchant_order_id"`
}

// queryAnswer is data of the query answer. PayTime is left out, null or text.
type queryAnswer struct {
	OrderID         string          `json:"order_id"`
	MerchantOrderID string          `json:"merchant_order_id"`
	Amount          string          `json:"amount"`
	Currency        string          `json:"currency"`
	Status          string          `json:"status"`
	CreateTime      string          `json:"create_time"`
	PayTime         json.RawMessage `json:"pay_time,omitempty"`
}

func (g *Gateway) query(_ *http.Request, body []byte) answer {
	var q queryRequest
	if err := decode(body, &q); err != nil {
		return malformed("body: " + err.Error())
	}
	if problem := cmp.Or(badID("order_id", q.OrderID, false), badID("merchant_order_id", q.MerchantOrderID, false)); problem != "" {
		return malformed(problem)
	}
	if q.OrderID == "" && q.MerchantOrderID == "" {
		return malformed("order_id or merchant_order_id is required")
	}
	d := g.dice.Load()
	g.mu.Lock()
	defer g.mu.Unlock()
	o := g.find(q.OrderID, q.MerchantOrderID)
	if o == nil || d.strikes(notFound) {
		return d.faults.NoOrder.answer("order not found")
	}
	e := o.at(now())
	if e.Status == cancelled && d.strikes(forgetsCancelled) {
		return d.faults.NoOrder.answer("order not found")
	}
	return success(queried(e, d))
}

func (n NotFound) answer(message string) answer { return refusal(n.Status, n.Code, message) }

// find looks up by either id; two ids that disagree find nothing.
func (g *Gateway) find(orderID, merchantOrderID string) *order {
	if orderID == "" {
		return g.byMerchant[merchantOrderID]
	}
	o := g.byID[orderID]
	if o != nil && merchantOrderID != "" && o.MerchantOrderID != merchantOrderID {
		return nil
	}
	return o
}

func queried(e Entry, d *dice) queryAnswer {
	a := queryAnswer{
		OrderID:         e.OrderID,
		MerchantOrderID: e.MerchantOrderID,
		Amount:          e.Amount,
		Currency:        e.Currency,
		Status:          e.Status,
		CreateTime:      e.CreateTime.Format(timeForm),
	}
	switch {
	case !e.PayTime.IsZero():
		a.PayTime = json.RawMessage(`"` + e.PayTime.Format(timeForm) + `"`)
	case d.faults.PayTime == "null":
		a.PayTime = json.RawMessage(`null`)
	case d.faults.PayTime == "empty":
		a.PayTime = json.RawMessage(`""`)
	}
	if d.strikes(wrongAmount) {
		a.Amount = otherLast(a.Amount)
	}
	if d.strikes(wrongCurrency) {
		a.Currency = map[bool]string{true: "TWD", false: "HKD"}[a.Currency == "HKD"]
	}
	if d.strikes(wrongID) {
		a.MerchantOrderID = otherLast(a.MerchantOrderID)
	}
	if d.strikes(wrongOrderID) {
		a.OrderID = otherLast(a.OrderID)
	}
	if d.strikes(unknownStatus) {
		a.Status = "PROCESSING"
	}
	return a
}

// settle cancels an order whose time is over.
func (o *order) settle(now time.Time) {
	if o.Status == pending && !now.Before(o.Expires) {
		o.change(cancelled, o.Expires)
	}
}

func (o *order) change(status string, at time.Time) {
	o.Status = status
	switch status {
	case succeeded:
		o.PayTime, o.CancelTime = at, time.Time{}
	case cancelled:
		o.CancelTime = at
	}
}

// Pay is the customer paying now. It returns ErrUnknownOrder or ErrNotPayable.
func (g *Gateway) Pay(merchantOrderID string) error {
	return g.closeOrder(merchantOrderID, g.byMerchant, succeeded)
}

// Cancel is the customer or the wallet giving up: the order becomes CANCELLED.
// It returns ErrUnknownOrder or ErrNotPayable.
func (g *Gateway) Cancel(merchantOrderID string) error {
	return g.closeOrder(merchantOrderID, g.byMerchant, cancelled)
}

// closeOrder moves the order found under key in index from PENDING to status.
func (g *Gateway) closeOrder(key string, index map[string]*order, status string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	o := index[key]
	if o == nil {
		return ErrUnknownOrder
	}
	at := now()
	o.settle(at)
	late := o.Status == cancelled && status == succeeded && g.dice.Load().strikes(latePay)
	if o.Status != pending && !late {
		return fmt.Errorf("%w (%s)", ErrNotPayable, o.Status)
	}
	if err := g.record(record{Change: &change{OrderID: o.OrderID, Status: status, Time: at}}); err != nil {
		return err
	}
	g.log.Info("practice order", "merchant_order_id", o.MerchantOrderID, "status", status)
	if status == succeeded {
		g.notifyPayment(o)
	}
	return nil
}

// entry returns the newest order with the id, as it is now.
func (g *Gateway) entry(merchantOrderID string) (Entry, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	o := g.byMerchant[merchantOrderID]
	if o == nil {
		return Entry{}, false
	}
	return o.at(now()), true
}
