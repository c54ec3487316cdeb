package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"qrtill/app/proof/plant"
)

func main() {
	if len(os.Args) != 2 || !strings.HasSuffix(os.Args[1], ".plant") {
		fmt.Fprintln(os.Stderr, "anew: name one plant: go run ./app/proof/plant/anew app/proof/simulate/testdata/NAME.plant")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "anew:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, file string) error {
	root, err := plant.Root(ctx)
	if err != nil {
		return err
	}
	if file, err = filepath.Abs(file); err != nil {
		return err
	}
	if file, err = filepath.Rel(root, file); err != nil {
		return err
	}
	name := filepath.ToSlash(file)
	changed, err := plant.Anew(ctx, root, name)
	if err != nil {
		return err
	}
	fmt.Printf("%s is written. Take the bug out of the program again:\n\tgit checkout HEAD -- %s\n", name, strings.Join(changed, " "))
	return nil
}
