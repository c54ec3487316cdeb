// Package practice is the practice gateway: the CBTIS payment API served over
// real HTTP, so that a till can be tried, shown and tested without money.
//
// It is written from the public CBTIS documentation alone and imports none of
// the other packages. In particular it shares no type with the client in
// package payments: each side states the API in its own words, so that a
// misunderstanding shows as a failing test and not as two equal mistakes.
// Where the documentation is strict, this gateway is stricter than a real one
// may be: an unknown field, a number where a string belongs or a wrong
// Content-Type is refused with a message that says what is wrong.
//
// How a practice sale flows:
//
//	till      GET  /mch-api/v1/auth                       a token for one hour
//	till      POST /mch-api/v1/pa/payment_intents/create  PENDING, and the text of a QR code
//	customer  GET  /pay/{code}                            the address in the QR code: Pay or Cancel
//	till      POST /mch-api/v1/pa/payment_intents/query   SUCCEEDED, or CANCELLED (also by time)
//	till      POST /mch-api/v1/pa/refunds/create, query   full or partial refunds
//	gateway   POST notify_url                             signed notification, repeated until received
//
// Beside the API there are four routes for people and harnesses, open to
// callers on this computer only: GET /practice/ledger (every order as JSON),
// POST /practice/pay and POST /practice/cancel (?merchant_order_id=...), and
// POST /practice/faults (?faults=..., see ParseFaults), which changes the bad days.
//
// Every change is appended to the ledger file and fsynced before it is
// answered, so a gateway started again over the same file knows its orders.
// That file also holds the credentials: they open nothing but this gateway.
// Tokens are not kept: after a restart every older token is refused.
//
// Bad days are played by Faults (see ParseFaults); a zero Faults has none.
package practice
