// Package payments is the client of the CBTIS payment gateway. It gets a token,
// creates payment intents with their QR text, asks how orders stand, refunds,
// and says after a failure the one thing that matters for the money: OutcomeOf.
//
//	c, err := payments.New(payments.Config{BaseURL: ..., UID: ..., Secret: ...})
//	c.Warm(ctx)                    // while the cashier types
//	intent, err := c.Create(ctx, payments.CreateRequest{...})
//	switch payments.OutcomeOf(err) {
//	case payments.Done:            // compare the intent with the order, show intent.QR
//	case payments.Refused:         // a definite no: err says why
//	case payments.TryAgain:        // nothing was sent: the same request may go again
//	case payments.Unknown:         // the gateway may have the order: Query, never Create again
//	}
//
// Refund and QueryRefund are to a refund what Create and Query are to an order.
//
// The requests (CBTIS docs: auth-method, payment_with_qrcode,
// payment_with_instore_qrcode, refunds), all under the gateway's address + /mch-api/v1:
//
//	GET  /auth?grant_type=client_credentials&uid=..&client_secret=..  -> a bare object
//	POST /pa/payment_intents/create   Authorization: Bearer ..        -> {code,data,message,rid}
//	POST /pa/payment_intents/query    Authorization: Bearer ..        -> {code,data,message,rid}
//	POST /pa/refunds/create           Authorization: Bearer ..        -> {code,data,message,rid}
//	POST /pa/refunds/query            Authorization: Bearer ..        -> {code,data,message,rid}
//
// Look makes one exchange of any of these and shows what came, free of secrets; it is
// there to learn how a gateway answers (look.go), and repeats nothing.
//
// Warm may also send HEAD to the gateway's address, without a token, when there
// is a token but no connection.
//
// What is repeated, and what isn't (repeat.go):
//
//	token           up to 3 tries in a renewal; one renewal at a time, at a pace (pace.go)
//	create, refund  only while no byte of it has left this machine (3 tries); never after an auth failure
//	both queries    once, with a new token, when the first was not taken; once when a stale connection took no byte
//
// A token was not taken if the answer is HTTP 401 or 403, or its code begins like
// them. A refusal is one whatever its words; that they speak of the token itself
// only brings a new one. Where another program with the same credentials ends our
// tokens, renewal and call go together and Contended says so (contended.go).
//
// Whether a byte left is not guessed: the connection counts (transport.go). A
// POST's body can't be rewound, so net/http can't repeat it either, and no
// redirect is followed.
//
// The gateway may also come to us, at the notify_url of an order:
//
//	n, err := payments.NewNotifications(payments.NotificationsConfig{Keys: ..., Found: ...})
//	l, err := payments.ListenNotifications(ctx, ":8098")
//	err = n.Serve(ctx, l)          // in a goroutine of the caller's
//
// A notification is checked (signature over the raw bytes, size, rate), told
// once, and believed in nothing: it is a reason to Query or QueryRefund now.
// Losing one loses no more than a little time.
//
// Answers are read strictly (decode.go) but not judged: amounts and states
// come back as the gateway wrote them. Before that their codings are undone and
// their characters made UTF-8 (body.go). What is not the gateway's at all, as
// the log-in page of a network, is told from it (isForeign), and keeps no token
// away once it is gone. The secret, the tokens and the address
// of the token request never reach an error or a log (redact.go).
//
// The package knows nothing of orders, storage or screens, and imports none of
// the program's packages. The practice gateway shares no code with it: a
// misunderstanding of the gateway would otherwise be on both sides.
package payments
