package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32           = windows.NewLazySystemDLL("user32.dll")
	getDesktopWindow = user32.NewProc("GetDesktopWindow")
	sendInput        = user32.NewProc("SendInput")
	mapVirtualKey    = user32.NewProc("MapVirtualKeyW")
	postMessage      = user32.NewProc("PostMessageW")
	getWindowText    = user32.NewProc("InternalGetWindowText")
)

// stay keeps what Windows runs beside every program from ending with the first.
func stay() error {
	_, _, _ = getDesktopWindow.Call() // has the shell start
	fmt.Println("ready")
	time.Sleep(time.Hour)
	return nil
}

// box is another program's window, in front of everything.
func box() error {
	text, err := windows.UTF16PtrFromString("Another program")
	if err == nil {
		_, err = windows.MessageBox(0, text, text, windows.MB_SETFOREGROUND)
	}
	return err
}

// front says the title of the window that the keys go to.
func front() error {
	var title [256]uint16
	n, _, _ := getWindowText.Call(uintptr(windows.GetForegroundWindow()), uintptr(unsafe.Pointer(&title[0])), uintptr(len(title)))
	fmt.Println(windows.UTF16ToString(title[:n]))
	return nil
}

// hold opens a file as a virus scanner does: no other handle may be open meanwhile.
func hold(file string, long time.Duration) error {
	name, err := windows.UTF16PtrFromString(file)
	if err != nil {
		return err
	}
	const shared = 0
	handle, err := windows.CreateFile(name, windows.GENERIC_READ, shared, nil, windows.OPEN_EXISTING, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	fmt.Println("held")
	time.Sleep(long)
	return windows.CloseHandle(handle)
}

// input is Windows' INPUT for a key.
type input struct {
	kind  uint32
	_     uint32
	key   uint16
	scan  uint16
	flags uint32
	time  uint32
	_     uint32
	extra uintptr
	_     uint64
}

const (
	inputKeyboard = 1
	keyUp         = 2
	keyUnicode    = 4
	enter         = 0x0d
)

// send types a text, each key held for so long, with a gap after it, and Enter after a look.
func send(text string, held, gap, look time.Duration) error {
	for _, r := range text {
		if err := stroke(keyOf(r), held); err != nil {
			return err
		}
		time.Sleep(gap)
	}
	time.Sleep(look)
	return stroke(pressed(enter), held)
}

// keyOf is the digit's key, or the character itself.
func keyOf(r rune) input {
	if r >= '0' && r <= '9' {
		return pressed(uint16(r)) // its virtual key
	}
	return input{kind: inputKeyboard, scan: uint16(r), flags: keyUnicode}
}

func pressed(key uint16) input {
	code, _, _ := mapVirtualKey.Call(uintptr(key), 0)
	return input{kind: inputKeyboard, key: key, scan: uint16(code)}
}

func stroke(down input, held time.Duration) error {
	up := down
	up.flags |= keyUp
	if err := sent(down); err != nil {
		return err
	}
	time.Sleep(held)
	return sent(up)
}

func sent(i input) error {
	if n, _, err := sendInput.Call(1, uintptr(unsafe.Pointer(&i)), unsafe.Sizeof(i)); n != 1 {
		return err
	}
	return nil
}

// closeAll is "Close all windows" of the taskbar, the undermost first: so the till goes on
// for a moment without the window that its customers look at.
func closeAll(program string) error {
	pids, err := running(program)
	if err != nil {
		return err
	}
	var all []windows.HWND
	each := windows.NewCallback(func(w windows.HWND, _ uintptr) uintptr {
		var owner uint32
		if _, err := windows.GetWindowThreadProcessId(w, &owner); err == nil && pids[owner] && windows.IsWindowVisible(w) {
			all = append(all, w)
		}
		return 1
	})
	if err := windows.EnumWindows(each, nil); err != nil {
		return err
	}
	if len(all) == 0 {
		return errors.New("the program has no windows")
	}
	const wmClose = 0x10
	for _, w := range slices.Backward(all) {
		if ok, _, err := postMessage.Call(uintptr(w), wmClose, 0, 0); ok == 0 {
			return err
		}
	}
	fmt.Println(len(all), "windows")
	return nil
}

// running are the processes of a program.
func running(program string) (map[uint32]bool, error) {
	snapshot, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPPROCESS, 0)
	if err != nil {
		return nil, err
	}
	defer windows.CloseHandle(snapshot)
	pids := map[uint32]bool{}
	entry := windows.ProcessEntry32{Size: uint32(unsafe.Sizeof(windows.ProcessEntry32{}))}
	for err = windows.Process32First(snapshot, &entry); err == nil; err = windows.Process32Next(snapshot, &entry) {
		if strings.EqualFold(windows.UTF16ToString(entry.ExeFile[:]), program) {
			pids[entry.ProcessID] = true
		}
	}
	return pids, nil
}
