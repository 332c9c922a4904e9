// Package terminal runs the program on a terminal and leaves the terminal as it
// was: modes and screen after every kind of end, suspend and resume, hang-up,
// crash. It also detects what the terminal can do, without asking it.
package terminal

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
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/xo/terminfo"

	"rcfwd/ui"
)

// exitFailed is the exit code of a program that a signal ends before it can
// return; the same as that of any failure.
const exitFailed = 1

// Check returns the reason when standard input and output are no terminal to
// draw on, nil when they are.
func Check() error {
	name := os.Getenv("TERM")
	switch {
	case !term.IsTerminal(os.Stdin.Fd()), !term.IsTerminal(os.Stdout.Fd()):
		return errors.New("no terminal to draw on; run rcfwd in one, without a pipe (over ssh: ssh -t)")
	case name == "dumb", name == "" && runtime.GOOS != "windows":
		return fmt.Errorf("unsupported terminal (TERM is %q); set TERM to its type, such as xterm-256color", name)
	}
	return nil
}

// Detect returns what the environment says about the terminal.
func Detect(getenv func(string) string) ui.Terminal {
	return ui.Terminal{NoSuspend: noSuspend(), Multiplexer: detectMultiplexer(getenv), ASCII: !hasGlyphs(getenv, runtime.GOOS)}
}

// Run runs the program on the terminal until the user leaves it, and restores
// the terminal. Bubble Tea handles neither a hang-up, nor the end of its input,
// nor a suspend from outside, so all three are handled here. A panic, wherever
// crash hears of it, ends the program with an error that names the report.
func Run(ctx context.Context, model tea.Model, crash *Crash) error {
	log.SetOutput(io.Discard) // net/http logs too, and only the program may write to the terminal
	before, err := term.GetState(os.Stdin.Fd())
	if err != nil {
		return fmt.Errorf("unsupported terminal: %w", err)
	}
	var program *tea.Program
	h := &hangup{quit: func() { program.Kill() }}
	drawn := &frames{}
	out := newOutput(os.Stdout, h, drawn, os.Getenv("TERM"))
	s, a := newSuspender(out.wrote), &arrivals{frames: drawn}
	in := input{os.Stdin, h, &pasteGuard{}, a}
	program = tea.NewProgram(recovering{model, crash, drawn}, tea.WithContext(ctx), tea.WithInput(in), tea.WithOutput(out),
		tea.WithoutSignalHandler(), tea.WithColorProfile(colors(os.Getenv)),
		tea.WithFilter(func(m tea.Model, msg tea.Msg) tea.Msg { return s.filter(m, a.filter(msg)) }))
	s.watchSignals(program)
	defer s.stopWatching()
	done := make(chan struct{})
	quit := func() { quitWithin(program, done, before) }
	crash.quit = quit
	ended := watchEndSignals(quit, s, out)
	_, err = program.Run()
	close(done)
	select {
	case s := <-ended:
		return fmt.Errorf("ended by a signal (%s)", s)
	default:
	}
	if report := crash.report(); report != nil {
		return report
	}
	if err != nil && h.lost.Load() {
		return errors.New("the terminal is gone")
	}
	return err
}

// endSignals end the program. By default SIGQUIT and SIGABRT would end it with the
// terminal in the program's modes.
var endSignals = []os.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGTERM, syscall.SIGQUIT, syscall.SIGABRT}

// watchEndSignals quits the program at the first signal that ends it, and sends
// that signal on the channel. While the shell has the terminal there is nothing to
// restore, or only what needs no change of the terminal's modes: the system stops a
// process in the background that changes them.
func watchEndSignals(quit func(), s *suspender, out io.Writer) <-chan os.Signal {
	signals, ended := make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(signals, endSignals...)
	go func() {
		received := <-signals
		switch {
		case s.released.Load():
			os.Exit(exitFailed)
		case !inForeground():
			_, _ = io.WriteString(out, leaveScreen)
			os.Exit(exitFailed)
		}
		ended <- received
		quit()
	}()
	return ended
}

// leaveScreen undoes what Bubble Tea writes at the start.
var leaveScreen = ansi.ResetModifyOtherKeys + ansi.PopKittyKeyboard(1) + ansi.ResetStyle + ansi.ResetModeAltScreenSaveCursor +
	ansi.SetModeTextCursorEnable + ansi.ResetModeBracketedPaste

// How long the program has to return by itself, and how long it then has to
// restore the terminal.
const (
	quitTimeout    = 50 * time.Millisecond
	restoreTimeout = time.Second
)

// quitWithin ends the program whatever blocks it. A terminal that takes no more
// bytes blocks every write to it; then only the terminal's modes are restored,
// which needs no write, and the process exits. The journal holds every change
// that was sent and whose answer did not arrive.
func quitWithin(program *tea.Program, done <-chan struct{}, before *term.State) {
	time.AfterFunc(quitTimeout, program.Kill)
	time.AfterFunc(restoreTimeout, func() {
		select {
		case <-done:
		default:
			_ = term.Restore(os.Stdin.Fd(), before)
			os.Exit(exitFailed)
		}
	})
	program.Quit()
}

// colors returns how many colors are shown: none when NO_COLOR is not empty or
// the terminal has none, otherwise the terminal's own sixteen. The terminal is
// not asked, nor is tmux, for which a process would have to be started.
func colors(getenv func(string) string) colorprofile.Profile {
	if getenv("NO_COLOR") != "" {
		return colorprofile.ASCII
	}
	if info, err := terminfo.Load(getenv("TERM")); err == nil && info.Num(terminfo.MaxColors) < 8 {
		return colorprofile.ASCII
	}
	return colorprofile.ANSI
}
