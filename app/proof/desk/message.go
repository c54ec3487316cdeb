package desk

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/jezek/xgb/xproto"
)

// atoms are the numbers by which the server knows the names of messages.
type atoms struct{ protocols, ping, close xproto.Atom }

// listen has answers of windows come.
func (k *Keyboard) listen() (err error) {
	for name, atom := range map[string]*xproto.Atom{
		"WM_PROTOCOLS": &k.atoms.protocols, "_NET_WM_PING": &k.atoms.ping, "_NET_CLOSE_WINDOW": &k.atoms.close,
	} {
		reply, fault := xproto.InternAtom(k.conn, false, uint16(len(name)), name).Reply()
		if fault != nil {
			return fault
		}
		*atom = reply.Atom
	}
	return xproto.ChangeWindowAttributesChecked(k.conn, k.root, xproto.CwEventMask, []uint32{xproto.EventMaskSubstructureNotify}).Check()
}

// Read waits until a window's program has read every key that was sent: it answers a
// message that comes after them. (The protocol is that of the Extended Window Manager
// Hints, _NET_WM_PING.)
func (k *Keyboard) Read(ctx context.Context, w Window) error {
	window, err := w.number()
	if err != nil {
		return err
	}
	k.pings++
	ping := []uint32{uint32(k.atoms.ping), k.pings, uint32(window), 0, 0}
	if err := k.tell(window, window, xproto.EventMaskNoEvent, k.atoms.protocols, ping); err != nil {
		return err
	}
	for patience := time.Now().Add(30 * time.Second); ctx.Err() == nil && time.Now().Before(patience); {
		event, fault := k.conn.PollForEvent()
		if event == nil && fault == nil {
			time.Sleep(time.Millisecond)
			continue
		}
		m, is := event.(xproto.ClientMessageEvent)
		if is && m.Type == k.atoms.protocols && m.Data.Data32[0] == uint32(k.atoms.ping) && m.Data.Data32[1] == k.pings {
			return nil
		}
	}
	return errors.Join(ctx.Err(), errors.New("the window reads no keys"))
}

// CloseWindow asks the window manager to close a window, as the cross in its title
// does.
func (k *Keyboard) CloseWindow(w Window) error {
	window, err := w.number()
	if err != nil {
		return err
	}
	pointer := []uint32{uint32(xproto.TimeCurrentTime), 2, 0, 0, 0} // 2: a person asks, not a program
	return k.tell(k.root, window, xproto.EventMaskSubstructureNotify|xproto.EventMaskSubstructureRedirect, k.atoms.close, pointer)
}

// tell sends a message about a window.
func (k *Keyboard) tell(to, about xproto.Window, mask uint32, name xproto.Atom, values []uint32) error {
	m := xproto.ClientMessageEvent{Format: 32, Window: about, Type: name, Data: xproto.ClientMessageDataUnionData32New(values)}
	return xproto.SendEventChecked(k.conn, false, to, mask, string(m.Bytes())).Check()
}

func (w Window) number() (xproto.Window, error) {
	number, err := strconv.ParseUint(w.ID, 0, 32)
	return xproto.Window(number), err
}
