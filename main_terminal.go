package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"github.com/xo/terminfo"
)

// drawable says why there is nothing to draw on and to ask on, if so.
func drawable() error {
	name := os.Getenv("TERM")
	switch {
	case !term.IsTerminal(os.Stdin.Fd()), !term.IsTerminal(os.Stdout.Fd()):
		return errors.New("this needs a terminal to draw on; run it in one, without a pipe (over ssh: ssh -t)")
	case name == "dumb", name == "" && runtime.GOOS != "windows":
		return fmt.Errorf("this terminal cannot be drawn on (TERM is %q); set TERM to what it is, such as xterm-256color", name)
	}
	return nil
}

// wrap is for tests that need a program with a fault.
var wrap = func(m tea.Model) tea.Model { return m }

// show runs the program on the terminal until it is left, and leaves the
// terminal as it was. Bubble Tea handles neither a hang-up, nor the end of its
// input, nor a stop from outside, so all are handled here.
func show(ctx context.Context, model tea.Model, f *fault) error {
	log.SetOutput(io.Discard) // net/http's too: nothing but the program writes to the terminal
	before, err := term.GetState(os.Stdin.Fd())
	if err != nil {
		return fmt.Errorf("this terminal cannot be drawn on: %w", err)
	}
	var program *tea.Program
	l, stops := &link{gone: func() { program.Kill() }}, newStops()
	program = tea.NewProgram(guarded{model, f}, tea.WithContext(ctx), tea.WithInput(keyboard{os.Stdin, l}), tea.WithOutput(newDisplay(os.Stdout, l, os.Getenv("TERM"))),
		tea.WithoutSignalHandler(), tea.WithColorProfile(colours(os.Getenv)), tea.WithFilter(stops.filter))
	stops.heed(program)
	defer stops.ignore()
	over := make(chan struct{})
	leave := func() { end(program, over, before) }
	f.leave = leave
	ended := heedSignals(leave, stops)
	_, err = program.Run()
	close(over)
	select {
	case s := <-ended:
		return fmt.Errorf("ended by a signal (%s)", s)
	default:
	}
	if fault := f.report(); fault != nil {
		return fault
	}
	if err != nil && l.lost.Load() {
		return errors.New("the terminal is gone")
	}
	return err
}

// heedSignals leaves the program at the first signal that ends it, and tells
// which it was. While the terminal is the shell's there is nothing to put back.
func heedSignals(leave func(), stops *stops) <-chan os.Signal {
	signals, ended := make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		s := <-signals
		if stops.given.Load() {
			os.Exit(exitFailed)
		}
		ended <- s
		leave()
	}()
	return ended
}

// How long the program has to leave by itself, and how long it then has to put
// the terminal back.
const (
	leaveWithin   = 50 * time.Millisecond
	restoreWithin = time.Second
)

// end leaves the program whatever holds it up. A terminal that takes no more
// bytes holds up whoever writes to it, so that in the end only its modes are put
// back, which needs no writing. What was sent and not heard out is in the
// journal.
func end(program *tea.Program, over <-chan struct{}, before *term.State) {
	time.AfterFunc(leaveWithin, program.Kill)
	time.AfterFunc(restoreWithin, func() {
		select {
		case <-over:
		default:
			_ = term.Restore(os.Stdin.Fd(), before)
			os.Exit(exitFailed)
		}
	})
	program.Quit()
}

// colours is how much of the sixteen colours is shown: none where NO_COLOR is
// set to anything or the terminal has none. The terminal is not asked, nor is
// tmux, which would have to be started for it.
func colours(getenv func(string) string) colorprofile.Profile {
	if getenv("NO_COLOR") != "" {
		return colorprofile.ASCII
	}
	if info, err := terminfo.Load(getenv("TERM")); err == nil && info.Num(terminfo.MaxColors) < 8 {
		return colorprofile.ASCII
	}
	return colorprofile.ANSI
}
