package sound

import (
	"encoding/binary"
	"math"
	"testing"
	"time"
)

// left is one ear of a sound, from -1 to 1.
func left(pcm []byte) []float64 {
	ear := make([]float64, len(pcm)/frame)
	for i := range ear {
		ear[i] = float64(int16(binary.LittleEndian.Uint16(pcm[i*frame:]))) / math.MaxInt16
	}
	return ear
}

// power is how much of a pitch is in a piece of sound.
func power(ear []float64, pitch float64) float64 {
	var re, im float64
	for i, v := range ear {
		sin, cos := math.Sincos(2 * math.Pi * pitch * float64(i) / rate)
		re, im = re+v*cos, im+v*sin
	}
	return math.Hypot(re, im) / float64(len(ear))
}

func TestTheSoundsAreShortAndClickNowhere(t *testing.T) {
	for name, pcm := range map[string][]byte{"paid": paidSound(), "attention": attentionSound()} {
		ear := left(pcm)
		if d := lengthOf(pcm); d < 300*time.Millisecond || d > 1200*time.Millisecond {
			t.Errorf("%s takes %v", name, d)
		}
		before, peak, steepest := 0.0, 0.0, 0.0
		for _, v := range append(ear, 0) {
			steepest, peak, before = max(steepest, math.Abs(v-before)), max(peak, math.Abs(v)), v
		}
		// A full-scale tone of 1,568 Hz climbs 0.21 from one sample to the next.
		if peak < 0.2 || peak > 0.9 || steepest > 0.12 {
			t.Errorf("%s: peak %.2f, steepest step %.3f", name, peak, steepest)
		}
	}
}

func TestTheSoundsAreToldApart(t *testing.T) {
	tenth := rate / 10
	begins := func(pcm []byte) []float64 { return left(pcm)[:tenth] }
	ends := func(pcm []byte) []float64 { ear := left(pcm); return ear[len(ear)-3*tenth : len(ear)-2*tenth] }
	p, a := paidSound(), attentionSound()
	if power(begins(p), 783.99) < 5*power(begins(p), 659.26) || power(ends(p), 1567.98) < 5*power(ends(p), 783.99) {
		t.Error("the paid sound does not rise")
	}
	if power(begins(a), 659.26) < 5*power(begins(a), 783.99) || power(ends(a), 440) < 5*power(ends(a), 659.26) {
		t.Error("the attention sound does not fall")
	}
}
