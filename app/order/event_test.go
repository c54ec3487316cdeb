package order_test

import (
	"encoding/json"
	"testing"

	"qrtill/app/order"
)

// What older programs wrote reads as it did, and what has none of the newer
// parts is written as they wrote it.
func TestEventsWithoutNewerPartsAreWrittenAsBefore(t *testing.T) {
	for _, old := range []string{
		`{"v":1,"kind":"created","at":"2026-11-24T02:00:00Z","day":"2026-11-24","order":"T1A0","new":{"sale":"T1A0","attempt":1,"account":{"gateway":"https://gateway.example","merchant":"M1","currency":"HKD"},"amount":{"minor":5000,"currency":"HKD"},"method":"alipayhk","note":"table 0","till":"T1","zone":"Asia/Hong_Kong"}}`,
		`{"v":1,"kind":"settings_changed","at":"2026-11-24T02:00:00Z","day":"2026-11-24","settings":{"account":{"gateway":"https://gateway.example","merchant":"M1","currency":"HKD"},"shop":"Tea House","till":"T1","zone":"Asia/Hong_Kong","cutoff":0,"methods":["wechat"],"limit":5000000,"show_for":300000000000,"ask_every":1000000000}}`,
	} {
		var e order.Event
		if err := json.Unmarshal([]byte(old), &e); err != nil {
			t.Fatal(err)
		}
		if now, _ := json.Marshal(e); string(now) != old {
			t.Errorf("it is now written as\n%s", now)
		}
	}
}
