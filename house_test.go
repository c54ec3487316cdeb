package main

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

// Whatever trainees did to it, the next start of the practice till takes 0000.
func TestThePracticePINIsAlwaysTheSame(t *testing.T) {
	log, err := storage.Open(t.TempDir(), storage.Options{Create: true, Practice: true})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	keyring := secrets.InMemory()
	defer keyring.Close()
	account := order.Account{Gateway: order.PracticeGateway, Merchant: "88000001", Currency: "HKD"}
	add := func(e order.Event) {
		t.Helper()
		e.Version, e.At, e.Day = order.Version, time.Now().UTC(), "2026-11-25"
		if _, err := log.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	another, err := secrets.NewPIN("1357", []byte(practicePepper))
	if err != nil {
		t.Fatal(err)
	}
	for _, spoil := range []func(){
		func() {},
		func() {
			for range 12 {
				add(order.Event{Kind: order.PINTried, Try: &order.Try{For: order.TrySettings}})
			}
		},
		func() { add(order.Event{Kind: order.PINSet, PIN: &another}) },
	} {
		spoil()
		if err := practiceShop(t.Context(), log, keyring, account); err != nil {
			t.Fatal(err)
		}
		set, _ := log.PIN()
		if !secrets.CheckPIN(set, practicePIN, []byte(practicePepper)) || log.WrongPINs() != 0 {
			t.Errorf("not 0000, or %d wrong PINs", log.WrongPINs())
		}
		before := log.Seq()
		if err := practiceShop(t.Context(), log, keyring, account); err != nil || log.Seq() != before {
			t.Errorf("a start without need writes to the log (%v)", err)
		}
	}
}

func TestACrashIsNamedAlsoOnAFullDisk(t *testing.T) {
	free := uint64(1 << 20)
	log, err := storage.Open(t.TempDir(), storage.Options{Create: true, Free: func(string) (uint64, error) { return free, nil }})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	crashed, well := &storage.Diary{Crash: "crash-1.txt"}, &storage.Diary{}
	if said := notice(log, crashed); said.Key != "notice.crash_low_space" || said.Values["File"] != "crash-1.txt" {
		t.Errorf("a crash and no room: %v", said)
	}
	if said := notice(log, well); said.Key != "notice.low_space" {
		t.Errorf("no room: %v", said)
	}
	free = 1 << 40
	if said := notice(log, crashed); said.Key != "notice.crash" {
		t.Errorf("a crash: %v", said)
	}
	if said := notice(log, well); !said.Empty() {
		t.Errorf("nothing: %v", said)
	}
}
