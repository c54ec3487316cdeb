// Package hostile shows that no answer of the gateway, however it is spoilt,
// makes the till believe what isn't proven:
//
//	make hostile                     every single change and every pair, a few minutes on two cores
//	go test ./app/proof/hostile      all changes of fields, alone, and some of the rest
//
// It takes the honest answers of a course of events (a story), changes one or
// two things in them, and plays the story with the real client and the real
// core of the till:
//
//	answers ─► changes ─► http.RoundTripper ─► payments.Client ─► core.Core ─► order.Apply
//	              ├─────► the second reader: what is proven by what was said?  │
//	              └─────► a naive client                                       ▼
//	                                        what log and screen say must have been proven
//
// Every field of every answer (token, create, query, refund, refund query, and
// the notification's body) is changed in every way of changes.go: missing,
// null, of another type, another id, amount, currency or status, doubled,
// shadowed by a key in another case, huge, nested deeply, cut short; so are the
// whole body, the HTTP status and some headers. On its way an answer is written
// in another script, with a text of that script in any field, and packed
// (wire.go), or a network's log-in page stands in its place. Pairs are of
// changes in the same answer or in two answers of one story. What breaks a body
// as JSON (such as a cut at each of its bytes) or makes it larger than any
// answer is played alone, as no second change shows beside it; a few such bodies
// are in the pairs too, and a few of the scripts and packings.
//
// Who decides what is proven is the second reader (reader.go). It shares no
// code with the client and reads tokens, where the client reads keys. It is
// told what an answer said before it went on its way, the naive client what an
// HTTP library makes of it: unpacked, and its script as it is.
//
// The table has a row for each story and these columns:
//
//	false paid    an order is paid in the log or on the screen, and the answers don't prove it
//	false code    a code was shown, and the answer to the creation disagrees with the order
//	false refund  a refund is done or failed, and the answers don't prove it
//	panics        of client, core or rules (one in a goroutine of the client's ends the test)
//	kept asking   proven, and the till didn't take it: an unknown extra was doubled, say; or a notification
//	              was not heeded. Careful, not wrong
//	naive ...     the same of a client that unmarshals into a struct and believes status == "SUCCEEDED"
//	              (or notify_type == "payment_success"), with the same answers
//
// All but the last must be 0, and the naive client's must not be, or else the
// answers would show nothing. The bugs in testdata are planted one by one, and
// must be found. The last line is
//
//	hostile: changes N, pairs N, false paid 0, panics 0, naive false paid K
package hostile
