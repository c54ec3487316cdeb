package app_test

// unmet are the errors without words of their own, each with the reason why
// nobody meets it as it is, or why error.unexpected is what to say of it.
func unmet() map[string]string {
	const (
		asDamage  = "storage gives it to people within ErrDamaged"
		asKeyring = "keyringError wraps it in ErrKeyring"
		asReport  = "a kind of line in the report of qrtill verify, which has words of its own; who opens the log gets ErrDamaged"
		asSilence = "the window is told that nothing can be heard, and why: sounds.silence"
		ofAGame   = "the practice gateway's page and answers word it, as a gateway's would; the till's Ctrl+P passes it over"
	)
	return map[string]string{
		"app/core.errNoCode": "it only marks what else went wrong, which has words",
		"app/order.ErrEvent": "only a mistake of this program makes one, or a clock before 1678 or after 2262: error.unexpected asks for the log folder",

		"app/probe.ErrStopped": "qrtill probe says it in words of its own",
		"app/probe.ErrThere":   "nobody is told: only a plain no is learned from, and what was learned before stays",

		"payments.ErrListen":  "Settings say notify.failed; an address that is wrong is order.ErrNotifyAddr before",
		"payments.ErrNoKey":   "Settings say notify.failed; no key at all is secrets.ErrNoSecret, notify.no_key",
		"payments.errQuoted":  "it is the Err of a payments.Error, KindMalformed",
		"payments.errForeign": "it is the Err of a payments.Error, KindForeign",
		"payments.errCoding":  "it is the Err of a payments.Error, KindCoding; a notification that comes so is for the diary",

		"payments/practice.ErrNotPayable":   ofAGame,
		"payments/practice.ErrUnknownOrder": ofAGame,

		"storage.ErrNoOrder":           "an order on a page was read from the log, which never loses one",
		"storage.ErrRecord":            asReport,
		"storage.ErrRecordLink":        asReport,
		"storage.ErrRecordNumber":      asReport,
		"storage/secrets.errAsking":    asKeyring,
		"storage/secrets.errBusy":      asKeyring,
		"storage/secrets.errClosed":    asKeyring,
		"storage/secrets.errDismissed": asKeyring,
		"storage/secrets.errGone":      asKeyring,
		"storage/secrets.errLocked":    asKeyring,
		"storage/secrets.errNoBus":     asKeyring,
		"storage/secrets.errNotYet":    asKeyring,
		"storage.errPage":              asDamage,
		"storage.errSnapshot":          asDamage + ", or ErrNotRecorded while it writes",
		"storage.errHead":              "a head that can't be read counts as another one: banner.older; qrtill verify has words of its own",
		"storage.errClosed":            "fault: History and an order's page do say error.unexpected while a disk that failed is away; Log.view could return l.failed",

		"app/sound.errBuild":    asSilence,
		"app/sound.errNoDevice": asSilence,
		"app/sound.errNoVoice":  asSilence,
		"app/sound.errSlow":     asSilence,

		"app/ui/door.ErrNoWindow":   "Run and Offer tell error.display themselves, and Refuse why there is no till",
		"app/ui/customer.errLogo":   "whatever is wrong with a picture, Settings say settings.logo_bad",
		"app/ui/customer.errUnread": "whatever is wrong with a drawn code, staff read sale_panel.no_drawing",

		"assets.ErrLanguage": "a language is only loaded by the list of those that are there",
	}
}
