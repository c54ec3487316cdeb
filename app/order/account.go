package order

import (
	"net"
	"net/url"
)

// Account is where an order's money goes, and the only place where it may be
// asked for. Two accounts are the same when all three fields are.
type Account struct {
	Gateway  string `json:"gateway"`  // https://host, or PracticeGateway
	Merchant string `json:"merchant"` // the gateway's uid
	Currency string `json:"currency"` // ISO 4217
}

// PracticeGateway stands for the built-in practice gateway, whose real address
// changes from run to run.
const PracticeGateway = "practice"

// Loopback says whether the account's gateway is on this computer, so that its
// money is not real.
func (a Account) Loopback() bool {
	if a.Gateway == PracticeGateway {
		return true
	}
	u, err := url.Parse(a.Gateway)
	return err == nil && loopback(u.Hostname())
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Method is a way to pay.
type Method string

// The methods the gateway documents for a code that the customer scans.
const (
	WeChat   Method = "wechat"
	AlipayHK Method = "alipayhk"
	AlipayCN Method = "alipaycn"
)

// Methods are the ways to pay that the gateway takes for a currency, in the
// order they are offered: AlipayHK and Alipay are for HKD only.
func Methods(currency string) []Method {
	if currency == "HKD" {
		return []Method{WeChat, AlipayHK, AlipayCN}
	}
	return []Method{WeChat}
}
