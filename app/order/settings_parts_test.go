package order_test

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"qrtill/app/order"
)

// goodSettings are right in every part.
func goodSettings(currency string) order.Settings {
	s := order.Defaults(currency)
	s.Account.Gateway, s.Account.Merchant, s.Shop = "https://gateway.example", "39172931", "Tea & Co"
	return s
}

// wrongSettings are values that make a field of Settings wrong, and the part
// whose fault that is: every field has at least one here.
var wrongSettings = []struct {
	field string
	part  order.Part
	value any
}{
	{"Account.Gateway", order.PartGateway, "http://gateway.example"},
	{"Account.Gateway", order.PartGateway, "gateway.example"},
	{"Account.Gateway", order.PartGateway, "https://user:pass@gateway.example"},
	{"Account.Gateway", order.PartGateway, "http://user@127.0.0.1:8099"},
	{"Account.Gateway", order.PartGateway, "ftp://127.0.0.1"},
	{"Account.Gateway", order.PartGateway, "https://"},
	{"Account.Gateway", order.PartGateway, "https://gateway.example?a=b"},
	{"Account.Gateway", order.PartGateway, "https://gateway.example#a"},
	{"Account.Gateway", order.PartGateway, "https://[gateway.example"},
	{"Account.Merchant", order.PartMerchant, strings.Repeat("9", 65)},
	{"Account.Merchant", order.PartMerchant, "a/"},
	{"Account.Merchant", order.PartMerchant, "a:"},
	{"Account.Merchant", order.PartMerchant, "a@"},
	{"Account.Merchant", order.PartMerchant, "a["},
	{"Account.Merchant", order.PartMerchant, "a`"},
	{"Account.Merchant", order.PartMerchant, "a{"},
	{"Account.Merchant", order.PartMerchant, ""},
	{"Account.Merchant", order.PartMerchant, "39 17"},
	{"Account.Currency", order.PartCurrency, "QQQ"},
	{"Settlement", order.PartCurrency, "HK$"},
	{"Shop", order.PartShop, "  "},
	{"Shop", order.PartShop, strings.Repeat("茶", 61)},
	{"Till", order.PartTill, "X9"},
	{"Zone", order.PartZone, "Mars/Olympus"},
	{"Zone", order.PartZone, ""},
	{"Zone", order.PartZone, "Local"},
	{"Cutoff", order.PartCutoff, 13},
	{"Cutoff", order.PartCutoff, -1},
	{"Methods", order.PartMethods, []order.Method(nil)},
	{"Methods", order.PartMethods, []order.Method{order.WeChat, order.WeChat}},
	{"Limit", order.PartLimit, int64(0)},
	{"ShowFor", order.PartTimes, time.Second},
	{"AskEvery", order.PartTimes, time.Minute},
	{"ShowFor", order.PartTimes, time.Minute - 1},
	{"ShowFor", order.PartTimes, 30*time.Minute + 1},
	{"AskEvery", order.PartTimes, time.Second - 1},
	{"AskEvery", order.PartTimes, 10*time.Second + 1},
	{"NotifyURL", order.PartNotifyURL, "ftp://x"},
	{"NotifyURL", order.PartNotifyURL, "https:///notify"},
	{"NotifyURL", order.PartNotifyURL, "https://[x"},
	{"NotifyAddr", order.PartNotifyAddr, "127.0.0.1"},
	{"NotifyAddr", order.PartNotifyAddr, "8.8.8.8:8090"},
	{"NotifyAddr", order.PartNotifyAddr, "localhost"},
	{"NotifyAddr", order.PartNotifyAddr, ":8090"},
	{"NotifyAddr", order.PartNotifyAddr, "shop.example:8090"},
	{"NotifyAddr", order.PartNotifyAddr, "127.0.0.1:0"},
	{"NotifyAddr", order.PartNotifyAddr, "127.0.0.1:65536"},
	{"NotifyAddr", order.PartNotifyAddr, "127.0.0.1:1a"},
	{"NotifyAddr", order.PartNotifyAddr, "127.0.0.1:http"},
	{"Quick", order.PartQuick, []int64{100, 0}},
	{"Quick", order.PartQuick, []int64{100, 200, 100}},
	{"Quick", order.PartQuick, []int64{1_000_000_000}},
	{"Quick", order.PartQuick, []int64{1, 2, 3, 4, 5, 6, 7}},
	{"Tips", order.PartTips, []int{0}},
	{"Tips", order.PartTips, []int{31}},
	{"Tips", order.PartTips, []int{10, 10}},
	{"Tips", order.PartTips, []int{5, 10, 15, 20, 25}},
	{"Discounts", order.PartDiscounts, []int{91}},
	{"Discounts", order.PartDiscounts, []int{-1}},
}

