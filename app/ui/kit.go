package ui

import (
	"fmt"
	"strconv"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/assets"
)

// kit is what every part of a screen is given: the texts, and where keys go
// that the part does not use itself.
type kit struct {
	catalogue *assets.Catalogue
	keys      keySink
}

// text renders a key with values given in pairs: text("top.watching", "Count", 3).
func (k kit) text(key string, pairs ...any) string {
	values := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[fmt.Sprint(pairs[i])] = k.value(pairs[i+1], "")
	}
	return k.catalogue.Text(key, values)
}

// say renders the till's words for people; the empty Text is "".
func (k kit) say(t core.Text, zone string) string {
	if t.Empty() {
		return ""
	}
	values := make(map[string]any, len(t.Values))
	for name, v := range t.Values {
		values[name] = k.value(v, zone)
	}
	return k.catalogue.Text(t.Key, values)
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
