package settings

import (
	"strconv"
	"strings"
	"time"

	"qrtill/app/order"
	"qrtill/app/typing"
)

// value is how a setting becomes the text of its control, and that text the
// setting again. What makes no sense becomes a value that Validate refuses, or
// an error that says more.
type value struct {
	show func(order.Settings) string
	take func(s *order.Settings, typed string) error
}

// plain is a setting that is typed as it stands, but for what people type around it.
func plain(of func(*order.Settings) *string, tidy func(string) string) value {
	return value{
		show: func(s order.Settings) string { return *of(&s) },
		take: func(s *order.Settings, typed string) error { *of(s) = tidy(typed); return nil },
	}
}

// Those that are; the first start has some of them too.
func shopName() value {
	return plain(func(s *order.Settings) *string { return &s.Shop }, strings.TrimSpace)
}
func till() value { return plain(func(s *order.Settings) *string { return &s.Till }, tillCode) }
func gateway() value {
	return plain(func(s *order.Settings) *string { return &s.Account.Gateway }, address)
}
func merchant() value {
	return plain(func(s *order.Settings) *string { return &s.Account.Merchant }, order.Pasted)
}
func currency() value {
	return plain(func(s *order.Settings) *string { return &s.Account.Currency }, strings.TrimSpace)
}
func zone() value {
	return plain(func(s *order.Settings) *string { return &s.Zone }, strings.TrimSpace)
}
func notifyURL() value {
	return plain(func(s *order.Settings) *string { return &s.NotifyURL }, order.Pasted)
}
func notifyAddr() value {
	return plain(func(s *order.Settings) *string { return &s.NotifyAddr }, order.Pasted)
}

// address is a gateway's address as people type it.
func address(typed string) string { return strings.TrimRight(order.Pasted(typed), "/") }

// tillCode is a till's code as people type it.
func tillCode(typed string) string { return strings.ToUpper(strings.TrimSpace(typed)) }

func cutoff() value {
	return value{
		show: func(s order.Settings) string { return strconv.Itoa(s.Cutoff) },
		take: func(s *order.Settings, typed string) error { s.Cutoff, _ = strconv.Atoi(typed); return nil },
	}
}

// length is a length of time. The one in use is kept when the choice shows just
// it, in whole units.
func length(of func(*order.Settings) *time.Duration, unit time.Duration) value {
	return value{
		show: func(s order.Settings) string { return (*of(&s)).Truncate(unit).String() },
		take: func(s *order.Settings, typed string) error {
			if d, err := time.ParseDuration(typed); err == nil && d != (*of(s)).Truncate(unit) {
				*of(s) = d
			}
			return nil
		},
	}
}

func limit() value {
	return value{
		show: func(s order.Settings) string {
			return order.Amount{Minor: s.Limit, Currency: s.Account.Currency}.Wire()
		},
		take: func(s *order.Settings, typed string) error {
			a, err := typing.Amount(typed, s.Account.Currency)
			s.Limit = a.Minor
			return err
		},
	}
}

func quick() value {
	return value{
		show: func(s order.Settings) string {
			return join(s.Quick, func(minor int64) string {
				return order.Amount{Minor: minor, Currency: s.Account.Currency}.Wire()
			})
		},
		take: func(s *order.Settings, typed string) error {
			s.Quick = nil
			for _, text := range listed(typed) {
				a, _ := typing.Amount(text, s.Account.Currency)
				s.Quick = append(s.Quick, a.Minor)
			}
			return nil
		},
	}
}

func discounts() value { return rates(func(s *order.Settings) *[]int { return &s.Discounts }) }
func tips() value      { return rates(func(s *order.Settings) *[]int { return &s.Tips }) }

// rates are percentages.
func rates(of func(*order.Settings) *[]int) value {
	return value{
		show: func(s order.Settings) string { return join(*of(&s), strconv.Itoa) },
		take: func(s *order.Settings, typed string) error {
			*of(s) = nil
			for _, word := range listed(typed) {
				rate, _ := strconv.Atoi(word)
				*of(s) = append(*of(s), rate)
			}
			return nil
		},
	}
}

func join[T any](list []T, text func(T) string) string {
	words := make([]string, len(list))
	for i, one := range list {
		words[i] = text(one)
	}
	return strings.Join(words, ", ")
}

// listed are the parts of a list as people type it.
func listed(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;，、；%", r) })
}

// methods are those that are on in the text of a methodList.
func methods() value {
	return value{
		show: func(s order.Settings) string { return methodText(s.Methods, func(order.Method) bool { return true }) },
		take: func(s *order.Settings, typed string) error {
			s.Methods = nil
			for method, on := range methodsIn(typed) {
				if on {
					s.Methods = append(s.Methods, method)
				}
			}
			return nil
		},
	}
}
