package sound

import (
	"context"
	"os/exec"
)

const locale = "en_US.UTF-8"

func hide(*exec.Cmd) {}

// anyDevice is left to the system, which has a loudspeaker or plays nowhere.
func anyDevice() bool { return true }

func reach(ctx context.Context) State {
	said, err := run(ctx, "", "/usr/bin/osascript", "-e", "get volume settings")
	if err != nil {
		return Unknown
	}
	return settingsState(said)
}
