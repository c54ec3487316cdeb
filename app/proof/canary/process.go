package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// process is a program of ours that runs. What it says goes into files of folder
// seen, and so do command line and environment as the system shows them.
type process struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     io.Reader // its standard output, to be read to the end
	name    string    // of its files, without their endings
	files   []*os.File
}

// start starts this program as something else, in a home of its own.
func (s *shop) start(args ...string) (*process, error) {
	s.runs++
	p := &process{command: exec.CommandContext(s.ctx, s.program, args...)}
	p.name = filepath.Join(s.dir, "seen", fmt.Sprintf("%03d-%s", s.runs, args[0]))
	home := filepath.Join(s.dir, "home")
	p.command.Env = []string{
		"HOME=" + home, "TMPDIR=" + filepath.Join(s.dir, "temp"), "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8",
		"QRTILL_DATA=" + filepath.Join(s.dir, "data"), "GOTRACEBACK=all",
	}
	if args[0] == "naive" {
		p.command.Env = append(p.command.Env, "CLIENT_SECRET="+s.secret)
	}
	stdout, err := os.Create(p.name + ".stdout")
	if err != nil {
		return nil, err
	}
	stderr, err := os.Create(p.name + ".stderr")
	p.files = []*os.File{stdout, stderr}
	if err == nil {
		p.command.Stderr = stderr
		p.in, err = p.command.StdinPipe()
	}
	var out io.Reader
	if err == nil {
		out, err = p.command.StdoutPipe()
	}
	if err == nil {
		p.out = io.TeeReader(out, stdout)
		err = p.command.Start()
	}
	if err != nil {
		return nil, err
	}
	return p, p.look()
}

// look keeps what the system shows of the process to every other program.
func (p *process) look() error {
	for _, name := range []string{"cmdline", "environ"} {
		shown, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", p.command.Process.Pid, name))
		if err != nil && !errors.Is(err, syscall.ESRCH) { // it has ended
			return err
		}
		file, err := os.OpenFile(p.name+"."+name, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
		if err != nil {
			return err
		}
		_, err = file.Write(shown)
		if err := errors.Join(err, file.Close()); err != nil {
			return err
		}
	}
	return nil
}

// wait returns the exit code, once the output has been read.
func (p *process) wait() (code int, err error) {
	err = p.command.Wait()
	for _, file := range p.files {
		err = errors.Join(err, file.Close())
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

// command runs one of the real commands.
func (s *shop) command(in string, args ...string) (code int, err error) {
	p, err := s.start(args...)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(p.in, strings.NewReader(s.keyring()+in))
	if errors.Is(err, syscall.EPIPE) { // it had no use for it
		err = nil
	}
	err = errors.Join(err, p.in.Close())
	_, readErr := io.Copy(io.Discard, p.out)
	code, waitErr := p.wait()
	return code, errors.Join(err, readErr, waitErr)
}
