package order

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
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

// Settings are the settings that matter to money. They live in the order log;
// each change is an event in it.
type Settings struct {
	Account    Account       `json:"account"`
	Settlement string        `json:"settlement,omitempty"`  // settlement_currency; empty is the account's default
	Shop       string        `json:"shop"`                  // the name customers see, at most 60 characters
	Till       string        `json:"till"`                  // this till's code, see ValidTill
	Zone       string        `json:"zone"`                  // IANA name
	Cutoff     int           `json:"cutoff"`                // hour, 0 to 12, at which the business day changes
	Methods    []Method      `json:"methods"`               // offered, first is the default
	Limit      int64         `json:"limit"`                 // largest sale, in minor units
	ShowFor    time.Duration `json:"show_for"`              // how long a code is shown, 1 to 30 minutes
	AskEvery   time.Duration `json:"ask_every"`             // floor between two questions about one order, 1 to 10 s
	NotifyURL  string        `json:"notify_url,omitempty"`  // notify_url of new orders
	NotifyAddr string        `json:"notify_addr,omitempty"` // host:port to listen on for them; empty listens for none
	Quick      []int64       `json:"quick,omitempty"`       // amounts charged with one key, in minor units, at most QuickMost
	Tips       []int         `json:"tips,omitempty"`        // percentages offered, 1 to TipMost, at most RatesMost; none: tips are off
	Discounts  []int         `json:"discounts,omitempty"`   // the same, 1 to DiscountMost
}

// What fits beside the keypad, and is no slip of the finger.
const (
	QuickMost    = 6
	RatesMost    = 4
	TipMost      = 30
	DiscountMost = 90
)

// Defaults are settings for a currency that only need an account, a shop's
// name and a till's code.
func Defaults(currency string) Settings {
	s := Settings{
		Account: Account{Currency: currency}, Till: "T1", Zone: "Asia/Hong_Kong", Methods: Methods(currency),
		ShowFor: 5 * time.Minute, AskEvery: time.Second,
	}
	switch currency {
	case "HKD":
		s.Quick = []int64{20_00, 50_00, 100_00, 200_00}
	case "TWD":
		s.Zone = "Asia/Taipei"
		s.Quick = []int64{100_00, 200_00, 500_00, 1000_00}
	}
	s.Limit = 50_000
	if digits, err := Digits(currency); err == nil {
		for range digits {
			s.Limit *= 10
		}
	}
	return s
}

// What can be wrong with settings.
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

// Validate returns the first thing wrong with the settings.
func (s Settings) Validate() error {
	if err := validGateway(s.Account.Gateway); err != nil {
		return err
	}
	if _, err := Digits(s.Account.Currency); err != nil {
		return err
	}
	_, zone := time.LoadLocation(s.Zone)
	checks := []struct {
		ok  bool
		err error
	}{
		{plainWord(s.Account.Merchant), ErrMerchant},
		{strings.TrimSpace(s.Shop) != "" && utf8.RuneCountInString(s.Shop) <= 60, ErrShop},
		{ValidTill(s.Till), ErrTill},
		{zone == nil && s.Zone != "" && s.Zone != "Local", ErrZone},
		{s.Cutoff >= 0 && s.Cutoff <= 12, ErrCutoff},
		{validMethods(s.Methods, s.Account.Currency), ErrMethods},
		{s.Limit > 0, ErrLimit},
		{s.ShowFor >= time.Minute && s.ShowFor <= 30*time.Minute && s.AskEvery >= time.Second && s.AskEvery <= 10*time.Second, ErrTimes},
		{s.NotifyURL == "" || webAddress(s.NotifyURL), ErrNotifyURL},
		{s.NotifyAddr == "" || nearbyAddress(s.NotifyAddr), ErrNotifyAddr},
		{validQuick(s.Quick, s.Account.Currency), ErrQuick},
		{validRates(s.Tips, TipMost), ErrTips},
		{validRates(s.Discounts, DiscountMost), ErrDiscounts},
	}
	for _, c := range checks {
		if !c.ok {
			return c.err
		}
	}
	return nil
}

func validGateway(address string) error {
	if address == PracticeGateway {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return ErrGatewayAddress
	}
	if u.Scheme == "https" || u.Scheme == "http" && loopback(u.Hostname()) {
		return nil
	}
	return ErrGatewayAddress
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

// BusinessDay is the day, as "2026-11-24", on which money recorded at t counts
// in this shop.
func (s Settings) BusinessDay(t time.Time) (string, error) {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return "", fmt.Errorf("%w: %q", ErrZone, s.Zone)
	}
	return BusinessDay(t, zone, s.Cutoff), nil
}

// BusinessDay is the calendar day in a zone, changing at the cut-off hour
// instead of midnight.
func BusinessDay(t time.Time, zone *time.Location, cutoff int) string {
	local := t.In(zone)
	// By calendar, not by subtracting hours: a day with a clock change still
	// begins at its cut-off hour.
	day := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC)
	if local.Hour() < cutoff {
		day = day.AddDate(0, 0, -1)
	}
	return day.Format(time.DateOnly)
}
