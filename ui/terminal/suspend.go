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

// suspender suspends the program, at a key or at SIGTSTP. The default action of
// that signal would leave the shell on the alternate screen and in the program's
// modes. Bubble Tea relies on the default action, which Go does not restore after
// signal.Notify.
type suspender struct {
	program  *tea.Program
	signals  chan os.Signal
	resumed  chan struct{} // has an element after a SIGCONT
	released atomic.Bool   // the shell has the terminal
}

func newSuspender() *suspender {
	return &suspender{signals: make(chan os.Signal, 2), resumed: make(chan struct{}, 1)}
}

// watchSignals makes SIGTSTP do the same as the key from now on.
func (s *suspender) watchSignals(program *tea.Program) {
	s.program = program
	signal.Notify(s.signals, syscall.SIGTSTP, syscall.SIGCONT)
	go func() {
		for signal := range s.signals {
			if signal == syscall.SIGTSTP {
				program.Send(tea.SuspendMsg{})
				continue
			}
			select {
			case s.resumed <- struct{}{}:
			default:
			}
		}
	}()
}

func (s *suspender) stopWatching() { signal.Stop(s.signals) }

// filter sees every message before Bubble Tea does and handles suspending.
func (s *suspender) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	if _, is := msg.(tea.SuspendMsg); !is {
		return msg
	}
	if noSuspend() == "" {
		s.suspend()
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
	_ = syscall.Kill(0, syscall.SIGTSTP)
	for s.stop(); !inForeground(); s.stop() {
		if time.Sleep(backgroundDelay); inForeground() {
			break
		}
	}
	s.released.Store(false)
	signal.Notify(s.signals, syscall.SIGTSTP)
	_ = s.program.RestoreTerminal()
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

// inForeground reports whether the process may change the terminal's modes.
func inForeground() bool {
	group, err := unix.IoctlGetInt(int(os.Stdin.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}

// noSuspend returns the reason when the program cannot be suspended, or "". The
// system does not stop an orphaned process group, one that no shell controls, as
// with ssh -t HOST rcfwd: it would never be resumed.
func noSuspend() string {
	session, err := unix.Getsid(0)
	parent, perr := unix.Getsid(unix.Getppid())
	if err != nil || perr != nil || parent != session || unix.Getpgrp() == session {
		return "there is no shell here to suspend to"
	}
	return ""
}
