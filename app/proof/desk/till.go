package desk

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"slices"
	"time"
)

// Till is the till on the screen.
type Till struct {
	*Process
	Dir            string // its data folder
	Dark           bool   // it has the dark look
	Flags          []string
	Main, Customer Window
}

// The colours of the customer's screen: the till's theme.
var (
	PaidGreen = color.RGBA{0x0C, 0x78, 0x48, 0xff} // the tick
	idleGreen = color.RGBA{0x0A, 0x4A, 0x42, 0xff} // between sales
	idleDark  = color.RGBA{0x0A, 0x33, 0x2E, 0xff} // in the dark look
)

// Paid and Idle say what the customer's window shows.
func (t Till) Paid(p Picture) bool { return p.Share(t.Customer.Area, PaidGreen) > 0.6 }
func (t Till) Idle(p Picture) bool {
	green := idleGreen
	if t.Dark {
		green = idleDark
	}
	return p.Share(t.Customer.Area, green) > 0.6
}

// Open starts the till and returns when its windows are on the screen, where
// they opened by themselves. It must be called on the main goroutine.
func (t *Till) Open(ctx context.Context, all *Processes, screen Desktop, program string) error {
	p, err := all.Start(program, append(slices.Clone(t.Flags), "-data", t.Dir)...)
	if err != nil {
		return err
	}
	t.Process = p
	return Until(ctx, 30*time.Second, "the till's two windows are on the screen", func(ctx context.Context) (bool, error) {
		if !p.Running() {
			return false, errors.Join(errors.New("it has ended"), p.Err)
		}
		found, err := screen.Windows(ctx, p.Cmd.Process.Pid)
		if err != nil || len(found) != 2 {
			return false, err
		}
		t.Main, t.Customer = found[0], found[1]
		if found[0].Area.Dx() < found[1].Area.Dx() { // the staff's is the wide one
			t.Main, t.Customer = found[1], found[0]
		}
		return true, nil
	})
}

// Code reads the QR code off the customer's window, and sees to it that there
// is no other one anywhere on the screen. Empty: there is none.
func (t Till) Code(ctx context.Context, screen Desktop, p Picture) (string, error) {
	shown, err := screen.Read(ctx, p.Crop(t.Customer.Area))
	if err != nil || len(shown) == 0 {
		return "", err
	}
	anywhere, err := screen.Read(ctx, p)
	if err == nil && (len(shown) > 1 || len(anywhere) > 1) {
		err = fmt.Errorf("there are different codes on the screen: %q", anywhere)
	}
	return shown[0], err
}

// Room for the customer's window at the right of the screen, and for a window's
// title above it, in pixels.
const customerWidth, titleHeight = 368, 24

// Arrange puts the windows side by side: the staff's at the left, the
// customer's at the right.
func (t *Till) Arrange(ctx context.Context, screen Desktop) error {
	now, err := screen.Look(ctx)
	if err != nil {
		return err
	}
	left, right := now.Rect, now.Rect
	left.Min.Y, left.Max.Y = titleHeight, now.Rect.Max.Y-titleHeight
	right.Min.Y, right.Max.Y = left.Min.Y, left.Max.Y
	right.Min.X = right.Max.X - customerWidth
	left.Max.X = right.Min.X - 4
	if t.Main, err = screen.Move(ctx, t.Main, left); err != nil {
		return err
	}
	if t.Customer, err = screen.Move(ctx, t.Customer, right); err != nil {
		return err
	}
	return t.Front(ctx, screen)
}

// Inside is the largest place for a window on a screen, with its title on it.
func Inside(screen image.Rectangle) image.Rectangle {
	screen.Min.Y, screen.Max.Y = titleHeight, screen.Max.Y-titleHeight
	return screen
}

// Front gives the staff's window the keyboard and leaves the customer's window
// above it, as the screen may be too narrow for both.
func (t *Till) Front(ctx context.Context, screen Desktop) error {
	if err := screen.Activate(ctx, t.Main); err != nil {
		return err
	}
	return screen.Raise(ctx, t.Customer)
}
