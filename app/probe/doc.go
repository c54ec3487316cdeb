// Package probe is first contact: it asks a gateway, with a shop's own credentials,
// what the docs leave open, and writes down what came beside what the till assumes.
//
//	result, err := probe.Run(ctx, probe.Config{Gateway: client, Account: ..., Till: "T1", Paper: file, ...})
//	result.NotFound       // what rule 4 needs: how this gateway says that it has no such order, or refund
//	result.Differences    // what is not as the till assumes
//	result.Money          // where the money of the one order is; never empty
//
// It is a list of points (points.go). Each says what is assumed and is a function that
// asks, through a [Gateway], and gives its remarks: as assumed, DIFFERS, learned, or not
// tried. The points without an order (answers.go) move no money. Those of the order
// (order.go, watch.go, refund.go) come after a yes; what is true of all answers
// (whole.go) is said at the end.
//
// Two rules hold through all of it. There is never more than one call in two seconds,
// and what the gateway asks for in silence is given (pace.go). And an id is in the
// report, on disk, before the call that makes an order or a refund of it leaves
// (report.go): the order is no sale and not in the till's log, so the report is the only
// place that knows of it, and its last lines say where the money is (money.go).
//
// [Small] is the two calls that a till can make at any time, with its own client.
//
// The report holds ids and no secret: all of it goes through the client's scrubber, and
// the whole is looked through once more before it is handed over.
package probe
