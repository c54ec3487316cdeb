package kit

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"qrtill/app/order"
	"qrtill/assets"
)

// Texts is what every part of a screen is given: the texts of a language, and how
// it writes money, times and methods. It may be copied, and used from any goroutine.
type Texts struct {
	Catalogue *assets.Catalogue // never nil; it also has what needs no values
}

// Text renders a key with values given in pairs: k.Text("top.watching", "Count", 3).
// Money, times and methods among them are written as people do.
func (k Texts) Text(key string, pairs ...any) string {
	values := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[fmt.Sprint(pairs[i])] = k.value(pairs[i+1], "")
	}
	return tight(k.Catalogue.Text(key, values))
}

// Sentence is what the till has to say: a key of the catalogue, and what its
// placeholders stand for. The zero sentence says nothing. It has the fields of the
// core's Text, so that one converts to the other: the kit knows no core.
type Sentence struct {
	Key    string
	Values map[string]any
}

// Empty says that there is nothing to say.
func (s Sentence) Empty() bool { return s.Key == "" }

// Say renders the till's words for people, with times in a zone ("Asia/Hong_Kong",
// "Local"); an empty sentence is "". The value Time is a Moment; others are times to the
// second, for where the day itself may be what is wrong.
func (k Texts) Say(s Sentence, zone string) string {
	if s.Empty() {
		return ""
	}
	values := make(map[string]any, len(s.Values))
	for name, v := range s.Values {
		if at, is := v.(time.Time); is && name == "Time" {
			v = k.Moment(at, zone)
		}
		values[name] = k.value(v, zone)
	}
	return tight(k.Catalogue.Text(s.Key, values))
}

// edge is where a value begins or ends, until the text is put together.
const edge = "\x00"

// loose finds a space between two Chinese signs at such an edge. The catalogue has it for
// values that are Latin letters or digits.
var loose = regexp.MustCompile(`([\p{Han}，。；：？！（）「」])(?: \x00|\x00 )([\p{Han}，。；：？！（）「」])`)

// tight takes the edges out of a text, and the spaces between Chinese signs there.
func tight(text string) string {
	return strings.ReplaceAll(loose.ReplaceAllString(text, "$1$2"), edge, "")
}

// Join puts a sentence after another one.
func (k Texts) Join(first, second string) string {
	if strings.HasSuffix(first, "。") {
		return first + second
	}
	return first + " " + second
}

// value writes money, times and methods as people do, and marks where a text begins and
// ends.
func (k Texts) value(v any, zone string) any {
	switch written := v.(type) {
	case order.Amount:
		v = k.Money(written)
	case order.Method:
		v = k.Method(written)
	case time.Time:
		v = k.Catalogue.DateTime(written, zone)
	}
	if text, is := v.(string); is && text != "" {
		return edge + text + edge
	}
	return v
}

// Moment is when something was or will be, to the minute: the time of day if that is
// today's, else with the day before it.
func (k Texts) Moment(t time.Time, zone string) string {
	day, at := k.Catalogue.Date(t, zone), k.Catalogue.Time(t, zone)
	if day == k.Catalogue.Date(time.Now(), zone) {
		return at
	}
	return day + " " + at
}

// Money is an amount with its currency, as the language writes it: "HK$128.50".
func (k Texts) Money(a order.Amount) string { return k.Catalogue.Money(a.Decimal(), a.Currency) }

// Method is a payment method's own name; one we do not know is shown as it is.
func (k Texts) Method(m order.Method) string {
	switch m {
	case order.WeChat:
		return k.Text("method.wechat")
	case order.AlipayHK:
		return k.Text("method.alipayhk")
	case order.AlipayCN:
		return k.Text("method.alipaycn")
	}
	return string(m)
}

// Clock is a length of time as minutes and seconds: "4:32". Below zero is "0:00".
func Clock(d time.Duration) string {
	s := max(0, int(d.Round(time.Second)/time.Second))
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// Seconds is a length of time in seconds, with a decimal below ten: "0.4 s",
// "17 s".
func (k Texts) Seconds(d time.Duration) string {
	digits := 0
	if d < 10*time.Second {
		digits = 1
	}
	return k.Text("time.seconds", "Number", strconv.FormatFloat(d.Seconds(), 'f', digits, 64))
}
