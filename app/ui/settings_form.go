package ui

import (
	"strings"

	"qrtill/app"
	"qrtill/app/order"
)

// fault is a part of settings that can be wrong on its own.
type fault uint8

const (
	faultShop fault = iota
	faultTill
	faultCurrency
	faultGateway
	faultMerchant
	faultLimit
	faultMethods
	faultQuick
	faultDiscounts
	faultTips
	faultNotifyURL
	faultNotifyAddr
)

// faultsOf finds everything wrong with settings: each part is checked in the
// company of parts that are right, since Validate stops at the first.
func faultsOf(s order.Settings) map[fault]error {
	with := func(put func(*order.Settings)) error {
		good := order.Defaults("HKD")
		good.Account.Gateway, good.Account.Merchant, good.Shop = "https://gateway.example", "1", "Shop"
		put(&good)
		return good.Validate()
	}
	checks := map[fault]func(*order.Settings){
		faultShop:     func(g *order.Settings) { g.Shop = s.Shop },
		faultTill:     func(g *order.Settings) { g.Till = s.Till },
		faultGateway:  func(g *order.Settings) { g.Account.Gateway = s.Account.Gateway },
		faultMerchant: func(g *order.Settings) { g.Account.Merchant = s.Account.Merchant },
		faultLimit:    func(g *order.Settings) { g.Limit = s.Limit },
		faultQuick: func(g *order.Settings) {
			if _, err := order.Digits(s.Account.Currency); err == nil {
				g.Account.Currency, g.Methods, g.Quick = s.Account.Currency, order.Methods(s.Account.Currency), s.Quick
			}
		},
		faultDiscounts:  func(g *order.Settings) { g.Discounts = s.Discounts },
		faultTips:       func(g *order.Settings) { g.Tips = s.Tips },
		faultNotifyURL:  func(g *order.Settings) { g.NotifyURL = s.NotifyURL },
		faultNotifyAddr: func(g *order.Settings) { g.NotifyAddr = s.NotifyAddr },
		faultCurrency: func(g *order.Settings) {
			g.Account.Currency, g.Methods = s.Account.Currency, order.Methods(s.Account.Currency)
		},
		faultMethods: func(g *order.Settings) {
			if _, err := order.Digits(s.Account.Currency); err == nil { // or it is the currency's fault
				g.Account.Currency, g.Methods = s.Account.Currency, s.Methods
			}
		},
	}
	found := map[fault]error{}
	for part, put := range checks {
		if err := with(put); err != nil {
			found[part] = err
		}
	}
	return found
}

// faultIn says which part a problem that the till reports is about.
func faultIn(problem sentence) (fault, bool) {
	switch problem.Key {
	case "error.settings.shop":
		return faultShop, true
	case "error.settings.till":
		return faultTill, true
	case "error.settings.currency":
		return faultCurrency, true
	case "error.settings.gateway", "error.gateway.address", "error.gateway.certificate":
		return faultGateway, true
	case "error.settings.merchant", "error.gateway.auth":
		return faultMerchant, true
	case "error.settings.limit":
		return faultLimit, true
	case "error.settings.methods":
		return faultMethods, true
	case "error.settings.quick":
		return faultQuick, true
	case "error.settings.discounts":
		return faultDiscounts, true
	case "error.settings.tips":
		return faultTips, true
	case "error.settings.notify":
		return faultNotifyURL, true
	case "error.settings.notify_address":
		return faultNotifyAddr, true
	}
	return 0, false
}

// settingUp is how a SetUp or a MoveIn gets on, and managing a command that takes
// the manager's PIN.
func settingUp(v app.SetupView) progress {
	return progress{busy: v.Busy, problem: sentence(v.Problem), done: v.Done}
}

func managing(v app.ManagerView) progress {
	return progress{busy: v.Busy, problem: sentence(v.Problem), done: v.Done}
}

// address is a gateway's address as people type it.
func address(typed string) string { return strings.TrimRight(strings.TrimSpace(typed), "/") }

// tillCode is a till's code as people type it.
func tillCode(typed string) string { return strings.ToUpper(strings.TrimSpace(typed)) }
