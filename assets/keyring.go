package assets

// keyringValue stands in a text for the place where the system keeps secrets. Load
// fills it in; the code that renders the text does not know of it.
const keyringValue = "{{.Keyring}}"

// keyringOn is the key of what a system (a GOOS) calls that place itself: people
// look for it by that name.
func keyringOn(system string) string {
	switch system {
	case "windows":
		return "keyring.windows"
	case "darwin":
		return "keyring.mac"
	}
	return "keyring.linux"
}
