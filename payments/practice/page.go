package practice

import (
	"bytes"
	_ "embed"
	"errors"
	"html/template"
	"net/http"
)

//go:embed page.html
var pageSource string

var pageTemplate = template.Must(template.New("page").Parse(pageSource))

var methodNames = map[string]string{
	"wechat":   "WeChat Pay 微信支付",
	"alipayhk": "AlipayHK 支付寶香港",
	"alipaycn": "Alipay 支付宝",
}

// page is what the template shows.
type page struct {
	Entry
	Code     string
	Method   string
	CanPay   bool // also after CANCELLED while late payments are played
	Refused  bool // the tap just made came too late
	Refunded bool
}

// showPage is the address in the QR code: what the customer's wallet shows.
func (g *Gateway) showPage(w http.ResponseWriter, r *http.Request) {
	g.writePage(w, r, http.StatusOK)
}

func (g *Gateway) payOnPage(w http.ResponseWriter, r *http.Request) {
	g.tap(w, r, succeeded)
}

func (g *Gateway) cancelOnPage(w http.ResponseWriter, r *http.Request) {
	g.tap(w, r, cancelled)
}

func (g *Gateway) tap(w http.ResponseWriter, r *http.Request, status string) {
	code := r.PathValue("code")
	switch err := g.closeOrder(code, g.byCode, status); {
	case errors.Is(err, ErrUnknownOrder), err == nil:
		http.Redirect(w, r, "/pay/"+code, http.StatusSeeOther)
	case errors.Is(err, ErrNotPayable):
		g.writePage(w, r, http.StatusConflict)
	default:
		http.Error(w, "the practice ledger can't be written", http.StatusInternalServerError)
	}
}

func (g *Gateway) writePage(w http.ResponseWriter, r *http.Request, status int) {
	p, ok := g.pageOf(r.PathValue("code"))
	if !ok {
		http.Error(w, "there is no such payment code", http.StatusNotFound)
		return
	}
	p.Refused = status == http.StatusConflict
	var body bytes.Buffer
	if err := pageTemplate.Execute(&body, p); err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes())
}

func (g *Gateway) pageOf(code string) (page, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	o := g.byCode[code]
	if o == nil {
		return page{}, false
	}
	e := o.at(now())
	late := e.Status == cancelled && g.dice.Load().faults.Chance[latePay] > 0
	p := page{Entry: e, Code: code, Method: methodNames[e.Method], CanPay: e.Status == pending || late}
	for _, f := range e.Refunds {
		p.Refunded = p.Refunded || f.Status == succeeded
	}
	return p, true
}
