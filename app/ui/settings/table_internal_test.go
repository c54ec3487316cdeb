package settings

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/app/ui/uitest"
)

const (
	where = "app/ui/settings/table.go"
	here  = "app/ui/settings/table_internal_test.go"
)

// kept are the settings that no row changes, and why.
var kept = map[string]string{
	"Account.Currency": "every amount of the log is in it: chosen at the first start, for good",
	"Settlement":       "the account's default, which the gateway knows; nothing of ours sets another yet",
}

// elsewhere are the parts of the settings that can't be put right on the page.
var elsewhere = map[order.Part]string{
	order.PartCurrency: kept["Account.Currency"],
}

// another differs from what a new shop has in every setting that the page shows.
func another() order.Settings {
	return order.Settings{
		Account: order.Account{Gateway: "https://other.example", Merchant: "M9", Currency: "HKD"},
		Shop:    "Lucky Dog", Till: "T9", Zone: "Asia/Tokyo", Cutoff: 4,
		Methods: []order.Method{order.AlipayCN, order.WeChat}, Limit: 12_345,
		ShowFor: 10 * time.Minute, AskEvery: 2 * time.Second,
		NotifyURL: "https://tunnel.example/t9", NotifyAddr: "127.0.0.1:8090",
		Quick: []int64{11_00, 22_50}, Tips: []int{7, 8}, Discounts: []int{9},
	}
}

// leaves are settings by name, each alone.
func leaves(s order.Settings) map[string]any {
	found := map[string]any{}
	var walk func(prefix string, v reflect.Value)
	walk = func(prefix string, v reflect.Value) {
		for _, field := range reflect.VisibleFields(v.Type()) {
			switch one, name := v.FieldByIndex(field.Index), prefix+field.Name; {
			case one.Kind() == reflect.Struct && one.NumField() > 0:
				walk(name+".", one)
			default:
				found[name] = one.Interface()
			}
		}
	}
	walk("", reflect.ValueOf(s))
	return found
}

// changed are the names of the settings that differ.
func changed(before, after order.Settings) []string {
	old := leaves(before)
	var names []string
	for name, value := range leaves(after) {
		if !reflect.DeepEqual(value, old[name]) {
			names = append(names, name)
		}
	}
	return slices.Sorted(slices.Values(names))
}

// pageWith is the page, open, of a till that has settings.
func pageWith(t *testing.T, s order.Settings) *Page {
	t.Helper()
	d := newBureau(t)
	d.View.Settings = s
	p := NewPage(d.Texts, d)
	d.Open(p)
	d.unlock(p)
	return p
}

func TestEverySettingHasARowThatShowsAndChangesItAlone(t *testing.T) {
	from, to := pageWith(t, uitest.ReadyView().Settings), pageWith(t, another())
	handled := map[string]string{} // a setting → its row
	for i, r := range from.rows {
		if r.secret() {
			continue
		}
		from.fill()
		r.set(to.rows[i].text())
		s, faults := from.typed()
		names := changed(from.base, s)
		if len(names) != 1 || len(faults) != 0 {
			t.Errorf("the row %q set to %q changes %q (wrong: %v), and should change one setting: see its value and its control in %s", r.caption, to.rows[i].text(), names, faults, where)
			continue
		}
		if before := handled[names[0]]; before != "" {
			t.Errorf("the rows %q and %q both change order.Settings.%s: see their values in %s", before, r.caption, names[0], where)
		}
		handled[names[0]] = r.caption
		if got, want := leaves(s)[names[0]], leaves(another())[names[0]]; !reflect.DeepEqual(got, want) {
			t.Errorf("the row %q shows %v and reads it as %v: show and take of its value disagree", r.caption, want, got)
		}
	}
	for name := range leaves(another()) {
		switch _, keep := kept[name]; {
		case keep && handled[name] != "":
			t.Errorf("the row %q changes order.Settings.%s, which is said to be kept: take it off the list in %s", handled[name], name, here)
		case !keep && handled[name] == "":
			t.Errorf("nobody can change order.Settings.%s: add a row to %s, and another value of it to another() in %s; or name it there in kept, with the reason", name, where, here)
		}
	}
}

