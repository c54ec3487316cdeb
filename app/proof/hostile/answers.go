package hostile

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
)

// What the till sells and gives back in every story.
const (
	amount, currency = "128.50", "HKD"
	back             = "28.50"
	gatewayID        = "C991289984923795789123"
	refundNumber     = "C34368224017070000"
	rid              = "3647575c0e1049439e484a231864da2c"
	accessToken      = "a1b2c3d4e5f6a1b2c3d4e5f6"
	codeText         = "weixin://wxpay/bizpayurl?pr=x1"
	createdAt        = "2026-11-24T10:00:00.928696203+08:00"
	notifyKey        = "6d0e8fa7b10c40c3a48c0c2be41cb178"
)

// Literals that are wrong, or look wrong, in the way of one kind of field.
var (
	wrongCodes    = []string{`1`, `-1`, `"0"`, `0.0`, `0e0`, `1e0`, `200`, `401`, `40100`, `403`, `429`, `50000`, `2147483648`, `00`, `+0`, `0x0`}
	wrongAmounts  = []string{`"128.51"`, `"128.5"`, `"128.500"`, `"0128.50"`, `"12850"`, `"1"`, `"0"`, `"-128.50"`, `"+128.50"`, `"128.50 "`, `"1.285e2"`, `"128,50"`, `"１２８.50"`, `"128.50.0"`, `"128.500000000000001"`, `"1000128.50"`, `"Infinity"`, `128.50`, `128.5`, `12850`}
	wrongMoneys   = []string{`"TWD"`, `"USD"`, `"hkd"`, `"HKD "`, `"HK"`, `"HKDD"`, `"ＨＫＤ"`, `"344"`, `"HKD\u0000"`}
	wrongStatuses = []string{`"SUCCEEDED"`, `"PENDING"`, `"CANCELLED"`, `"FAILED"`, `"SUCCESS"`, `"PAID"`, `"REFUNDED"`, `"PROCESSING"`, `"succeeded"`, `"SUCCEEDED "`, `" SUCCEEDED"`, `"SUCCEEDED\u0000"`, `"SUCCEEDED,PENDING"`, `"ЅUCCEEDED"`, `["SUCCEEDED"]`}
	wrongTimes    = []string{`"yesterday"`, `"9999-99-99T99:99:99Z"`, `1693457045`}
	wrongWords    = []string{`"token expired"`, `"duplicate order"`, `"order already exists"`, `"unauthorized"`, `"order not found"`}
	wrongTokens   = []string{`"a b"`, `"a\r\nX: y"`, `"тoken"`}
	wrongLives    = []string{`0`, `-1`, `1`, `"3600"`, `1e12`, `31536000`}
)

func wrongIDs(id, other string) []string {
	return []string{
		strconv.Quote(other), `"` + id[:len(id)-1] + `"`, `"` + id + `0"`, `"` + id + ` "`, `" ` + id + `"`, `"` + id + `\u0000"`, `"` + id + `\u200b"`,
		`"` + lower(id) + `"`, `"%` + id[1:] + `"`, `12345678901234567890`,
	}
}

func lower(id string) string { return string(id[0]+'a'-'A') + id[1:] }

func text(s string) string { return strconv.Quote(s) }

// heads are the parts of an answer that aren't in its body.
func heads() []*field {
	return append([]*field{{key: "HTTP status"}, {key: "Retry-After"}, {key: "Date"}}, ways()...)
}

// ways are what is done to an answer on its way.
func ways() []*field { return []*field{{key: "script"}, {key: "Content-Encoding"}} }

func envelope(name string, data ...*field) template {
	return template{name: name, heads: heads(), root: object("",
		leaf("code", "0", wrongCodes...),
		object("data", data...),
		leaf("message", text(foreignText), wrongWords...),
		leaf("rid", text(rid)),
	)}
}

func tokenAnswer() template {
	return template{name: "token", heads: heads(), root: object("",
		leaf("access_token", text(accessToken), wrongTokens...),
		leaf("expires_in", "3600", wrongLives...),
	)}
}

func createAnswer(id string) template {
	return envelope("create",
		leaf("order_id", text(gatewayID), wrongIDs(gatewayID, id)...),
		leaf("merchant_order_id", text(id), wrongIDs(id, gatewayID)...),
		leaf("amount", text(amount), wrongAmounts...),
		leaf("currency", text(currency), wrongMoneys...),
		leaf("create_time", text(createdAt), wrongTimes...),
		object("next_action", leaf("type", `"render_qrcode"`), leaf("qrcode_url", text(codeText))),
		leaf("status", `"PENDING"`, wrongStatuses...),
	)
}

func queryAnswer(id, status string) template {
	return envelope("query",
		leaf("order_id", text(gatewayID), wrongIDs(gatewayID, id)...),
		leaf("merchant_order_id", text(id), wrongIDs(id, gatewayID)...),
		leaf("amount", text(amount), wrongAmounts...),
		leaf("currency", text(currency), wrongMoneys...),
		leaf("status", text(status), wrongStatuses...),
		leaf("create_time", text(createdAt), wrongTimes...),
		leaf("pay_time", text(createdAt), wrongTimes...),
	)
}

// refundAnswer has what the docs show. The fuller one has all that a gateway
// might say beside it.
func refundAnswer(name, id, order, status string, fuller bool) template {
	fields := []*field{
		leaf("payment_order_id", text(gatewayID), wrongIDs(gatewayID, order)...),
		leaf("merchant_payment_order_id", text(order), wrongIDs(order, gatewayID)...),
		leaf("merchant_refund_id", text(id), wrongIDs(id, order)...),
		leaf("create_time", text(createdAt), wrongTimes...),
		leaf("status", text(status), wrongStatuses...),
	}
	if fuller {
		fields = append(fields,
			leaf("refund_id", text(refundNumber), wrongIDs(refundNumber, id)...),
			leaf("amount", text(back), append([]string{`"28.51"`, `"28.5"`}, wrongAmounts...)...),
			leaf("currency", text(currency), wrongMoneys...),
			leaf("refund_time", text(createdAt), wrongTimes...),
		)
	}
	return envelope(name, fields...)
}

// paymentNotice is the notification of a payment.
func paymentNotice(id string) template {
	return template{name: "notification", heads: ways(), root: object("",
		leaf("notify_type", `"payment_success"`, `"refund_success"`, `"refund_failed"`, `"Payment_Success"`, `"payout"`),
		object("data",
			leaf("order_id", text(gatewayID), wrongIDs(gatewayID, id)...),
			leaf("merchant_order_id", text(id), wrongIDs(id, gatewayID)...),
			leaf("order_amount", text(amount), wrongAmounts...),
			leaf("status", `"SUCCEEDED"`, wrongStatuses...),
			leaf("shop", text(foreignText)),
		),
	)}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// sign is what the gateway does with a notification (CBTIS docs, auth-webhook).
func sign(body []byte) string {
	sum := sha256.Sum256(append(append([]byte{}, body...), "."+notifyKey...))
	return hex.EncodeToString(sum[:])
}
