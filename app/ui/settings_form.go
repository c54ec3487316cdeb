package ui

import (
	"strings"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
)

// partIn says which part of settings a problem that the till reports is about:
// what the gateway said of its address or the credentials is about one, too.
func partIn(problem sentence) (order.Part, bool) {
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

// settingUp is how a SetUp or a MoveIn gets on, and managing a command that takes
// the manager's PIN.
func settingUp(v app.SetupView) progress {
	return progress{busy: v.Busy, problem: sentence(v.Problem), done: v.Done}
}

func managing(v core.ManagerView) progress {
	return progress{busy: v.Busy, problem: sentence(v.Problem), done: v.Done}
}

// address is a gateway's address as people type it.
func address(typed string) string { return strings.TrimRight(strings.TrimSpace(typed), "/") }

// tillCode is a till's code as people type it.
func tillCode(typed string) string { return strings.ToUpper(strings.TrimSpace(typed)) }
