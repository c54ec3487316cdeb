package main

import (
	"context"
	"errors"
	"fmt"

	"qrtill/app/proof/desk"
)

// startAgain starts a till that was told to end a second time, once its windows are gone,
// and puts the new one in its place. The first is slowed down meanwhile, as by a disk that
// is slow to take its backup. A second start must open its windows: met says that the
// first was still closing when it came. In the end the second is told to end.
func (l *lane) startAgain(ctx context.Context, till *desk.Till) (met bool, err error) {
	first := till.Process
	slow, fast := context.WithCancel(ctx)
	defer fast()
	go crawl(slow, first)
	err = desk.Until(ctx, patience, "the windows are gone", func(ctx context.Context) (bool, error) {
		windows, err := l.desk.Windows(ctx, first.Cmd.Process.Pid)
		return len(windows) == 0, err
	})
	if err != nil {
		return false, err
	}
	second := desk.Till{Dir: till.Dir, Flags: till.Flags}
	met = first.Running()
	if err := second.Open(ctx, &l.Processes, l.desk, l.program); err != nil {
		return met, fmt.Errorf("the second start, while the first was closing (%v): %w", met, err)
	}
	if first.Running() {
		return met, errors.New("two tills have the folder")
	}
	*till = second
	return met, errors.Join(first.Err, l.tell(till, again))
}
