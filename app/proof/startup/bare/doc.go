//go:build linux

// Command bare is a Fyne program with nothing in it but two windows of the
// sizes the till opens: what Fyne itself costs.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	a := app.NewWithID("app.qrtill.bare")
	till, customer := a.NewWindow("bare till"), a.NewWindow("bare customer")
	for w, size := range map[fyne.Window]fyne.Size{till: fyne.NewSize(1180, 720), customer: fyne.NewSize(520, 720)} {
		w.SetContent(widget.NewLabel("bare"))
		w.Resize(size)
		w.Show()
	}
	till.SetMaster()
	a.Run()
}
