package kit

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/assets"
)

func TestEveryLanguageLoads(t *testing.T) {
	for _, tag := range assets.Languages() {
		if c := CatalogueIn(tag); c.Tag() != tag || len(c.FyneTexts()) == 0 {
			t.Errorf("%s is %s", tag, c.Tag())
		}
	}
}

func TestTheMomentOfADayIsItsTimeAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // it begins on 1 Jan 2000 at 08:00 in Hong Kong
		k, now := Texts{CatalogueIn("en")}, time.Now()
		for ago, want := range map[time.Duration]string{
			0: "08:00", 17 * time.Second: "07:59", 8 * time.Hour: "00:00", 8*time.Hour + time.Second: "31 Dec 1999 23:59",
			-15 * time.Hour: "23:00", -16 * time.Hour: "2 Jan 2000 00:00",
		} {
			if got := k.Moment(now.Add(-ago), "Asia/Hong_Kong"); got != want {
				t.Errorf("%s ago: %q, want %q", ago, got, want)
			}
		}
		said := k.Say(Sentence{"banner.silent", map[string]any{"Time": now}}, "Asia/Hong_Kong")
		if !strings.Contains(said, "until 08:00.") {
			t.Errorf("a sentence says %q", said)
		}
		dated := k.Say(Sentence{"error.gateway.expired", map[string]any{"Now": now, "End": now}}, "Asia/Hong_Kong")
		if strings.Count(dated, "1 Jan 2000") != 2 { // the day is what may be wrong
			t.Errorf("a sentence about the clock says %q", dated)
		}
	})
}

func TestNoSpaceStandsBetweenChineseSigns(t *testing.T) {
	for _, k := range []struct{ tag, key, value, want string }{
		{"zh-Hans", "customer.scan", "支付宝", "请用支付宝扫码付款"},
		{"zh-Hans", "customer.scan", "AlipayHK", "请用 AlipayHK 扫码付款"},
		{"zh-Hant-HK", "customer.scan", "微信支付", "請用微信支付掃碼付款"},
		{"en", "customer.scan", "Alipay", "Scan with Alipay to pay"},
		{"zh-Hant-HK", "sale_panel.note", "奶茶 走甜", "奶茶 走甜"},
	} {
		texts := Texts{CatalogueIn(k.tag)}
		got := texts.Text(k.key, "Method", k.value, "Note", k.value)
		if !strings.HasSuffix(got, k.want) || strings.Contains(got, edge) {
			t.Errorf("%s: %q, want %q", k.tag, got, k.want)
		}
		if again := texts.Say(Sentence{k.key, map[string]any{"Method": k.value, "Note": k.value}}, ""); again != got {
			t.Errorf("%s: said as %q", k.tag, again)
		}
	}
	hans := Texts{CatalogueIn("zh-Hans")}
	if got := hans.Text("sale_panel.paid_after", "Time", hans.Seconds(4100*time.Millisecond), "Took", hans.Seconds(400*time.Millisecond)); !strings.Contains(got, "4.1 秒后") {
		t.Errorf("%q", got)
	}
	if a, b := hans.Join("甲。", "乙。"), hans.Join("One.", "Two."); a != "甲。乙。" || b != "One. Two." {
		t.Errorf("joined as %q and %q", a, b)
	}
}
