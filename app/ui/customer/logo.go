package customer

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // logos come as either
	_ "image/png"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

const (
	logoName = "logo"
	logoMost = 4 << 20 // bytes
	logoSide = 4096    // pixels: more only costs memory
)

var errLogo = errors.New("the picture can't be used as a logo")

// Logo is where the shop's logo is. It is a look: a copy of the picture that
// was chosen is kept with the preferences, so that it outlives a memory stick.
type Logo struct{ files fyne.Storage }

// NewLogo is the logo in a program's storage.
func NewLogo(files fyne.Storage) Logo { return Logo{files} }

// Kept says that there is one, and that it can be read.
func (l Logo) Kept() bool { return l.read() != nil }

func (l Logo) read() []byte {
	from, err := l.files.Open(logoName)
	if err != nil {
		return nil
	}
	defer from.Close()
	raw, err := readLogo(from)
	if err != nil {
		return nil
	}
	return raw
}

// Keep makes a picture the shop's logo: a PNG or JPEG of at most 4 MiB and 4096
// pixels each way. It fails for any other, which changes nothing, and when the picture
// can't be written.
func (l Logo) Keep(from io.Reader) error {
	raw, err := readLogo(from)
	if err != nil {
		return err
	}
	to, err := l.files.Save(logoName)
	if err != nil {
		to, err = l.files.Create(logoName) // the first one
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errLogo, err)
	}
	_, err = to.Write(raw)
	if err = errors.Join(err, to.Close()); err != nil {
		return fmt.Errorf("%w: %w", errLogo, err)
	}
	return nil
}

// Remove leaves the shop without; what is still there is still shown.
func (l Logo) Remove() { _ = l.files.Remove(logoName) }

// picture is the logo as a poster shows it; nil for none.
func (l Logo) picture() fyne.CanvasObject {
	raw := l.read()
	if raw == nil {
		return nil
	}
	picture := canvas.NewImageFromResource(fyne.NewStaticResource(logoName, raw))
	picture.FillMode = canvas.ImageFillContain
	return picture
}

// readLogo reads a picture that is fit to be a logo.
func readLogo(from io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(from, logoMost+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errLogo, err)
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || len(raw) > logoMost || c.Width > logoSide || c.Height > logoSide {
		return nil, errLogo
	}
	return raw, nil
}
