package settings

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// fill puts the till's settings into the fields.
func (p *Page) fill() {
	s := p.view.Settings
	p.base, p.shown = s, false // what fills a field is no edit
	p.shop.SetText(s.Shop)
	p.till.SetText(s.Till)
	p.limit.SetText(order.Amount{Minor: s.Limit, Currency: s.Account.Currency}.Wire())
	p.gateway.SetText(s.Account.Gateway)
	p.merchant.SetText(s.Account.Merchant)
	p.currency.Set(s.Account.Currency)
	p.unit.Set(s.Account.Currency)
	zones := zonesWith(s.Zone)
	p.zone.Offer(zones, zones)
	p.zone.Set(s.Zone)
	p.cutoff.Set(strconv.Itoa(s.Cutoff))
	p.offerTimes(p.showing, "settings.minutes", time.Minute, s.ShowFor, 1, 2, 3, 5, 10, 15, 20, 30)
	p.offerTimes(p.every, "settings.seconds", time.Second, s.AskEvery, 1, 2, 3, 5, 10)
	p.methods.fill(s.Methods, order.Methods(s.Account.Currency))
	p.fillAmounts(s)
	p.notifyURL.SetText(s.NotifyURL)
	p.notifyAddr.SetText(s.NotifyAddr)
	for _, f := range []*kit.Field{p.secret, p.pin, p.again, p.notifyKey} {
		f.Wipe()
	}
	p.clearFaults()
	p.saving = kit.Saving{Before: p.view.Setup.Done}
	p.state, p.saved, p.shown = kit.SavingIdle, false, true
	p.draw()
}

// offerTimes offers lengths of time, the one in use among them.
func (p *Page) offerTimes(c *kit.Chooser, key string, unit, now time.Duration, steps ...int) {
	if n := int(now / unit); !slices.Contains(steps, n) {
		steps = append(steps, n)
		slices.Sort(steps)
	}
	var values, names []string
	for _, n := range steps {
		values, names = append(values, (time.Duration(n)*unit).String()), append(names, p.Text(key, "Count", n))
	}
	c.Offer(values, names)
	c.Set(now.Truncate(unit).String())
}

// typed are the settings as the fields say, and the faults only fields have.
func (p *Page) typed() (order.Settings, map[order.Part]error) {
	s := p.base
	s.Shop, s.Till = strings.TrimSpace(p.shop.Text), tillCode(p.till.Text)
	if s.Account.Gateway != order.PracticeGateway {
		s.Account.Gateway, s.Account.Merchant = address(p.gateway.Text), strings.TrimSpace(p.merchant.Text)
	}
	s.Zone = p.zone.Value()
	s.Cutoff, _ = strconv.Atoi(p.cutoff.Value())
	s.ShowFor, s.AskEvery = lengthOf(p.showing, time.Minute, s.ShowFor), lengthOf(p.every, time.Second, s.AskEvery)
	s.Methods = p.methods.chosen()
	s.NotifyURL, s.NotifyAddr = strings.TrimSpace(p.notifyURL.Text), strings.TrimSpace(p.notifyAddr.Text)
	p.typedAmounts(&s)
	amount, err := order.ParseTyped(strings.TrimSpace(p.limit.Text), s.Account.Currency)
	s.Limit = amount.Minor
	faults := s.Faults()
	if err != nil {
		faults[order.PartLimit] = err
	}
	return s, faults
}

// lengthOf keeps the length in use when the choice shows just it, in whole units.
func lengthOf(c *kit.Chooser, unit, now time.Duration) time.Duration {
	d, err := time.ParseDuration(c.Value())
	if err != nil || now.Truncate(unit) == d {
		return now
	}
	return d
}

// changed says that Save has something to do.
func (p *Page) changed() bool {
	s, _ := p.typed()
	return !sameSettings(s, p.base) || p.secret.Text != "" || p.pin.Text != "" || p.again.Text != "" || p.notifyKey.Text != ""
}

func sameSettings(a, b order.Settings) bool { return reflect.DeepEqual(a, b) }
