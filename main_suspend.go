//go:build !windows

package main

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/sys/unix"
)

// stops suspends the program, at a key or at a signal that asks for it, as kill
// -TSTP sends it. Taken as it comes that signal would leave the shell on the
// alternate screen and in our modes. Bubble Tea relies on what the signal does by
// itself, which Go never gives back once it was listened to.
type stops struct {
	program *tea.Program
	signals chan os.Signal
	woken   chan struct{} // has something when we were resumed while suspended
	given   atomic.Bool   // the terminal is the shell's
}

func newStops() *stops {
	return &stops{signals: make(chan os.Signal, 2), woken: make(chan struct{}, 1)}
}

// heed has the signals go the way of the key from now on.
func (s *stops) heed(program *tea.Program) {
	s.program = program
	signal.Notify(s.signals, syscall.SIGTSTP, syscall.SIGCONT)
	go func() {
		for signal := range s.signals {
			if signal == syscall.SIGTSTP {
				program.Send(tea.SuspendMsg{})
				continue
			}
			select {
			case s.woken <- struct{}{}:
			default:
			}
		}
	}()
}

func (s *stops) ignore() { signal.Stop(s.signals) }

// filter sees every message before Bubble Tea does.
func (s *stops) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	if _, is := msg.(tea.SuspendMsg); !is {
		return msg
	}
	if noSuspend() == "" {
		s.suspend()
	}
	return tea.ResumeMsg{}
}

// asideFor is how long the program runs in the background before it stops again:
// long enough to hear that it is to end.
const asideFor = 100 * time.Millisecond

// suspend gives the terminal to the shell until that gives it back.
func (s *stops) suspend() {
	if s.program.ReleaseTerminal() != nil {
		return
	}
	s.given.Store(true)
	signal.Ignore(syscall.SIGTSTP) // it might be heard after we are resumed
	_ = syscall.Kill(0, syscall.SIGTSTP)
	for s.stop(); !inForeground(); s.stop() {
		if time.Sleep(asideFor); inForeground() {
			break
		}
	}
	s.given.Store(false)
	signal.Notify(s.signals, syscall.SIGTSTP)
	_ = s.program.RestoreTerminal()
}

// stop stops the process until somebody resumes it.
func (s *stops) stop() {
	select {
	case <-s.woken: // one that came before counts no more
	default:
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
	<-s.woken
}

// inForeground says whether the terminal is ours to change.
func inForeground() bool {
	group, err := unix.IoctlGetInt(int(os.Stdin.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}

// noSuspend says why the program cannot be suspended. The system does not stop a
// process whose group no shell looks after, as with ssh -t HOST rcfwd: it would
// wait for ever to be resumed.
func noSuspend() string {
	here, err := unix.Getsid(0)
	parents, perr := unix.Getsid(unix.Getppid())
	if err != nil || perr != nil || parents != here || unix.Getpgrp() == here {
		return "there is no shell here to suspend to"
	}
	return ""
}
