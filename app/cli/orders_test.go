package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qrtill/app/cli"
)

func TestOrdersAreReadFromTheLog(t *testing.T) {
	b := newBench(t)
	b.setup(b.account.Secret)
	id := b.sale()

	if code := b.run("", "orders", "-data", b.dir, "-format", "json"); code != cli.Done {
		t.Fatalf("exit %d: %s", code, b.err.String())
	}
	var row map[string]any
	if err := json.Unmarshal(b.out.Bytes(), &row); err != nil {
		t.Fatalf("%v in %q", err, b.out.String())
	}
	for field, want := range map[string]any{"merchant_order_id": string(id), "amount": "128.50", "currency": "HKD", "status": "paid", "refunded": "0.00", "till": "T1"} {
		if row[field] != want {
			t.Errorf("%s is %v, want %v", field, row[field], want)
		}
	}
	if code := b.run("", "orders", "-data", b.dir); code != cli.Done || !strings.Contains(b.out.String(), "128.50") {
		t.Errorf("table: exit %d, %q", code, b.out.String())
	}
	if code := b.run("", "orders", "-data", b.dir, "-status", "refused"); code != cli.Done || strings.Contains(b.out.String(), string(id)) {
		t.Errorf("filtered: exit %d, %q", code, b.out.String())
	}
	file := filepath.Join(t.TempDir(), "orders.json")
	if code := b.run("", "orders", "-data", b.dir, "-format", "json", "-out", file); code != cli.Done {
		t.Errorf("to a file: exit %d, %s", code, b.err.String())
	}
	raw, err := os.ReadFile(file)
	if err != nil || !bytes.Contains(raw, []byte(id)) {
		t.Error("the file does not hold the order", err)
	}
	for _, there := range []string{file, filepath.Join(b.dir, "orders.db")} {
		before, _ := os.ReadFile(there)
		if code := b.run("", "orders", "-data", b.dir, "-out", there); code != cli.Undone {
			t.Errorf("over a file: exit %d", code)
		}
		b.said(there + ": There is a file of this name already")
		if after, _ := os.ReadFile(there); !bytes.Equal(before, after) {
			t.Errorf("%s was written over", there)
		}
	}
}
