package hostile

import (
	"strings"
	"testing"
)

// The second reader decides what the till may believe, so it is tried by hand.
func TestTheSecondReader(t *testing.T) {
	id, refund, err := numbers()
	if err != nil {
		t.Fatal(err)
	}
	create := string(createAnswer(string(id)).reply(nil).body)
	query := string(queryAnswer(string(id), "SUCCEEDED").reply(nil).body)
	back := string(refundAnswer("refund", string(refund), string(id), "SUCCEEDED", true).reply(nil).body)
	tests := []struct {
		name, old, with string
		all             bool // it still proves everything
	}{
		{"as it is", "", "", true},
		{"another status", `"status":"`, `"status":"X`, false},
		{"another order", `"merchant_order_id":"`, `"merchant_order_id":"X`, false},
		{"doubled status", `"status"`, `"status":"SUCCEEDED","status"`, false},
		{"doubled amount", `"amount"`, `"amount":"1","amount"`, false},
		{"shadowed status", `"status"`, `"Status":"X","status"`, true},
		{"another amount", `.50"`, `.51"`, false},
		{"the same amount", `.50"`, `.5"`, true},
		{"amount with an exponent", `.50"`, `.50e1"`, false},
		{"another currency", `HKD`, `USD`, false},
		{"a no", `"code":0`, `"code":1`, false},
		{"doubled code", `"code":0`, `"code":1,"code":0`, false},
		{"code as text", `"code":0`, `"code":"0"`, false},
		{"code another zero", `"code":0`, `"code":-0`, true},
		{"two values", `誠"`, `誠"}{"x":1`, false},
		{"cut", `"rid"`, ``, false},
		{"not UTF-8", "誠", "\xff", false},
	}
	for _, tt := range tests {
		edit := func(body string) reply {
			return reply{status: 200, said: []byte(strings.Replace(body, tt.old, tt.with, 1))}
		}
		shows := mayShow(edit(create), string(id))
		paid := mayBePaid(edit(query), string(id), gatewayID)
		if tt.name == "another order" {
			tt.old, tt.with = "merchant_payment_order_id", "merchant_refund_id"
		}
		gone := refundSays(edit(back), string(refund), string(id)) == "SUCCEEDED"
		if tt.name == "doubled status" || tt.name == "doubled amount" || shows == paid && paid == gone {
			if shows != tt.all || paid != tt.all || gone != tt.all {
				t.Errorf("%s: shows %v, paid %v, refunded %v, want %v", tt.name, shows, paid, gone, tt.all)
			}
			continue
		}
		t.Errorf("%s: shows %v, paid %v, refunded %v", tt.name, shows, paid, gone)
	}
	if mayBePaid(reply{status: 200, said: []byte(query)}, string(id), "C1") {
		t.Error("paid under another number of the gateway's")
	}
	if mayBePaid(reply{status: 500, said: []byte(query)}, string(id), gatewayID) {
		t.Error("paid by an answer with an HTTP error")
	}
	if refused := (reply{status: 200, said: []byte(`{"code":7}`)}); !refused.refuses() || (reply{status: 200, said: []byte(`{"code":0}`)}).refuses() {
		t.Error("a no is not told from a yes")
	}
}
