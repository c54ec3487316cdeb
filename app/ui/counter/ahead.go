package counter

import (
	"time"

	"qrtill/app/typing"
	"qrtill/app/ui/kit"
)

// ahead is what was typed on a sale that has ended and may have been a scanner's. It is the
// beginning of the next amount for who types on at once; nobody has seen it, so Enter asks
// about it then. For all others it was not taken.
type ahead []early

type early struct {
	char rune
	by   typing.Stroke
}

// before says that a key is pressed right behind it.
func (a ahead) before(next typing.Stroke) bool {
	if len(a) == 0 || next.Key == "" && next.Text == "" {
		return false
	}
	return !next.Other.After(a.last()) && next.Down.Sub(a.last()) < kit.SettleTime
}

// fresh says that it was typed just now.
func (a ahead) fresh(now time.Time) bool { return len(a) > 0 && now.Sub(a.last()) < kit.SettleTime }

func (a ahead) last() time.Time { return a[len(a)-1].by.Down }

// onSale takes a character while a sale is there, and says whether it has gone on from it:
// the first one of an amount does, which is a digit, when a person has typed it. One in
// doubt waits. All else means nothing, and neither does what is typed right after it: half
// an amount is another amount.
func (c *Page) onSale(r rune) (gone, used bool) {
	k := c.frame.Keyboard()
	on := c.ahead.before(k.Stroke())
	if !on {
		c.ahead = nil
	}
	fits := typing.Digit(r) || on && typing.AmountKey(r)
	switch {
	case !c.sale.ended():
		k.Lose()
	case !fits, k.Missed() && !on, c.frame.Interrupted():
		c.ahead = nil
		k.Miss()
		k.Lose()
		if typing.AmountKey(r) {
			c.frame.Sign("sign.hushed")
			return false, true
		}
	case k.Doubtful():
		c.ahead = append(c.ahead, early{r, k.Stroke()})
		k.Keep()
		c.frame.Sign("sign.hushed")
		return false, true
	default:
		c.next(nil)
		return true, true
	}
	return false, false
}