// leaves are the names of a struct's fields, down to those that are no structs.
func leaves(t reflect.Type, prefix string) (names []string) {
	for _, f := range reflect.VisibleFields(t) {
		if f.Type.Kind() == reflect.Struct {
			names = append(names, leaves(f.Type, prefix+f.Name+".")...)
		} else {
			names = append(names, prefix+f.Name)
		}
	}
	return names
}

func TestEverySettingBelongsToOnePart(t *testing.T) {
	partsOf := map[string]map[order.Part]bool{}
	used := map[order.Part]bool{}
	for _, wrong := range wrongSettings {
		if partsOf[wrong.field] == nil {
			partsOf[wrong.field] = map[order.Part]bool{}
		}
		partsOf[wrong.field][wrong.part], used[wrong.part] = true, true
	}
	for _, field := range leaves(reflect.TypeFor[order.Settings](), "") {
		if len(partsOf[field]) != 1 {
			t.Errorf("Settings.%s belongs to %d parts, must be 1: give it a row in parts of settings_parts.go, or add it to "+
				"the row of a part that it is right or wrong with; then a wrong value of it to wrongSettings here", field, len(partsOf[field]))
		}
		delete(partsOf, field)
	}
	for field := range partsOf {
		t.Errorf("Settings has no field %s: take it out of wrongSettings", field)
	}
	said := map[error]order.Part{}
	for part, wrong := range order.Parts() {
		if !used[part] {
			t.Errorf("nothing makes the %s wrong: add a wrong value to wrongSettings", part)
		}
		if other, taken := said[wrong]; taken || wrong == nil {
			t.Errorf("the %s needs an error of its own, not that of the %s", part, other)
		}
		said[wrong] = part
	}
}

func TestAWrongSettingIsTheFaultOfItsPartAlone(t *testing.T) {
	good := goodSettings("HKD")
	if err := good.Validate(); err != nil || len(good.Faults()) != 0 {
		t.Fatalf("good settings: %v, %v", err, good.Faults())
	}
	for _, wrong := range wrongSettings {
		s := good
		field := reflect.ValueOf(&s).Elem()
		for name := range strings.SplitSeq(wrong.field, ".") {
			field = field.FieldByName(name)
		}
		field.Set(reflect.ValueOf(wrong.value))
		found, err := s.Faults(), s.Validate()
		if part, known := order.PartOf(err); !known || part != wrong.part {
			t.Errorf("%s %v: Validate says %v, which is about %q", wrong.field, wrong.value, err, part)
		}
		if len(found) != 1 || !errors.Is(err, found[wrong.part]) {
			t.Errorf("%s %v: faults are %v, must be the %s alone", wrong.field, wrong.value, found, wrong.part)
		}
	}
}

func TestPartsAreJudgedInTheirCurrency(t *testing.T) {
	taiwan := goodSettings("TWD")
	taiwan.Quick = []int64{2050} // half a dollar
	moved, unknown := goodSettings("HKD"), goodSettings("HKD")
	moved.Account.Currency, unknown.Account.Currency = "TWD", "QQQ"
	cases := []struct {
		settings order.Settings
		want     order.Part
	}{{taiwan, order.PartQuick}, {moved, order.PartMethods}, {unknown, order.PartCurrency}}
	for _, c := range cases {
		if found := c.settings.Faults(); len(found) != 1 || found[c.want] == nil {
			t.Errorf("%s: faults are %v, want the %s alone", c.settings.Account.Currency, found, c.want)
		}
	}
}

