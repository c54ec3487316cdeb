package sound

import (
	"context"
	"os/exec"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/windows"
)

const locale = "C"

// voices are those of the system, and asked of it each time.
type voices struct{}

// script never changes: the culture is the first line of its input, the words
// are the rest. Without words it only says whether there is a voice. It knows
// nothing of what it reads but that it is text.
const script = `$ErrorActionPreference='Stop'
$in=New-Object System.IO.StreamReader([Console]::OpenStandardInput(),[System.Text.Encoding]::UTF8)
$culture=$in.ReadLine()
$words=$in.ReadToEnd()
Add-Type -AssemblyName System.Speech
$speech=New-Object System.Speech.Synthesis.SpeechSynthesizer
$voice=$speech.GetInstalledVoices()|Where-Object{$_.Enabled -and $_.VoiceInfo.Culture.Name.StartsWith($culture)}|Select-Object -First 1
if(!$voice){exit 3}
if($words){$speech.SelectVoice($voice.VoiceInfo.Name);$speech.Speak($words)}`

var cultures = [...]string{english: "en-", cantonese: "zh-HK", mandarin: "zh-CN"}

func (voices) has(ctx context.Context, lang string) bool { return powerShell(ctx, lang, "") == nil }

func (voices) speak(ctx context.Context, lang, words string) error {
	return powerShell(ctx, lang, words)
}

// powerShell runs the script. "InputFormat None" keeps PowerShell from reading
// the input before the script does.
func powerShell(ctx context.Context, lang, words string) error {
	system, err := windows.GetSystemDirectory()
	if err != nil {
		return err
	}
	_, err = run(ctx, cultures[tongueOf(lang)]+"\n"+words, filepath.Join(system, "WindowsPowerShell", "v1.0", "powershell.exe"),
		"-NoProfile", "-NonInteractive", "-InputFormat", "None", "-Command", script)
	return err
}

// hide keeps a console window from flashing up before the till.
func hide(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NO_WINDOW}
}
