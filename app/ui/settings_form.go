package ui

import (
	"strings"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
)

// partIn says which part of settings a problem that the till reports is about:
// what the gateway said of its address or the credentials is about one, too.
func partIn(problem core.Text) (order.Part, bool) {
	switch problem.Key {
	case "error.gateway.address", "error.gateway.certificate":
		return order.PartGateway, true
	case "error.gateway.auth":
		return order.PartMerchant, true
	}
	for part, wrong := range order.Parts() {
		if app.Explain(wrong).Key == problem.Key {
			return part, true
		}
	}
	return "", false
}

// address is a gateway's address as people type it.
func address(typed string) string { return strings.TrimRight(strings.TrimSpace(typed), "/") }

// tillCode is a till's code as people type it.
func tillCode(typed string) string { return strings.ToUpper(strings.TrimSpace(typed)) }

// The limits of the PIN; the till checks them again.
const (
	pinLeast = 4
	pinMost  = 12
)

// pinFault is what is wrong with a PIN that was typed twice: a key of the
// catalogue, empty for nothing.
func pinFault(pin, again string) string {
	switch {
	case len(pin) < pinLeast || len(pin) > pinMost || strings.Trim(pin, "0123456789") != "":
		return "error.settings.pin"
	case pin != again:
		return "first.pin_differs"
	}
	return ""
}

// newPINField takes digits, hidden, or dots to whoever looks on.
func newPINField(keys keySink) *field {
	f := newSecretField(keys, "", pinMost)
	f.plain = true
	return f
}
