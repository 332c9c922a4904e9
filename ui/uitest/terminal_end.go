//go:build linux

package uitest

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

func terminal_isRestored(t *testing.T, keys ui.KeyMap) {
	ends := map[string]func(*terminal){
		"quit":    func(term *terminal) { term.types("q") },
		"ctrl+c":  func(term *terminal) { term.types("\x03") },
		`ctrl+\`:  func(term *terminal) { term.types("\x1c") },
		"SIGQUIT": func(term *terminal) { term.cmd.Process.Signal(syscall.SIGQUIT) },
		"SIGABRT": func(term *terminal) { term.cmd.Process.Signal(syscall.SIGABRT) },
		"SIGTERM": func(term *terminal) { term.cmd.Process.Signal(syscall.SIGTERM) },
		"SIGINT":  func(term *terminal) { term.cmd.Process.Signal(os.Interrupt) },
		"SIGHUP":  func(term *terminal) { term.cmd.Process.Signal(syscall.SIGHUP) },
	}
	for name, end := range ends {
		for _, kind := range []string{"xterm-256color", "xterm-kitty", "linux", "unknown"} {
			if testing.Short() && name != "quit" && kind != "xterm-kitty" {
				continue
			}
			t.Run(name+" "+kind, func(t *testing.T) {
				t.Parallel()
				term := startTerminal(t, 80, 24, []string{"TERM=" + kind}, "--demo")
				term.sees("6 numbers")
				end(term)
				term.waitExit()
				term.checkRestored()
			})
		}
	}
}

// Panics are recovered everywhere: in the program's own loop, in a command, and in the
// goroutines that read rules together, refresh a token, and follow calls.
func terminal_isRestoredAfterAPanic(t *testing.T, keys ui.KeyMap) {
	handling := map[string]string{"request state-rules": "new"}
	for where, args := range map[string][]string{
		"Update": {"--demo"}, "View": {"--demo"}, "command": {"--demo"},
		"request forwarding-number": nil, "request state-rules": nil, "request oauth/token": nil, "request oauth/wstoken": nil,
	} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			env := []string{envPanic + "=" + where}
			if args == nil {
				env = append(env, startSandbox(t, "--call-handling", cmp.Or(handling[where], "legacy"))...)
			}
			term := startTerminal(t, 80, 24, env, args...)
			term.sees("the program crashed and restored the terminal")
			if code := term.waitExit(); code != cli.ExitFailed {
				t.Errorf("exit code %d", code)
			}
			term.checkRestored()
			faults, _ := filepath.Glob(filepath.Join(term.home(), ".local/state/rcfwd/fault-*.txt"))
			if len(faults) != 1 {
				t.Fatalf("%d files hold the fault", len(faults))
			}
			if text, _ := os.ReadFile(faults[0]); !strings.Contains(string(text), "on purpose") || !strings.Contains(string(text), "faulty.go") {
				t.Errorf("the file holds %s", text)
			}
		})
	}
}

func (term *terminal) home() string {
	for _, e := range term.cmd.Env {
		if home, ok := strings.CutPrefix(e, "HOME="); ok {
			return home
		}
	}
	return ""
}

// It accepts no more bytes.
func terminal_thatIsStuckDoesNotBlockTheEnd(t *testing.T, keys ui.KeyMap) {
	term := startDemo(t, 80, 24)
	if err := unix.IoctlSetInt(int(term.tty.Fd()), unix.TCXONC, unix.TCOOFF); err != nil {
		t.Fatal(err)
	}
	term.types("jj")
	term.cmd.Process.Signal(syscall.SIGTERM)
	if code := term.waitExit(); code != cli.ExitFailed {
		t.Errorf("exit code %d", code)
	}
	if term.after != term.before {
		t.Errorf("terminal modes were %+v and are %+v", term.before, term.after)
	}
}

// Its end is lost: it ends after a pause, and ctrl+c leaves at once.
func terminal_pasteAlwaysEnds(t *testing.T, keys ui.KeyMap) {
	for _, pause := range []bool{true, false} {
		term := startDemo(t, 80, 24)
		term.types("/")
		term.sees("keep the filter")
		term.types("\x1b[200~zz")
		if pause {
			term.sees("Nothing matches zz.")
			term.types("\x1b")
			term.sees("> 1")
		}
		term.types("\x03")
		term.waitExit()
		term.checkRestored()
	}
}

// Also without a signal.
func terminal_thatIsGoneEndsTheProgram(t *testing.T, keys ui.KeyMap) {
	term := startDemo(t, 80, 24)
	term.pty.Close()
	term.waitExit()
}

// Although keys could still arrive.
func terminal_thatCannotBeWrittenToEndsTheProgram(t *testing.T, keys ui.KeyMap) {
	ours, theirs, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	ours = pollable(t, ours)
	cmd := exec.Command(os.Args[0], "--demo")
	cmd.Stdout = theirs
	term := startIn(t, 80, 24, nil, cmd)
	theirs.Close()
	if _, err := ours.Read(make([]byte, 1)); err != nil { // the program has begun to draw
		t.Fatal(err)
	}
	ours.Close()
	term.types("jjj")
	if code := term.waitExit(); code != cli.ExitFailed {
		t.Errorf("exit code %d", code)
	}
	if term.after != term.before {
		t.Errorf("terminal modes were %+v and are %+v", term.before, term.after)
	}
}
