package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"qrtill/app/book"
	"qrtill/app/core"
	"qrtill/app/ui/uitest"
	"qrtill/storage"
)

// BenchmarkPaidToPixels is from the View that says paid to both windows
// painted, the customer's first. Goal: at most 100 ms. The test driver paints
// in software what a screen paints on its graphics chip, so the part that is
// this program's own work, draw-ms, is told apart.
func BenchmarkPaidToPixels(b *testing.B) {
	log, err := storage.Open(b.TempDir(), storage.Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { log.Close() })
	a := test.NewTempApp(b)
	s := newShell(Config{App: a, Till: &scriptedTill{}, Book: book.New(log), Sound: &recorder{}}, newLoop(b.Context(), a))
	waiting, paid := uitest.SaleIn(core.Waiting), uitest.SaleIn(core.Paid)
	s.draw(uitest.ReadyView())
	var drawn, tick time.Duration
	for b.Loop() {
		b.StopTimer()
		s.draw(waiting)
		s.customers().Canvas().Capture()
		s.window.Canvas().Capture()
		b.StartTimer()
		start := time.Now()
		s.draw(paid)
		drawn += time.Since(start)
		s.customers().Canvas().Capture()
		tick += time.Since(start)
		s.window.Canvas().Capture()
	}
	b.ReportMetric(float64(drawn.Microseconds())/1000/float64(b.N), "draw-ms")
	b.ReportMetric(float64(tick.Microseconds())/1000/float64(b.N), "tick-ms")
}
