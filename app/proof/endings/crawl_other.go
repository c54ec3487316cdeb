//go:build !linux

package main

import (
	"context"

	"qrtill/app/proof/desk"
)

// crawl is never called: tills are ended on Linux only.
func crawl(context.Context, *desk.Process) {}
