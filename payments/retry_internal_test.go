package payments

import (
	"net/http"
	"testing"
	"time"
)

// Retry-After is obeyed, of whatever size and in whatever spelling (rule 15).
func TestAnEnormousRetryAfterIsAWish(t *testing.T) {
	for _, v := range []string{"3600", "2147483647", "2147483648", "99999999999", "120.5", "+60", "Fri, 31 Dec 9999 23:59:59 GMT"} {
		if d := retryAfter(http.Header{"Retry-After": {v}}, time.Now()); d <= 0 {
			t.Errorf("Retry-After: %s is taken for %v", v, d)
		}
	}
}
