package order_test

import (
	"testing"

	"qrtill/app/order"
)

func TestMoneyOfAGatewayOnThisComputerIsNotReal(t *testing.T) {
	for gateway, want := range map[string]bool{
		order.PracticeGateway: true, "http://127.0.0.1:8099": true, "http://localhost:1": true, "http://[::1]:1": true,
		"https://gateway.example": false, "https://127.0.0.1.example": false, "": false,
	} {
		if got := (order.Account{Gateway: gateway}).Loopback(); got != want {
			t.Errorf("%q is on this computer: %t", gateway, got)
		}
	}
}
