package sound

import (
	"context"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	waveOutGetNumDevs = windows.NewLazySystemDLL("winmm.dll").NewProc("waveOutGetNumDevs")
	coCreateInstance  = windows.NewLazySystemDLL("ole32.dll").NewProc("CoCreateInstance")
)

func anyDevice() bool {
	if waveOutGetNumDevs.Find() != nil {
		return true // who knows: let it be tried
	}
	count, _, _ := waveOutGetNumDevs.Call()
	return count > 0
}

func reach(context.Context) State {
	if !anyDevice() {
		return NoDevice
	}
	return endpointState()
}

// What COM calls the default loudspeaker and its knob (mmdeviceapi.h,
// endpointvolume.h).
var (
	enumeratorClass = windows.GUID{Data1: 0xBCDE0395, Data2: 0xE52F, Data3: 0x467C, Data4: [8]byte{0x8E, 0x3D, 0xC4, 0x57, 0x92, 0x91, 0x69, 0x2E}}
	enumeratorID    = windows.GUID{Data1: 0xA95664D2, Data2: 0x9614, Data3: 0x4F35, Data4: [8]byte{0xA7, 0x46, 0xDE, 0x8D, 0xB6, 0x36, 0x17, 0xE6}}
	volumeID        = windows.GUID{Data1: 0x5CDF2C82, Data2: 0x841E, Data3: 0x4546, Data4: [8]byte{0x97, 0x22, 0x0C, 0xF7, 0x40, 0x78, 0x22, 0x9A}}
)

// Places in the tables of methods.
const (
	release                 = 2
	getDefaultAudioEndpoint = 4
	activate                = 3
	getVolumeScalar         = 9
	getMute                 = 15
)

const clsctxAll = 0x17

// object is a COM object: a pointer to a table of methods.
type object struct{ methods *[16]uintptr }

// call returns whether the method succeeded. What its arguments point to must
// not move meanwhile.
//
//go:uintptrescapes
func (o *object) call(method int, args ...uintptr) bool {
	result, _, _ := syscall.SyscallN(o.methods[method], append([]uintptr{uintptr(unsafe.Pointer(o))}, args...)...)
	return int32(result) >= 0
}

// endpointState asks the default loudspeaker; Unknown when any part of the way
// there is missing.
func endpointState() State {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if windows.CoInitializeEx(0, windows.COINIT_MULTITHREADED) == nil {
		defer windows.CoUninitialize()
	}
	if coCreateInstance.Find() != nil {
		return Unknown
	}
	var enumerator, device, volume *object
	result, _, _ := coCreateInstance.Call(uintptr(unsafe.Pointer(&enumeratorClass)), 0, clsctxAll,
		uintptr(unsafe.Pointer(&enumeratorID)), uintptr(unsafe.Pointer(&enumerator)))
	if int32(result) < 0 || enumerator == nil {
		return Unknown
	}
	defer enumerator.call(release)
	const render, console = 0, 0
	if !enumerator.call(getDefaultAudioEndpoint, render, console, uintptr(unsafe.Pointer(&device))) || device == nil {
		return NoDevice
	}
	defer device.call(release)
	if !device.call(activate, uintptr(unsafe.Pointer(&volumeID)), clsctxAll, 0, uintptr(unsafe.Pointer(&volume))) || volume == nil {
		return Unknown
	}
	defer volume.call(release)
	var mute int32
	var level float32
	if !volume.call(getMute, uintptr(unsafe.Pointer(&mute))) || !volume.call(getVolumeScalar, uintptr(unsafe.Pointer(&level))) {
		return Unknown
	}
	return stateOf(mute != 0 || level == 0)
}
