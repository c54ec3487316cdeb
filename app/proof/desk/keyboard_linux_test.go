package desk_test

import (
	"image"
	"os/exec"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"qrtill/app/proof/desk"
)

// ears is a window on a screen of its own that has the keyboard, and a keyboard.
type ears struct {
	*desk.Keyboard
	conn *xgb.Conn
}

func hear(t *testing.T) ears {
	t.Helper()
	for _, program := range []string{"Xvfb", "openbox", "xprop", "setxkbmap"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed")
		}
	}
	runtime.LockOSThread() // what it starts ends with it
	t.Cleanup(runtime.UnlockOSThread)
	var started desk.Processes
	screen, err := desk.OpenScreen(t.Context(), &started, image.Pt(200, 200), t.TempDir())
	t.Cleanup(started.StopAll)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DISPLAY", screen.Display)
	conn, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	window, err := xproto.NewWindowId(conn)
	if err != nil {
		t.Fatal(err)
	}
	root := xproto.Setup(conn).DefaultScreen(conn)
	const events = xproto.EventMaskKeyPress | xproto.EventMaskKeyRelease | xproto.EventMaskExposure
	if err := xproto.CreateWindowChecked(conn, root.RootDepth, window, root.Root, 0, 0, 50, 50, 0, xproto.WindowClassInputOutput,
		root.RootVisual, xproto.CwOverrideRedirect|xproto.CwEventMask, []uint32{1, events}).Check(); err != nil {
		t.Fatal(err)
	}
	if err := xproto.MapWindowChecked(conn, window).Check(); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.WaitForEvent(); err != nil { // it is on the screen
		t.Fatal(err)
	}
	if err := xproto.SetInputFocusChecked(conn, xproto.InputFocusNone, window, xproto.TimeCurrentTime).Check(); err != nil {
		t.Fatal(err)
	}
	k, err := desk.OpenKeyboard()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Close)
	return ears{k, conn}
}

// heard is one event: the character that the server's layout gives it.
type heard struct {
	down bool
	sym  xproto.Keysym
	at   xproto.Timestamp
}

// play plays strokes, and returns every event that they have brought.
func (e ears) play(t *testing.T, strokes []desk.Stroke) (all []heard, _ desk.Timing) {
	t.Helper()
	timing, err := e.Play(t.Context(), strokes)
	if err != nil {
		t.Fatal(err)
	}
	setup := xproto.Setup(e.conn) // the events stand before this answer in what the server sends
	mapping, err := xproto.GetKeyboardMapping(e.conn, setup.MinKeycode, byte(setup.MaxKeycode-setup.MinKeycode+1)).Reply()
	if err != nil {
		t.Fatal(err)
	}
	for {
		event, fault := e.conn.PollForEvent()
		if fault != nil {
			t.Fatal(fault)
		}
		switch event := event.(type) {
		case nil:
			return all, timing
		case xproto.KeyPressEvent:
			all = append(all, heard{true, sym(mapping, setup.MinKeycode, event.Detail, event.State), event.Time})
		case xproto.KeyReleaseEvent:
			all = append(all, heard{false, sym(mapping, setup.MinKeycode, event.Detail, event.State), event.Time})
		}
	}
}

func sym(m *xproto.GetKeyboardMappingReply, first, code xproto.Keycode, state uint16) xproto.Keysym {
	column := 0
	if state&xproto.ModMask5 != 0 {
		column = 4
	}
	if state&xproto.ModMaskShift != 0 {
		column++
	}
	at := int(code-first) * int(m.KeysymsPerKeycode)
	if state&xproto.ModMask2 != 0 && m.Keysyms[at+1]&0xff80 == 0xff80 { // the number block
		column ^= 1
	}
	return m.Keysyms[at+column]
}

// pressed is what went down, without Shift and the like.
func pressed(all []heard) (text []rune) {
	for _, h := range all {
		if r := rune(h.sym &^ 0x1000000); h.down && (h.sym < 0xff00 && h.sym != 0xfe03 || h.sym >= 0x1000000) {
			text = append(text, r)
		}
	}
	return text
}

func TestEveryLayoutTypesTheTextThatIsMeant(t *testing.T) {
	const text = "128.50,Ab]{@/·。．１٫；1"
	e := hear(t)
	for _, layout := range []string{"us", "de", "fr"} {
		if err := e.Layout(t.Context(), layout); err != nil {
			t.Fatal(err)
		}
		if err := e.Provide(text); err != nil {
			t.Fatal(err)
		}
		all, _ := e.play(t, desk.Clerk.Strokes(text))
		if got := string(pressed(all)); got != text {
			t.Errorf("%s: %q was typed, not %q", layout, got, text)
		}
	}
}

func TestAScannersKeysAreUpBeforeTheNext(t *testing.T) {
	e := hear(t)
	all, timing := e.play(t, desk.Burst{Text: "4011", Suffix: "ctrl+m", Hold: 4 * time.Millisecond, Gap: 12 * time.Millisecond}.Strokes())
	var order []bool
	for _, h := range all {
		order = append(order, h.down)
	}
	if want := []bool{true, false, true, false, true, false, true, false, true, true, false, false}; !slices.Equal(order, want) {
		t.Errorf("keys went down and up as %v", order)
	}
	if timing.Shortest < 4*time.Millisecond || timing.Held < timing.Shortest || timing.Apart < 12*time.Millisecond {
		t.Errorf("the times are said to be %+v", timing)
	}
}

func TestAKeyThatIsHeldRepeats(t *testing.T) {
	e := hear(t)
	if err := exec.Command("xset", "r", "rate", "100", "50").Run(); err != nil {
		t.Skip(err)
	}
	all, timing := e.play(t, desk.Held("Return", 300*time.Millisecond))
	if len(all) < 6 || !all[0].down || all[1].down || !all[2].down || all[1].at != all[2].at {
		t.Errorf("a held key came as %+v", all)
	}
	if timing.Held < 300*time.Millisecond {
		t.Errorf("it was held for %v", timing.Held)
	}
}

func TestNumLockMakesTheNumberBlockType(t *testing.T) {
	e := hear(t)
	for _, on := range []bool{true, true, false} {
		if err := e.NumLock(on); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.NumLock(true); err != nil {
		t.Fatal(err)
	}
	all, _ := e.play(t, desk.Person{Numpad: true}.Strokes("7"))
	if len(all) == 0 || all[len(all)-1].sym != 0xffb7 {
		t.Errorf("the 7 of the number block came as %+v", all)
	}
}

func TestNobodyCanPressAKeyThatIsNotThere(t *testing.T) {
	e := hear(t)
	for _, key := range []string{"", "xy", "hyper+a", "ก"} {
		if _, err := e.Play(t.Context(), desk.Held(key, 0)); err == nil {
			t.Errorf("%q was pressed", key)
		}
	}
}
