package order

import "time"

// BusinessDay is the day, as "2026-11-24", on which money recorded at t counts
// in this shop.
func (s Settings) BusinessDay(t time.Time) (string, error) {
	zone, err := s.Location()
	if err != nil {
		return "", err
	}
	return BusinessDay(t, zone, s.Cutoff), nil
}

// BusinessDay is the calendar day in a zone, changing at the cut-off hour
// instead of midnight.
func BusinessDay(t time.Time, zone *time.Location, cutoff int) string {
	local := t.In(zone)
	// By calendar, not by subtracting hours: a day with a clock change still
	// begins at its cut-off hour.
	day := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC)
	if local.Hour() < cutoff {
		day = day.AddDate(0, 0, -1)
	}
	return day.Format(time.DateOnly)
}
