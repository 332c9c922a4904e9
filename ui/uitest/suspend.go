//go:build linux

package uitest

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"rcfwd/ui"
)

// startShell runs a shell with job control. $RCFWD is the program.
func startShell(t *testing.T) *terminal {
	term := startIn(t, 80, 24, []string{"RCFWD=" + os.Args[0], "PS1=$ ", "PATH=" + os.Getenv("PATH")}, exec.Command("sh", "-i"))
	term.runLine("echo $((40+2))", "42")
	return term
}

// runLine types a line into the shell and waits for text on the screen.
func (term *terminal) runLine(line, want string) {
	term.t.Helper()
	term.types(line + "\n")
	term.sees(want)
}

// foreground returns the process group in the foreground of the terminal.
func (term *terminal) foreground() (group int) {
	term.control(func(fd int) (err error) {
		group, err = unix.IoctlGetInt(fd, unix.TIOCGPGRP)
		return err
	})
	return group
}

// checkReleased fails unless the shell has the terminal as it was before.
func (term *terminal) checkReleased() {
	term.t.Helper()
	if now := term.termios(); now != term.before {
		term.t.Errorf("terminal modes were %+v and are %+v", term.before, now)
	}
	term.mu.Lock()
	defer term.mu.Unlock()
	if left := term.modes.left(); len(left) > 0 || term.screen.IsAltScreen() {
		term.t.Errorf("the shell gets the terminal with %q, alternate screen %v", left, term.screen.IsAltScreen())
	}
}

// By key and by signal. When the program resumes, it uses the terminal as it is then.
func suspend_releasesTheTerminal(t *testing.T, keys ui.KeyMap) {
	term := startShell(t)
	term.runLine(`"$RCFWD" --demo`, "6 numbers")
	for _, stop := range []func(){
		func() { term.types("\x1a") },
		func() { syscall.Kill(-term.foreground(), syscall.SIGTSTP) },
		func() { term.types("\x1a") },
	} {
		stop()
		term.sees("Stopped")
		term.runLine("echo $((600+66))", "666")
		term.checkReleased()
		term.resize(100, 30)
		term.types("clear; echo $((800+88))\n")
		term.until("a clear screen", func(s string) bool { return strings.Contains(s, "888") && !strings.Contains(s, "6 numbers") })
		term.runLine("fg", "6 numbers")
		term.types("/zz")
		term.sees("Nothing matches zz.")
		term.types("\x1b")
		term.sees("> 1")
	}
	term.quits()
	term.runLine("echo $((700+77))", "777")
	term.checkReleased()
	term.types("exit\n")
	term.waitExit()
	term.checkRestored()
}

// It changes nothing of the terminal, which the shell has.
func suspend_endsOnASignal(t *testing.T, keys ui.KeyMap) {
	term := startShell(t)
	term.runLine(`"$RCFWD" --demo`, "6 numbers")
	group := term.foreground()
	term.types("\x1a")
	term.sees("Stopped")
	term.types("kill %1; kill -CONT %1\n")
	term.waitEnd(group)
	term.runLine("echo $((600+66))", "666")
	term.checkReleased()
}

// The modes are set again and the screen is drawn again, whatever stopped the program
// and whatever used the terminal meanwhile. SIGSTOP cannot be handled, so the shell
// gets the terminal as it is, and restores only what it knows of, as bash does.
func stop_isFollowedByAWholeScreen(t *testing.T, keys ui.KeyMap) {
	term := startShell(t)
	term.runLine(`"$RCFWD" --demo`, "6 numbers")
	syscall.Kill(-term.foreground(), syscall.SIGSTOP)
	term.sees("Stopped")
	term.restoreModes()
	term.runLine("clear; echo $((600+66))", "666")
	term.runLine("bg; echo $((300+33))", "333") // it stops again: the terminal is the shell's
	term.runLine("fg", "6 numbers")
	term.types("/zz")
	term.sees("Nothing matches zz.")
	term.types("\x1b")
	term.sees("> 1")
	io.WriteString(term.tty, "\x1b[2J\x1b[?2004l\x1b[Hgarbage")
	term.sees("garbage")
	syscall.Kill(-term.foreground(), syscall.SIGCONT)
	term.until("the whole screen", func(s string) bool {
		return strings.Contains(s, "6 numbers") && strings.Contains(s, "rcfwd") && !strings.Contains(s, "garbage")
	})
	term.quits()
	term.runLine("echo $((700+77))", "777")
	term.checkReleased()
}

// restoreModes gives the terminal the modes that it had at the start.
func (term *terminal) restoreModes() {
	term.control(func(fd int) error { return unix.IoctlSetTermios(fd, unix.TCSETS, &term.before) })
}

// The screen is left without a change of the terminal's modes, for which the system
// would stop a process in the background.
func stop_isFollowedByTheEnd(t *testing.T, keys ui.KeyMap) {
	term := startShell(t)
	term.runLine(`"$RCFWD" --demo`, "6 numbers")
	group := term.foreground()
	syscall.Kill(-group, syscall.SIGSTOP)
	term.sees("Stopped")
	term.restoreModes()
	term.types("kill %1; kill -CONT %1\n")
	term.waitEnd(group)
	term.runLine("echo $((600+66))", "666")
	term.checkReleased()
}

// quits ends the program with its key, and waits for the end: what is typed between the
// last screen and the end is not for the shell, and the program drops it.
func (term *terminal) quits() {
	term.t.Helper()
	group := term.foreground()
	term.types("q")
	term.waitEnd(group)
}

// waitEnd waits until a process has ended that is not our own child.
func (term *terminal) waitEnd(pid int) {
	term.t.Helper()
	for late := time.Now().Add(patience); running(pid); {
		if time.Now().After(late) {
			term.t.Fatal("it does not end")
		}
	}
}

// running reports whether a process exists and has not ended.
func running(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(stat), ") Z ")
}

// No shell would resume the program.
func suspend_isRefusedWithoutAShell(t *testing.T, keys ui.KeyMap) {
	term := startDemo(t, 80, 24)
	term.types("\x1a")
	term.sees("No shell to suspend to.")
	term.cmd.Process.Signal(syscall.SIGTSTP)
	term.types("/zz")
	term.sees("Nothing matches zz.")
	term.types("\x03")
	term.waitExit()
	term.checkRestored()
}
