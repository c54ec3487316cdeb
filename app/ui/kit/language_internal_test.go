package kit

import (
	"testing"

	"qrtill/assets"
)

func TestEveryLanguageLoads(t *testing.T) {
	for _, tag := range assets.Languages() {
		if c := CatalogueIn(tag); c.Tag() != tag || len(c.FyneTexts()) == 0 {
			t.Errorf("%s is %s", tag, c.Tag())
		}
	}
}
