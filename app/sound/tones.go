package sound

import (
	"encoding/binary"
	"math"
	"time"
)

// What a device is given: 16-bit stereo.
const (
	rate     = 48000
	channels = 2
	frame    = 2 * channels // bytes
)

// note is a tone that rings out. Its start and end are soft, so that nothing
// clicks.
type note struct {
	pitch  float64 // Hz
	begin  float64 // seconds
	length float64
}

const loudness = 0.4

// paidSound rises: three bright notes, the last one ringing.
func paidSound() []byte {
	return render(note{783.99, 0, 0.16}, note{1046.50, 0.09, 0.18}, note{1567.98, 0.18, 0.42})
}

// attentionSound falls, twice: it can't be taken for the other.
func attentionSound() []byte {
	return render(note{659.26, 0, 0.22}, note{440, 0.17, 0.3}, note{659.26, 0.5, 0.22}, note{440, 0.67, 0.45})
}

func render(notes ...note) []byte {
	var end float64
	for _, n := range notes {
		end = max(end, n.begin+n.length)
	}
	mix := make([]float64, int(end*rate))
	for _, n := range notes {
		n.addTo(mix)
	}
	pcm := make([]byte, 0, len(mix)*frame)
	for _, v := range mix {
		sample := uint16(int16(math.MaxInt16 * loudness * v))
		for range channels {
			pcm = binary.LittleEndian.AppendUint16(pcm, sample)
		}
	}
	return pcm
}

// addTo mixes the tone, with an overtone that makes it a bell and not a whistle.
func (n note) addTo(mix []float64) {
	const attack = 0.006
	at, count := int(n.begin*rate), int(n.length*rate)
	for i := 0; i < count && at+i < len(mix); i++ {
		t := float64(i) / rate
		swell := min(1, t/attack)
		fade := 1 - t/n.length
		loud := swell * fade * fade
		phase := 2 * math.Pi * n.pitch * t
		mix[at+i] += loud * (0.8*math.Sin(phase) + 0.2*math.Sin(2*phase))
	}
}

// lengthOf is how long a sound takes.
func lengthOf(pcm []byte) time.Duration {
	return time.Duration(len(pcm)/frame) * time.Second / rate
}
