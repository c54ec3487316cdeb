package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"
)

func main() {
	if err := do(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "hand:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("see the package comment for what it does")

func do(args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	switch deed, args := args[0], append(args[1:], "", ""); deed {
	case "stay":
		return stay()
	case "box":
		return box()
	case "front":
		return front()
	case "hold":
		seconds, err := strconv.Atoi(args[1])
		if args[1] == "" {
			seconds, err = 3600, nil
		}
		if err != nil {
			return err
		}
		return hold(args[0], time.Duration(seconds)*time.Second)
	case "type":
		return send(args[0], 80*time.Millisecond, 45*time.Millisecond, 400*time.Millisecond)
	case "scan":
		return send(args[0], 2*time.Millisecond, 6*time.Millisecond, 0)
	case "close":
		return closeAll(args[0])
	}
	return errUsage
}
