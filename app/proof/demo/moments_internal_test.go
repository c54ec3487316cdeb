package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestTheLastAnswerIsTheOneOfTheOrder(t *testing.T) {
	diary := filepath.Join(t.TempDir(), "qrtill.log")
	const lines = `{"time":"2026-11-25T04:00:01Z","msg":"gateway call","op":"query","merchant_order_id":"T1A"}
not a line of the diary
{"time":"2026-11-25T04:00:02.5Z","msg":"gateway call","op":"query","merchant_order_id":"T1A"}
{"time":"2026-11-25T04:00:03Z","msg":"event","kind":"answered","order":"T1A"}
{"time":"2026-11-25T04:00:04Z","msg":"gateway call","op":"query","merchant_order_id":"T1B"}
`
	if err := os.WriteFile(diary, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	at, err := lastAnswer(diary, "T1A")
	if want := time.Date(2026, 11, 25, 4, 0, 2, 5e8, time.UTC); err != nil || !at.Equal(want) {
		t.Errorf("answered at %v, %v; want %v", at, err, want)
	}
	if _, err := lastAnswer(diary, "T1C"); err == nil {
		t.Error("an order that was never asked about has an answer")
	}
}
