package order

import (
	"errors"
	"iter"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Part is a part of Settings that can be wrong on its own: one field, or a few
// that are right or wrong together.
type Part string

// The parts.
const (
	PartGateway    Part = "gateway"
	PartCurrency   Part = "currency"
	PartMerchant   Part = "merchant"
	PartShop       Part = "shop"
	PartTill       Part = "till"
	PartZone       Part = "zone"
	PartCutoff     Part = "cutoff"
	PartMethods    Part = "methods"
	PartLimit      Part = "limit"
	PartTimes      Part = "times"
	PartNotifyURL  Part = "notify_url"
	PartNotifyAddr Part = "notify_addr"
	PartQuick      Part = "quick"
	PartTips       Part = "tips"
	PartDiscounts  Part = "discounts"
)

// What can be wrong with settings, and ErrCurrency.
var (
	ErrGatewayAddress = errors.New("the gateway's address is not an https address")
	ErrMerchant       = errors.New("the merchant number is missing or not plain letters and digits")
	ErrShop           = errors.New("the shop's name is missing or over 60 characters")
	ErrTill           = errors.New("the till's code must be 1 to 6 of A-Z and 0-9, and not begin with X")
	ErrZone           = errors.New("the time zone is not known")
	ErrCutoff         = errors.New("the hour at which the day changes must be 0 to 12")
	ErrMethods        = errors.New("a payment method is missing or not offered for this currency")
	ErrLimit          = errors.New("the largest sale must be above zero")
	ErrTimes          = errors.New("a code is shown for 1 to 30 minutes, and asked about every 1 to 10 seconds")
	ErrNotifyURL      = errors.New("the notification address is not an http or https address")
	ErrQuick          = errors.New("quick amounts are at most six different sums that staff could also type")
	ErrTips           = errors.New("tips are at most four different percentages from 1 to 30")
	ErrDiscounts      = errors.New("discounts are at most four different percentages from 1 to 90")
	ErrNotifyAddr     = errors.New("the address to listen on is not host:port of this computer or its own network")
)

// parts is the one table of them: what is said when a part is wrong, and what
// makes it right. Of two that are wrong the earlier is said first. What a part
// needs of the currency is no fault of its own while the currency is not known.
var parts = [...]struct {
	part  Part
	err   error
	right func(Settings) bool
}{
	{PartGateway, ErrGatewayAddress, func(s Settings) bool { return validGateway(s.Account.Gateway) }},
	{PartCurrency, ErrCurrency, func(s Settings) bool {
		return knownCurrency(s.Account.Currency) && (s.Settlement == "" || isCurrencyCode(s.Settlement))
	}},
	{PartMerchant, ErrMerchant, func(s Settings) bool { return plainWord(s.Account.Merchant) }},
	{PartShop, ErrShop, func(s Settings) bool {
		return strings.TrimSpace(s.Shop) != "" && utf8.RuneCountInString(s.Shop) <= 60
	}},
	{PartTill, ErrTill, func(s Settings) bool { return ValidTill(s.Till) }},
	{PartZone, ErrZone, func(s Settings) bool { _, err := s.Location(); return err == nil }},
	{PartCutoff, ErrCutoff, func(s Settings) bool { return s.Cutoff >= 0 && s.Cutoff <= 12 }},
	{PartMethods, ErrMethods, func(s Settings) bool {
		return !knownCurrency(s.Account.Currency) || validMethods(s.Methods, s.Account.Currency)
	}},
	{PartLimit, ErrLimit, func(s Settings) bool { return s.Limit > 0 }},
	{PartTimes, ErrTimes, func(s Settings) bool {
		return s.ShowFor >= time.Minute && s.ShowFor <= 30*time.Minute && s.AskEvery >= time.Second && s.AskEvery <= 10*time.Second
	}},
	{PartNotifyURL, ErrNotifyURL, func(s Settings) bool { return s.NotifyURL == "" || webAddress(s.NotifyURL) }},
	{PartNotifyAddr, ErrNotifyAddr, func(s Settings) bool { return s.NotifyAddr == "" || nearbyAddress(s.NotifyAddr) }},
	{PartQuick, ErrQuick, func(s Settings) bool {
		return !knownCurrency(s.Account.Currency) || validQuick(s.Quick, s.Account.Currency)
	}},
	{PartTips, ErrTips, func(s Settings) bool { return validRates(s.Tips, TipMost) }},
	{PartDiscounts, ErrDiscounts, func(s Settings) bool { return validRates(s.Discounts, DiscountMost) }},
}

// Parts are all parts, each with the error that says that it is wrong.
func Parts() iter.Seq2[Part, error] {
	return func(yield func(Part, error) bool) {
		for _, p := range parts {
			if !yield(p.part, p.err) {
				return
			}
		}
	}
}

// PartOf says which part of settings an error is about, if it is about one.
func PartOf(err error) (Part, bool) {
	for part, is := range Parts() {
		if errors.Is(err, is) {
			return part, true
		}
	}
	return "", false
}

// Validate returns the first thing wrong with the settings.
func (s Settings) Validate() error {
	for _, p := range parts {
		if !p.right(s) {
			return p.err
		}
	}
	return nil
}

// Faults is everything wrong with the settings.
func (s Settings) Faults() map[Part]error {
	found := map[Part]error{}
	for _, p := range parts {
		if !p.right(s) {
			found[p.part] = p.err
		}
	}
	return found
}

func validGateway(address string) bool {
	if address == PracticeGateway {
		return true
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && loopback(u.Hostname())
}

func knownCurrency(code string) bool {
	_, err := Digits(code)
	return err == nil
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}

// nearbyAddress is host:port on this computer or its own network: behind the
// shop's own tunnel, never open to the world.
func nearbyAddress(s string) bool {
	host, port, err := net.SplitHostPort(s)
	number, badPort := strconv.ParseUint(port, 10, 16)
	ip := net.ParseIP(host)
	return err == nil && badPort == nil && number > 0 && (host == "localhost" || ip != nil && (ip.IsLoopback() || ip.IsPrivate()))
}

func validMethods(methods []Method, currency string) bool {
	offered := Methods(currency)
	for i, m := range methods {
		if !slices.Contains(offered, m) || slices.Contains(methods[:i], m) {
			return false
		}
	}
	return len(methods) > 0
}

// validQuick takes what could also be typed, digit by digit.
func validQuick(amounts []int64, currency string) bool {
	for i, minor := range amounts {
		a := Amount{Minor: minor, Currency: currency}
		if a.Typable() != nil || slices.Contains(amounts[:i], minor) {
			return false
		}
	}
	return len(amounts) <= QuickMost
}

func validRates(rates []int, most int) bool {
	for i, r := range rates {
		if r < 1 || r > most || slices.Contains(rates[:i], r) {
			return false
		}
	}
	return len(rates) <= RatesMost
}

func plainWord(s string) bool {
	return s != "" && len(s) <= 64 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r != '-' && r != '_'
	})
}
