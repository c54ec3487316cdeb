package order

import (
	"fmt"
	"time"
)

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

// Location is the shop's time zone: the one place here that loads a zone.
func (s Settings) Location() (*time.Location, error) {
	if s.Zone == "" || s.Zone == "Local" { // Go's words for UTC, and for whatever this computer says
		return nil, fmt.Errorf("%w: %q", ErrZone, s.Zone)
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return nil, fmt.Errorf("%w: %q", ErrZone, s.Zone)
	}
	return zone, nil
}

// LocationOrUTC is [Settings.Location] of settings that were perhaps never checked:
// Validate keeps those whose zone does not load out of the log.
func (s Settings) LocationOrUTC() *time.Location {
	zone, err := s.Location()
	if err != nil {
		return time.UTC
	}
	return zone
}
