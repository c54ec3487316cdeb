package main

import (
	"os"

	"qrtill/app/cli"
)

func main() {
	ctx := cli.Begin()
	os.Exit(cli.Console(ctx, cli.Terminal(), os.Args[1:]))
}
