package ui

import (
	"fmt"
	"strconv"
	"time"

	"qrtill/app/order"
	"qrtill/assets"
)

// kit is what every part of a screen is given: the texts of a language, and how
// it writes money, times and methods.
type kit struct {
	catalogue *assets.Catalogue
}

// text renders a key with values given in pairs: text("top.watching", "Count", 3).
func (k kit) text(key string, pairs ...any) string {
	values := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[fmt.Sprint(pairs[i])] = k.value(pairs[i+1], "")
	}
	return k.catalogue.Text(key, values)
}

// sentence is what the till has to say: a key of the catalogue, and what its
// placeholders stand for. The zero sentence says nothing.
type sentence struct {
	Key    string
	Values map[string]any
}

func (s sentence) empty() bool { return s.Key == "" }

// say renders the till's words for people; an empty sentence is "".
func (k kit) say(s sentence, zone string) string {
	if s.empty() {
		return ""
	}
	values := make(map[string]any, len(s.Values))
	for name, v := range s.Values {
		values[name] = k.value(v, zone)
	}
	return k.catalogue.Text(s.Key, values)
}

// value writes money, times and methods as people do.
func (k kit) value(v any, zone string) any {
	switch v := v.(type) {
	case order.Amount:
		return k.money(v)
	case order.Method:
		return k.method(v)
	case time.Time:
		return k.catalogue.DateTime(v, zone)
	}
	return v
}

func (k kit) money(a order.Amount) string { return k.catalogue.Money(a.Decimal(), a.Currency) }

// method is a payment method's own name; one we do not know is shown as it is.
func (k kit) method(m order.Method) string {
	switch m {
	case order.WeChat:
		return k.text("method.wechat")
	case order.AlipayHK:
		return k.text("method.alipayhk")
	case order.AlipayCN:
		return k.text("method.alipaycn")
	}
	return string(m)
}

// clock is a length of time as minutes and seconds: "4:32". Below zero is "0:00".
func clock(d time.Duration) string {
	s := max(0, int(d.Round(time.Second)/time.Second))
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// seconds is a length of time in seconds, with a decimal below ten: "0.4 s",
// "17 s".
func (k kit) seconds(d time.Duration) string {
	digits := 0
	if d < 10*time.Second {
		digits = 1
	}
	return k.text("time.seconds", "Number", strconv.FormatFloat(d.Seconds(), 'f', digits, 64))
}