func TestEverythingWrongIsFoundAtOnce(t *testing.T) {
	want := map[order.Part]error{}
	for part, wrong := range order.Parts() {
		want[part] = wrong
	}
	bad := order.Settings{
		Account: order.Account{Gateway: "http://gateway.example", Merchant: "a b", Currency: "HKD"}, Settlement: "?", Till: "X1", Cutoff: 24,
		NotifyURL: "x", NotifyAddr: "x", Quick: []int64{-1}, Tips: []int{-1}, Discounts: []int{-1},
	}
	if found := bad.Faults(); !maps.Equal(found, want) {
		t.Errorf("found %v, want %v", found, want)
	}
	if err := bad.Validate(); !errors.Is(err, order.ErrGatewayAddress) {
		t.Errorf("the first is %v", err)
	}
}

func TestAnErrorOfNoPartIsAboutNone(t *testing.T) {
	for _, err := range []error{nil, order.ErrMove, errors.New("the disk is full")} {
		if part, known := order.PartOf(err); known {
			t.Errorf("%v is about the %s", err, part)
		}
	}
}

func TestGoodSettingsAreTaken(t *testing.T) {
	full := goodSettings("HKD")
	full.Quick, full.Tips, full.Discounts = []int64{1, 999_999_999}, []int{1, 30}, []int{5, 90}
	full.Settlement, full.NotifyURL, full.NotifyAddr = "USD", "https://shop.example/notify", "192.168.1.5:8090"
	loopback, practice := goodSettings("HKD"), goodSettings("HKD")
	loopback.Account.Gateway, practice.Account.Gateway = "http://127.0.0.1:8099", order.PracticeGateway
	least, most := goodSettings("HKD"), goodSettings("HKD")
	least.Account.Merchant, least.Shop, least.Cutoff, least.Limit = "z", "茶", 0, 1
	least.ShowFor, least.AskEvery, least.NotifyURL, least.NotifyAddr = time.Minute, time.Second, "http://localhost", "localhost:1"
	most.Account.Merchant = strings.Repeat("0", 54) + "09AZMazm-_"
	most.Shop, most.Cutoff, most.ShowFor, most.AskEvery = strings.Repeat("茶", 60), 12, 30*time.Minute, 10*time.Second
	most.Quick, most.Tips, most.Discounts = []int64{1, 2, 3, 4, 5, 6}, []int{1, 2, 3, 4}, []int{1, 2, 3, 90}
	most.NotifyAddr = "[::1]:65535"
	for _, s := range []order.Settings{full, loopback, practice, goodSettings("TWD"), goodSettings("JPY"), least, most} {
		if err := s.Validate(); err != nil {
			t.Errorf("%+v: %v", s, err)
		}
	}
}

// A new till offers what a shop in its place would choose.
func TestDefaultsAreOfTheCurrencysPlace(t *testing.T) {
	for currency, want := range map[string]struct {
		zone  string
		limit int64
		quick []int64
	}{
		"HKD": {"Asia/Hong_Kong", 50_000_00, []int64{20_00, 50_00, 100_00, 200_00}},
		"TWD": {"Asia/Taipei", 50_000_00, []int64{100_00, 200_00, 500_00, 1000_00}},
		"JPY": {"Asia/Hong_Kong", 50_000, nil},
		"KWD": {"Asia/Hong_Kong", 50_000_000, nil},
		"QQQ": {"Asia/Hong_Kong", 50_000, nil},
	} {
		s := order.Defaults(currency)
		if s.Zone != want.zone || s.Limit != want.limit || !slices.Equal(s.Quick, want.quick) || !slices.Equal(s.Methods, order.Methods(currency)) {
			t.Errorf("%s: %+v", currency, s)
		}
		if s.Account.Currency != currency || s.Till != "T1" || s.ShowFor != 5*time.Minute || s.AskEvery != time.Second || s.Cutoff != 0 {
			t.Errorf("%s: %+v", currency, s)
		}
	}
}
