package desk

import (
	"encoding/binary"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"testing"
)

// dump is a screen of 2 x 2 with a line longer than its pixels: red, green, blue, white.
func dump() []byte {
	head := make([]byte, 100)
	for i, v := range map[int]uint32{0: 100, 1: 7, 2: 2, 3: 24, 4: 2, 5: 2, 11: 32, 12: 12, 14: 0xff0000, 19: 1} {
		binary.BigEndian.PutUint32(head[4*i:], v)
	}
	colours := make([]byte, 12)
	lines := []byte{
		0, 0, 200, 0, 0, 200, 0, 0, 9, 9, 9, 9,
		200, 0, 0, 0, 255, 255, 255, 0, 9, 9, 9, 9,
	}
	return append(append(head, colours...), lines...)
}

func TestTheScreenIsReadFromItsMemory(t *testing.T) {
	file := filepath.Join(t.TempDir(), memoryName)
	if err := os.WriteFile(file, dump(), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := readMemory(file)
	if err != nil {
		t.Fatal(err)
	}
	colours := map[image.Point]color.RGBA{
		{}: {200, 0, 0, 255}, {X: 1}: {0, 200, 0, 255}, {Y: 1}: {0, 0, 200, 255}, {X: 1, Y: 1}: {255, 255, 255, 255},
	}
	for at, want := range colours {
		if got := p.RGBAAt(at.X, at.Y); got != want {
			t.Errorf("the pixel at %v is %v, want %v", at, got, want)
		}
		s, err := Desktop{Memory: file}.Spot(at)
		if err != nil {
			t.Fatal(err)
		}
		if is, err := s.Is(want); !is || err != nil {
			t.Errorf("the spot at %v: %v, %v", at, is, err)
		}
		if is, _ := s.Is(color.RGBA{100, 100, 100, 255}); is {
			t.Errorf("the spot at %v has any colour", at)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := (Desktop{Memory: file}).Spot(image.Pt(2, 0)); err == nil {
		t.Error("a spot beside the screen was found")
	}
}

func TestABrokenMemoryIsRefused(t *testing.T) {
	whole := dump()
	for name, data := range map[string][]byte{
		"empty": nil, "head alone": whole[:99], "cut": whole[:len(whole)-1], "something else": make([]byte, len(whole)),
	} {
		file := filepath.Join(t.TempDir(), memoryName)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readMemory(file); err == nil {
			t.Errorf("%s: taken for a screen", name)
		}
	}
}
