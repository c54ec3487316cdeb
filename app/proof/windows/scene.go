package main

import (
	"context"
	"errors"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"time"

	"qrtill/app/proof/desk"
)

// scene is what the cases are played on: the worlds, and in one of them a till.
type scene struct {
	desk.Processes
	options
	root, work   string
	hand, copied string // the helper, and the Wine prefix that is copied
	worlds       []*world
	*world       // where we are
	till         till
	shop         till // the one that the commands set up
	past         till // the one that has sold, and is closed
	sales        int  // how often it has
	gateway      *desk.Gateway
	pictures     int
	folders      int
}

// step is one case.
type step struct {
	name   string
	raises string // what a planted bug must raise here
	world  kind
	do     func(context.Context) (detail string, err error)
}

// failure is a program that did not do what it should; any other error is about the run
// itself, and fails the case all the same.
type failure struct{ error }

func failed(format string, values ...any) error { return &failure{fmt.Errorf(format, values...)} }

// home gives everything that is started from here a home folder that is thrown away.
func (s *scene) home() (err error) {
	folder := filepath.Join(s.work, "home")
	for name, value := range map[string]string{
		"HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_CACHE_HOME": folder, "XDG_DATA_HOME": folder, "XDG_RUNTIME_DIR": folder,
		"LC_ALL": "C.UTF-8", "LIBGL_ALWAYS_SOFTWARE": "1",
		// No talk of its own, no .NET and no browser to install, no entries in menus.
		"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d",
	} {
		err = errors.Join(err, os.Setenv(name, value))
	}
	return errors.Join(err, os.MkdirAll(folder, 0o700))
}

// kindNow is the world that we are in.
func (s *scene) kindNow() kind {
	if s.world == nil {
		return usual
	}
	return s.world.kind
}

// try does one case, and says how it went.
func (s *scene) try(ctx context.Context, c step) bool {
	began := time.Now()
	detail, err := s.play(ctx, c)
	word := "ok  "
	if err != nil {
		word, detail = "FAIL", err.Error()
	}
	fmt.Printf("%s %s (%.1f s): %s\n", word, c.name, time.Since(began).Seconds(), detail)
	return err == nil
}

// play does a case in its world, and sees to it that no till is left of it.
func (s *scene) play(ctx context.Context, c step) (detail string, err error) {
	if err := s.enter(ctx, c.world); err != nil {
		return "", err
	}
	if err := s.logOn(ctx); err != nil {
		return "", err
	}
	detail, err = c.do(ctx)
	if err != nil && ctx.Err() == nil {
		err = errors.Join(err, s.keep(ctx, "FAILED"))
	}
	return detail, errors.Join(err, s.till.gone())
}

// folder is a data folder that nobody has had yet, and how Windows calls it.
func (s *scene) folder(name string) string {
	s.folders++
	return filepath.Join(s.work, fmt.Sprintf("%s %d", name, s.folders))
}

// keep takes a numbered screenshot.
func (s *scene) keep(ctx context.Context, name string) error {
	if s.out == "" || s.world == nil {
		return nil
	}
	p, err := s.Look(ctx)
	if err != nil {
		return err
	}
	s.pictures++
	file, err := os.Create(filepath.Join(s.out, fmt.Sprintf("%02d-%s.png", s.pictures, name)))
	if err != nil {
		return err
	}
	defer file.Close()
	return png.Encode(file, p)
}

// endAll ends every world.
func (s *scene) endAll(context.Context) (string, error) {
	worlds := s.worlds
	s.worlds = nil
	var err error
	for _, w := range worlds {
		err = errors.Join(err, s.end(w))
	}
	s.StopAll()
	s.world = nil
	left, found := s.leftovers()
	if len(left) > 0 {
		err = errors.Join(err, failed("still there: %q", left))
	}
	return fmt.Sprintf("%d worlds, and all that ran in them", len(worlds)), errors.Join(err, found)
}
