package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
)

// onTerminal says whether there is a terminal to draw on and to ask on.
func onTerminal() bool { return term.IsTerminal(os.Stdin.Fd()) && term.IsTerminal(os.Stdout.Fd()) }

// wrap is for tests that need a program with a fault.
var wrap = func(m tea.Model) tea.Model { return m }

// show runs the program on the terminal until it is left, and leaves the
// terminal as it was. Bubble Tea handles neither a hang-up nor the end of its
// input, so both are handled here.
func show(ctx context.Context, model tea.Model, f *fault) error {
	var program *tea.Program
	in := &input{File: os.Stdin, gone: func() { program.Kill() }}
	f.leave = func() { program.Quit() }
	program = tea.NewProgram(guarded{model, f}, tea.WithContext(ctx), tea.WithInput(in), tea.WithoutSignalHandler(), tea.WithEnvironment(environment(os.Environ())))
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGINT, syscall.SIGTERM)
	defer signal.Stop(signals)
	ended := make(chan os.Signal, 1)
	go func() {
		s, ok := <-signals
		if !ok {
			return
		}
		ended <- s
		program.Quit()
		time.AfterFunc(50*time.Millisecond, program.Kill) // the terminal may be gone or stuck
	}()
	_, err := program.Run()
	select {
	case s := <-ended:
		return fmt.Errorf("ended by a signal (%s)", s)
	default:
	}
	if fault := f.report(); fault != nil {
		return fault
	}
	if err != nil && in.ended.Load() {
		return errors.New("the terminal is gone")
	}
	return err
}

// environment is that of the process, made such that Bubble Tea asks the
// terminal nothing: no answer that comes late, or after the end, can reach the
// shell. It asks none over SSH, but for terminals that it knows well by name;
// all of those understand xterm-256color, and rcfwd uses sixteen colours.
func environment(environ []string) []string {
	asked := regexp.MustCompile(`ghostty|wezterm|alacritty|kitty|rio`)
	env := []string{"SSH_TTY=" + os.DevNull}
	for _, e := range environ {
		switch name, value, _ := strings.Cut(e, "="); {
		case name == "SSH_TTY", name == "WT_SESSION":
		case name == "TERM" && asked.MatchString(value):
			env = append(env, "TERM=xterm-256color")
		default:
			env = append(env, e)
		}
	}
	return env
}

// input is the terminal's keyboard, which tells when it is gone.
type input struct {
	*os.File
	gone  func()
	ended atomic.Bool
}

// Read reads keys. Its end means that nobody can press one any more.
func (in *input) Read(p []byte) (int, error) {
	n, err := in.File.Read(p)
	if n == 0 && err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		in.ended.Store(true)
		in.gone()
	}
	return n, err
}
