//go:build !windows

package terminal

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/sys/unix"
)

// suspender suspends the program, at a key or at SIGTSTP, and takes the terminal
// again after any SIGCONT. The default action of SIGTSTP would leave the shell on
// the alternate screen and in the program's modes. Bubble Tea relies on the default
// action, which Go does not restore after signal.Notify.
type suspender struct {
	program   *tea.Program
	signals   chan os.Signal
	wrote     <-chan struct{}
	resumed   chan struct{} // has an element after a SIGCONT that suspend or takeBack waits for
	suspended atomic.Bool   // suspend or takeBack is waiting for SIGCONT
	released  atomic.Bool   // the shell has the terminal as it was before the program
}

// newSuspender returns a suspender. wrote has an element after a write to the terminal.
func newSuspender(wrote <-chan struct{}) *suspender {
	return &suspender{signals: make(chan os.Signal, 8), resumed: make(chan struct{}, 1), wrote: wrote}
}

// watchSignals makes SIGTSTP do the same as the key from now on, and SIGCONT take
// the terminal again. It must never wait for the program's loop, because suspend
// runs in that loop and waits for what is received here.
func (s *suspender) watchSignals(program *tea.Program) {
	s.program = program
	signal.Notify(s.signals, syscall.SIGTSTP, syscall.SIGCONT)
	go func() {
		for signal := range s.signals {
			switch {
			case signal == syscall.SIGTSTP:
				go program.Send(tea.SuspendMsg{})
			case s.suspended.Load():
				select {
				case s.resumed <- struct{}{}:
				default:
				}
			default:
				go program.Send(continuedMsg{})
			}
		}
	}()
}

func (s *suspender) stopWatching() { signal.Stop(s.signals) }

// continuedMsg is sent when the process was resumed and had not suspended itself:
// by SIGSTOP, which cannot be handled, or without being stopped at all.
type continuedMsg struct{}

// filter sees every message before Bubble Tea does and handles suspending.
func (s *suspender) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg.(type) {
	case tea.SuspendMsg:
		if noSuspend() == "" {
			s.suspend()
		}
	case continuedMsg:
		s.takeBack()
	default:
		return msg
	}
	return tea.ResumeMsg{}
}

// backgroundDelay is how long the program runs in the background before it stops
// again: long enough to receive a signal that ends it.
const backgroundDelay = 100 * time.Millisecond

// suspend releases the terminal to the shell and stops the process until the
// shell resumes it in the foreground.
func (s *suspender) suspend() {
	if s.program.ReleaseTerminal() != nil {
		return
	}
	s.released.Store(true)
	signal.Ignore(syscall.SIGTSTP) // or it could arrive after the process is resumed
	s.suspended.Store(true)
	_ = syscall.Kill(0, syscall.SIGTSTP)
	s.stop()
	s.stopInBackground()
	s.suspended.Store(false)
	s.released.Store(false)
	signal.Notify(s.signals, syscall.SIGTSTP)
	s.restore()
}

// firstFrame is how long the first frame can take after the terminal was restored, and
// restoreTries how often it is tried.
const (
	firstFrame   = 250 * time.Millisecond
	restoreTries = 5
)

// restore restores the terminal for the program and waits for a frame. In Bubble Tea a
// goroutine stops the clock of the frames when the terminal is released, and can do so
// after the clock has started again: then no frame would ever be drawn.
func (s *suspender) restore() {
	for try := 1; ; try++ {
		select {
		case <-s.wrote: // left over
		default:
		}
		if s.program.RestoreTerminal() != nil || s.drawn() || try == restoreTries || s.program.ReleaseTerminal() != nil {
			return
		}
	}
}

// drawn waits for a frame and reports whether one was drawn in time.
func (s *suspender) drawn() bool {
	select {
	case <-s.wrote:
		return true
	case <-time.After(firstFrame):
		return false
	}
}

// takeBack sets the terminal's modes again and draws the whole screen. Who stopped
// the process, and what used the terminal since, is not known.
func (s *suspender) takeBack() {
	s.suspended.Store(true)
	s.stopInBackground()
	s.suspended.Store(false)
	if s.program.ReleaseTerminal() == nil {
		s.restore()
	}
}

// stopInBackground stops the process until it is resumed in the foreground.
func (s *suspender) stopInBackground() {
	for !inForeground() {
		if time.Sleep(backgroundDelay); inForeground() {
			return
		}
		s.stop()
	}
}

// stop stops the process until SIGCONT resumes it.
func (s *suspender) stop() {
	select {
	case <-s.resumed: // left over from an earlier stop
	default:
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
	<-s.resumed
}

// inForeground reports whether the process may change the terminal's modes. A
// terminal that does not control the process has no foreground and no background.
func inForeground() bool {
	group, err := unix.IoctlGetInt(int(os.Stdin.Fd()), unix.TIOCGPGRP)
	return err != nil || group == unix.Getpgrp()
}

// noSuspend returns the reason when the program cannot be suspended, or "". The
// system does not stop an orphaned process group, one that no shell controls, as
// with ssh -t HOST rcfwd: it would never be resumed.
func noSuspend() string {
	session, err := unix.Getsid(0)
	parent, perr := unix.Getsid(unix.Getppid())
	if err != nil || perr != nil || parent != session || unix.Getpgrp() == session {
		return "no shell to suspend to"
	}
	return ""
}
