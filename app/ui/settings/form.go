package settings

import (
	"strings"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// partIn says which part of settings a problem that the till reports is about:
// what the gateway said of its address or the credentials is about one, too.
func partIn(problem kit.Sentence) (order.Part, bool) {
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
func settingUp(v app.SetupView) kit.Progress {
	return kit.Progress{Busy: v.Busy, Problem: kit.Sentence(v.Problem), Done: v.Done}
}

func managing(v core.ManagerView) kit.Progress {
	return kit.Progress{Busy: v.Busy, Problem: kit.Sentence(v.Problem), Done: v.Done}
}

// address is a gateway's address as people type it.
func address(typed string) string { return strings.TrimRight(strings.TrimSpace(typed), "/") }

// tillCode is a till's code as people type it.
func tillCode(typed string) string { return strings.ToUpper(strings.TrimSpace(typed)) }
