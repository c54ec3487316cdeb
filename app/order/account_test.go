package order_test

import (
	"slices"
	"testing"

	"qrtill/app/order"
)

func TestMoneyOfAGatewayOnThisComputerIsNotReal(t *testing.T) {
	for gateway, want := range map[string]bool{
		order.PracticeGateway: true, "http://127.0.0.1:8099": true, "http://localhost:1": true, "http://[::1]:1": true,
		"https://gateway.example": false, "https://127.0.0.1.example": false, "": false,
		"https://8.8.8.8": false, "http://[::1": false, "http://127.9.9.9": true,
	} {
		if got := (order.Account{Gateway: gateway}).Loopback(); got != want {
			t.Errorf("%q is on this computer: %t", gateway, got)
		}
	}
}

func TestEveryCurrencyHasItsMethods(t *testing.T) {
	for currency, want := range map[string][]order.Method{
		"HKD": {order.WeChat, order.AlipayHK, order.AlipayCN}, "TWD": {order.WeChat}, "": {order.WeChat},
	} {
		if got := order.Methods(currency); !slices.Equal(got, want) {
			t.Errorf("%s is paid by %v", currency, got)
		}
	}
}
