package counter

import (
	"time"

	"qrtill/app/typing"
)

// ahead is what was typed on a sale that has ended and may have been a scanner's: the
// beginning of the next amount if a person types on, or goes on with Enter.
type ahead []early

type early struct {
	char rune
	by   typing.Stroke
}

// aheadFor is how long nobody can have forgotten it.
const aheadFor = 3 * time.Second

// lasts says that it is still meant when such a key comes: nothing else was pressed since.
func (a ahead) lasts(next typing.Stroke, now time.Time) bool {
	if len(a) == 0 {
		return false
	}
	last := a[len(a)-1].by.Down
	return !next.Other.After(last) && now.Sub(last) < aheadFor
}

// onSale takes a character while a sale is there, and says whether it has gone on from it:
// the first one of an amount does, when a person has typed it. One in doubt waits. All else
// means nothing, and neither does what is typed right after it: half an amount is another
// amount.
func (c *Page) onSale(r rune) (gone, used bool) {
	k := c.frame.Keyboard()
	switch {
	case !c.sale.ended():
		k.Lose()
	case !typing.AmountKey(r), k.Missed(), c.frame.Interrupted():
		k.Miss()
		k.Lose()
	case k.Doubtful():
		if !c.ahead.lasts(k.Stroke(), k.Now()) {
			c.ahead = nil
		}
		c.ahead = append(c.ahead, early{r, k.Stroke()})
		c.frame.Sign("sign.go_on")
		return false, true
	default:
		c.next(nil)
		return true, true
	}
	return false, false
}
