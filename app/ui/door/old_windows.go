//go:build cgo && !ci

package door

// Go's runtime needs Windows 10. On an older one it ends the program before any of
// its code runs, and nobody sees a word, so C says it, before Go starts. The
// catalogue is out of its reach. GetVersionEx would answer what the manifest names.

/*
#include <windows.h>

typedef LONG (WINAPI *versionTeller)(OSVERSIONINFOW *);

static const wchar_t tooOld[] =
	L"QR Till needs Windows 10 or 11. This computer has an older Windows, so the till was not started. No money was moved. Use a computer with Windows 10 or 11.\n\n"
	L"QR Till 需要 Windows 10 或 11。這部電腦的 Windows 版本太舊，收銀機沒有啟動，款項沒有變動。請使用裝有 Windows 10 或 11 的電腦。\n\n"
	L"QR Till 需要 Windows 10 或 11。这台电脑的 Windows 版本太旧，收银机没有启动，没有资金变动。请使用装有 Windows 10 或 11 的电脑。";

__attribute__((constructor)) static void refuseOldWindows(void) {
	OSVERSIONINFOW is = { .dwOSVersionInfoSize = sizeof is };
	versionTeller tell = (versionTeller)(void *)GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "RtlGetVersion");
	if (tell == NULL || tell(&is) != 0 || is.dwMajorVersion >= 10) return;
	MessageBoxW(NULL, tooOld, L"QR Till", MB_OK | MB_ICONERROR | MB_SETFOREGROUND);
	ExitProcess(3);
}
*/
import "C"