func TestSettingsThatThePageShowsAreReadBackAsTheyWere(t *testing.T) {
	for _, s := range []order.Settings{uitest.ReadyView().Settings, another()} {
		if got, faults := pageWith(t, s).typed(); len(changed(s, got)) != 0 || len(faults) != 0 {
			t.Errorf("unchanged, %q is read in another way (wrong: %v)", changed(s, got), faults)
		}
	}
}

// What is typed wrong is marked at its own row, by the part that the row names.
func TestEveryRowNamesThePartThatItCanMakeWrong(t *testing.T) {
	d, p := atOpenSettings(t)
	for _, r := range slices.Concat(p.rows, NewFirstStart(d.Texts, d).all()) {
		if r.secret() {
			continue
		}
		if r.part == "" {
			t.Errorf("the row %q has no part: name it in %s, or nobody is shown what is wrong with it", r.caption, where)
			continue
		}
		wrong := map[order.Part]bool{}
		for _, typed := range []string{"", "!", "99", "99h"} {
			if r.take == nil {
				t.Fatalf("the row %q has no value: say in %s how it is shown and taken", r.caption, where)
			}
			s := p.base
			if r.take(&s, typed) != nil {
				wrong[r.part] = true
			}
			for part := range s.Faults() {
				wrong[part] = true
			}
		}
		if !wrong[r.part] || len(wrong) > 1 {
			t.Errorf("the row %q names the part %q, and nonsense in it makes %q wrong: see %s", r.caption, r.part, slices.Sorted(maps.Keys(wrong)), where)
		}
	}
}

func TestEveryPartOfTheSettingsCanBePutRightOrSaysWhyNot(t *testing.T) {
	_, p := atOpenSettings(t)
	sentences := map[string]order.Part{}
	for part, err := range order.Parts() {
		_, excused := elsewhere[part]
		switch has := p.rows.has(part); {
		case !has && !excused:
			t.Errorf("no row is about the part %q: name it in its row in %s, or say in elsewhere in %s why it can't be put right on the page", part, where, here)
		case has && excused:
			t.Errorf("the part %q has a row: take it off the list in %s", part, here)
		}
		said := app.Explain(err)
		if other, twice := sentences[said.Key]; twice || !strings.HasPrefix(said.Key, "error.settings.") {
			t.Errorf("what is wrong with the part %q is said as %q (so is %q): give its error a sentence of its own, error.settings.…, in app/core/words.go and assets/text", part, said.Key, other)
		}
		sentences[said.Key] = part
	}
}

func TestTabGoesThroughTheRowsInOrder(t *testing.T) {
	d, p := atOpenSettings(t)
	var want, got []string
	captions := map[fyne.Focusable]string{}
	for _, r := range p.rows {
		if r.focus != nil {
			want = append(want, r.caption)
			captions[r.focus] = r.caption
		}
	}
	d.Focus(p.rows[0].focus)
	for range 4 * len(p.rows) {
		if caption := captions[d.Focused()]; caption != "" && len(got) < len(want) {
			got = append(got, caption)
		}
		d.Tab()
	}
	if !slices.Equal(got, want) {
		t.Errorf("Tab goes to %q, the rows are %q: see the order in %s", got, want, where)
	}
}

func TestAChoiceThatIsWrongIsMarkedUntilItIsRight(t *testing.T) {
	s := uitest.ReadyView().Settings
	s.Zone = "Nowhere/Else" // of another computer, whose zones are others
	p := pageWith(t, s)
	p.field(order.PartShop).SetText("Lucky Dog")
	p.trySave()
	zone := p.row(order.PartZone)
	if !zone.prompt.Bad || p.frame.Focused() != zone.focus {
		t.Errorf("marked: %v, the focus is on %T", zone.prompt.Bad, p.frame.Focused())
	}
	p.field(order.PartShop).SetText("Lucky Fox")
	if !zone.prompt.Bad {
		t.Error("it is still wrong, and no more said to be")
	}
	if zone.set("Asia/Tokyo"); zone.prompt.Bad {
		t.Error("it is right, and still said to be wrong")
	}
}
