//go:build windows || darwin || (cgo && !ci)

package sound

import (
	"bytes"
	"errors"
	"sync"
	"time"

	"github.com/ebitengine/oto/v3"
)

// device is this process's one way to the sound card.
type device struct {
	mutex   sync.Mutex
	context *oto.Context
	playing [2]*oto.Player // kept: oto ends a player that nobody holds
	resting bool
	err     error // for good: oto opens only once in a process
}

func newDevice() *device { return &device{} }

var errSlow = errors.New("the sound device does not open")

// play opens the device the first time. Without anything to play it only says
// whether the device is still there.
func (d *device) play(pcm []byte) error {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if d.context == nil && d.err == nil {
		d.open()
	}
	if d.err == nil {
		d.err = d.context.Err()
	}
	if d.err != nil || len(pcm) == 0 {
		return d.err
	}
	if d.resting {
		if d.err = d.context.Resume(); d.err != nil {
			return d.err
		}
		d.resting = false
	}
	next := d.context.NewPlayer(bytes.NewReader(pcm))
	d.playing = [2]*oto.Player{d.playing[1], next}
	next.Play()
	return nil
}

func (d *device) open() {
	var ready chan struct{}
	d.context, ready, d.err = oto.NewContext(&oto.NewContextOptions{SampleRate: rate, ChannelCount: channels, Format: oto.FormatSignedInt16LE})
	if d.err != nil {
		return
	}
	select {
	case <-ready:
	case <-time.After(5 * time.Second):
		d.err = errSlow
	}
}

// rest lets the sound card sleep between two sales.
func (d *device) rest() {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if d.context != nil && d.err == nil && !d.resting {
		d.err = d.context.Suspend()
		d.resting = true
	}
}
