package kit

import (
	"fmt"
	"hash/fnv"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// The signs, drawn for a 24 x 24 field: strokes unless they say fill. COLOR is
// replaced by the colour they are shown in.
const (
	IconDot      = `<circle cx="12" cy="12" r="6" fill="COLOR" stroke="none"/>`
	IconTick     = `<path d="M4.5 12.8 L9.8 18 L19.5 6.8"/>`
	IconCross    = `<path d="M6 6 L18 18 M18 6 L6 18"/>`
	IconTriangle = `<path d="M12 3.5 L21.8 20.5 L2.2 20.5 Z"/><path d="M12 9.5 L12 14"/><circle cx="12" cy="17.2" r="1.5" fill="COLOR" stroke="none"/>`
	IconStop     = `<path d="M8 2.5 L16 2.5 L21.5 8 L21.5 16 L16 21.5 L8 21.5 L2.5 16 L2.5 8 Z"/><path d="M12 7.5 L12 13"/><circle cx="12" cy="16.4" r="1.5" fill="COLOR" stroke="none"/>`
	IconHalf     = `<circle cx="12" cy="12" r="8"/><path d="M12 4 A8 8 0 0 1 12 20 Z" fill="COLOR"/>`
	IconRing     = `<circle cx="12" cy="12" r="7"/>`
	IconClock    = `<circle cx="12" cy="12" r="9"/><path d="M12 6.8 L12 12 L15.6 14.2"/>`
	IconCharge   = `<rect x="3" y="3" width="7" height="7" rx="1.5"/><rect x="14" y="3" width="7" height="7" rx="1.5"/><rect x="3" y="14" width="7" height="7" rx="1.5"/><path d="M14 14 L17 14 L17 17 M21 14 L21 14.2 M21 18 L21 21 L18 21 M14 21 L14 18"/>`
	IconSettings = `<path d="M4 7 L13 7 M19 7 L20 7 M4 17 L5 17 M11 17 L20 17"/><circle cx="16" cy="7" r="3"/><circle cx="8" cy="17" r="3"/>`
	IconScreen   = `<rect x="2.5" y="4" width="19" height="13" rx="2"/><path d="M8 21 L16 21 M12 17 L12 21"/>`
	IconHelp     = `<circle cx="12" cy="12" r="9"/><path d="M9.2 9.4 A2.9 2.9 0 1 1 12 12.9 L12 13.8"/><circle cx="12" cy="17" r="1.5" fill="COLOR" stroke="none"/>`
	IconDrill    = `<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="3.6"/><path d="M5.7 5.7 L9.4 9.4 M18.3 5.7 L14.6 9.4 M5.7 18.3 L9.4 14.6 M18.3 18.3 L14.6 14.6"/>`
	IconErase    = `<path d="M8.5 5 L20 5 A1.5 1.5 0 0 1 21.5 6.5 L21.5 17.5 A1.5 1.5 0 0 1 20 19 L8.5 19 L2.5 12 Z"/><path d="M11 9 L17 15 M17 9 L11 15"/>`
	IconHand     = `<path d="M12 3 L12 14 M7.5 9.5 L12 14 L16.5 9.5"/><path d="M4 20.5 L20 20.5"/>`
	IconDash     = `<path d="M5 12 L19 12"/>`
	IconBack     = `<path d="M14.5 5 L7.5 12 L14.5 19"/>`
)

// Icon is a sign in one of our colours.
type Icon struct {
	widget.BaseWidget
	shape string
	side  float32 // its least size
	color fyne.ThemeColorName
	Width float32 // of the stroke, in the 24 x 24 field
}

// NewIcon is a sign that is at least so large, and grows with its room.
func NewIcon(shape string, size float32, color fyne.ThemeColorName) *Icon {
	i := &Icon{shape: shape, side: size, color: color, Width: 2}
	i.ExtendBaseWidget(i)
	return i
}

// Change shows another sign or colour.
func (i *Icon) Change(shape string, color fyne.ThemeColorName) {
	if i.shape != shape || i.color != color {
		i.shape, i.color = shape, color
		i.Refresh()
	}
}

func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	image := canvas.NewImageFromResource(nil)
	image.FillMode = canvas.ImageFillContain
	paint := func() (changed bool) {
		picture := drawn(i.shape, theme.Color(i.color), i.stroke())
		changed = image.Resource == nil || image.Resource.Name() != picture.Name()
		image.Resource = picture
		return changed
	}
	paint()
	d := &Drawing{
		Parts: []fyne.CanvasObject{image},
		Lay: func(s fyne.Size) { // Resize paints the picture; once is enough
			switch changed := paint(); {
			case image.Size() != s:
				image.Resize(s)
			case changed:
				image.Refresh()
			}
		},
		Least:   func() fyne.Size { return fyne.NewSquareSize(i.side) },
		Repaint: func() { paint(); image.Refresh() },
	}
	return Laid(i, d)
}

// stroke is the stroke's width in device pixels: the SVG painter scales shapes
// to their size, but not their strokes.
func (i *Icon) stroke() float32 {
	side, scale := i.side, float32(1)
	if s := i.Size(); s.Width > 0 && s.Height > 0 {
		side = min(s.Width, s.Height)
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(i); c != nil {
		scale = c.Scale()
	}
	return i.Width * side / 24 * scale
}

// drawn makes the picture. Fyne keeps pictures by name, so the name tells all
// that the picture depends on.
func drawn(shape string, c color.Color, width float32) fyne.Resource {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	ink := fmt.Sprintf("#%02x%02x%02x", n.R, n.G, n.B)
	body := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="%s" stroke-width="%g" stroke-linecap="round" stroke-linejoin="round">%s</svg>`,
		ink, width, replaceColor(shape, ink))
	return fyne.NewStaticResource(fmt.Sprintf("%08x%s%g.svg", hash(shape), ink[1:], width), []byte(body))
}

func replaceColor(shape, ink string) string { return strings.ReplaceAll(shape, "COLOR", ink) }

func hash(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}
