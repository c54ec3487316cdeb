package main_test

// The plan of the house. walls_test.go holds the tree to it.

// mayImport lists every package that ships and what it may import of ours. The
// arrows point one way: windows and commands to the till, the till to the core,
// the core to the rules. An arrow that nobody uses any more must go.
var mayImport = map[string][]string{
	".": {"app", "app/book", "app/cli", "app/core", "app/order", "app/sound", "app/ui", "app/ui/door", "payments", "payments/practice", "storage", "storage/secrets"},

	"app/console": {"app/cli"},

	"app":        {"app/core", "app/order", "app/probe", "payments", "storage", "storage/secrets"},
	"app/book":   {"app/order", "storage"}, // read only
	"app/cli":    {"app", "app/book", "app/order", "app/probe", "assets", "payments", "payments/practice", "storage", "storage/secrets"},
	"app/core":   {"app/order", "payments"}, // of payments types and errors only
	"app/order":  {},
	"app/probe":  {"app/order", "payments"},
	"app/sound":  {},
	"app/typing": {"app/order"},

	// The frame knows its pages; the pages know the frame through a small
	// interface, and don't know each other.
	"app/ui":          {"app", "app/core", "app/order", "app/sound", "app/ui/counter", "app/ui/customer", "app/ui/door", "app/ui/kit", "app/ui/monitors", "app/ui/owner", "app/ui/settings", "assets"},
	"app/ui/kit":      {"app/order", "app/typing", "assets"}, // amounts and words, no till
	"app/ui/monitors": {},
	"app/ui/customer": {"app/core", "app/order", "app/ui/kit"},
	"app/ui/counter":  {"app/core", "app/order", "app/typing", "app/ui/kit"},
	"app/ui/owner":    {"app/book", "app/core", "app/order", "app/typing", "app/ui/kit"},
	"app/ui/settings": {"app", "app/core", "app/order", "app/typing", "app/ui/kit", "assets"}, // app: they send its duties' commands
	"app/ui/door":     {"app/ui/kit", "assets"},

	"assets":            {},
	"payments":          {},
	"payments/practice": {}, // shares nothing with the client, so that a misunderstanding shows
	"storage":           {"app/order"},
	"storage/secrets":   {"app/order"},
}

// forTests are packages that only tests may import, and what for.
var forTests = map[string]string{
	"app/ui/uitest": "a window for the tests of one page",
}

// goroutines lists the files that may start one, and what for. The till has:
// loop, call workers, pump, keyring, notification listener, backup,
// raise-first-window, practice server, the clock of the ending, the session's end. A file that no longer starts one must go.
var goroutines = map[string]string{
	"app/accounts.go":                   "call workers, and the keyring's reader",
	"app/cli/probe.go":                  "the answer to a question, while the program may be told to end",
	"app/cli/secret.go":                 "the end of the program, while it waits for a secret to be typed",
	"app/connection.go":                 "call worker: trying an account",
	"app/keeper.go":                     "keyring: the log's end; backup",
	"app/listener.go":                   "notification listener",
	"app/manager.go":                    "keyring: the pepper, and a tenth of a second of hashing",
	"app/setup.go":                      "call worker: trying the settings at the gateway",
	"app/sound/sound.go":                "the sounds' worker; beside it what the system's programs take seconds for: a speech, and what can be heard",
	"app/ui/ui.go":                      "pump",
	"app/ui/door/offer.go":              "pump; before it a backup is put back, or a till that is closing waited for, beside the window that says so",
	"app/ui/door/session_windows.go":    "the end of Windows' session, heard on a thread of its own",
	"ending.go":                         "the end of the program, when Fyne's never comes",
	"house.go":                          "loop: the till runs beside its windows",
	"payments/listen.go":                "notification listener: its end",
	"payments/practice/gateway.go":      "practice server",
	"payments/practice/notify.go":       "practice server: sending its notifications",
	"payments/token.go":                 "call worker: renewing a token for all who wait",
	"storage/claim.go":                  "raise-first-window",
	"storage/secrets/secrets.go":        "keyring",
	"storage/secrets/secret_service.go": "keyring: the end of a connection, with the call that has it",
}

// pure lists the packages that are handed all they know, and what they may not
// import, beside a clock and the loading of time zones.
var pure = map[string][]string{
	"app/order":  {"os", "os/exec", "io/fs", "log", "log/slog", "net/http", "syscall"},
	"app/core":   {"os", "os/exec", "io/fs", "log", "log/slog", "net", "net/http", "net/url", "syscall"},
	"app/typing": {"os", "os/exec", "io/fs", "log", "log/slog", "net", "net/http", "net/url", "syscall"},
}

// zones lists the files that may load a time zone.
var zones = map[string]string{
	"app/order/settings.go": "the shop's",
	"assets/catalogue.go":   "that of a sentence with a time in it",
}

// floats lists the files outside drawing and sound that may count in broken
// numbers, and what for. Money is whole minor units.
var floats = map[string]string{
	"app/ui/monitors/fit.go":      "how much smaller the windows are drawn",
	"app/ui/shell.go":             "the window's size, as Fyne's preferences keep it",
	"payments/practice/api.go":    "the chance that a failing gateway fails early",
	"payments/practice/faults.go": "the chance of a fault",
	"payments/token.go":           "a token's life in seconds, which a gateway may write as 3600.0",
}

// windows lists the files that may make a window. Each is shown, and so has a handle, in
// the same call on Fyne's goroutine and with no theme set in between, and hidden, not
// closed, while the program goes on: on Windows Fyne 2.8.1 ends the program over one
// without a handle when a theme is set or the system goes from light to dark.
var windows = map[string]string{
	"app/ui/customer/window.go":   "the customer's, at its first Show (monitors.Late)",
	"app/ui/door/offer.go":        "the one that offers a backup, and the one that waits",
	"app/ui/door/refusal.go":      "the one that says why there is no till",
	"app/ui/monitors/identify.go": "the monitors' numbers",
	"app/ui/shell.go":             "the till's",
}
