// Package sound is what the till lets be heard: a short sound when money has
// come, another when something needs a person, and an amount spoken by the
// system's own voice. Nothing of it needs a network.
//
//	Paid, Say, Attention, Ask ─► worker ─┬─► tones.go ─► device_*.go (oto)
//	                                     ├─► voice_*.go: PowerShell, say, spd-say, espeak-ng
//	                                     └─► reach_*.go: is it muted, is there a device ─► Reports
//
// No call blocks: a sound that can't be played now is of no use later. What is
// spoken reaches the system's programs on their standard input alone, never in
// an argument or a script. A new amount ends the speech before it.
//
// The package knows neither orders nor windows. Whether a sound is wanted is
// decided where the switches are, in app/ui.
package sound
