//go:build !windows

package main

import (
	"errors"
	"time"
)

var errElsewhere = errors.New("this is Windows' own, and runs there or under Wine")

func stay() error                                                    { return errElsewhere }
func front() error                                                   { return errElsewhere }
func box() error                                                     { return errElsewhere }
func hold(string, time.Duration) error                               { return errElsewhere }
func send(string, time.Duration, time.Duration, time.Duration) error { return errElsewhere }
func closeAll(string) error                                          { return errElsewhere }
