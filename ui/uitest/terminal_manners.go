//go:build linux

package uitest

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// How the program treats the terminal that it borrows.

// terminalReplies are what a modern terminal answers to what Bubble Tea asks.
const terminalReplies = "\x1b[?1u\x1b[?2026;2$y\x1b[?2027;2$y"

var terminals = []string{"xterm-256color", "tmux-256color", "screen", "xterm-kitty", "xterm-ghostty", "alacritty", "linux", "vt100", "unknown"}

// Whatever the terminal is called it is asked nothing, so that no answer can
// reach the shell: neither one at once, nor one after the end over a slow link.
func terminal_isAskedNothing(t *testing.T, keys ui.KeyMap) {
	program := os.Args[0]
	if !testing.Short() {
		program = buildProgram(t, "rcfwd") // which starts sooner under the race detector
	}
	n := 0
	for _, name := range terminals {
		for _, ssh := range []string{"", "SSH_TTY=/dev/pts/7"} {
			for _, answers := range []string{"at once", "after the end", "never"} {
				if n++; testing.Short() && n%5 != 0 { // every terminal and every time of the answer comes up
					continue
				}
				t.Run(strings.Join([]string{name, ssh, answers}, " "), func(t *testing.T) {
					t.Parallel()
					term := startIn(t, 80, 24, []string{"TERM=" + name, "WT_SESSION=1", ssh}, exec.Command(program, "--demo"))
					term.answerQueries(answers)
					term.sees("6 numbers")
					term.types("q")
					if code := term.waitExit(); code != cli.ExitDone {
						t.Errorf("exit code %d", code)
					}
					term.checkRestored()
				})
			}
		}
	}
}

// answerQueries says when the terminal answers queries.
func (term *terminal) answerQueries(when string) {
	term.mu.Lock()
	defer term.mu.Unlock()
	term.answersAtOnce = when == "at once"
	if when == "after the end" {
		term.onExit = func() {
			term.mu.Lock()
			asked := len(term.modes.asked) > 0
			term.mu.Unlock()
			if !asked {
				return
			}
			io.WriteString(term.pty, terminalReplies)
			for waiting(term.tty) == 0 { // it is on its way through the system
			}
		}
	}
}

func terminal_isRestored(t *testing.T, keys ui.KeyMap) {
	ends := map[string]func(*terminal){
		"quit":    func(term *terminal) { term.types("q") },
		"ctrl+c":  func(term *terminal) { term.types("\x03") },
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

// A panic is caught wherever it is: in the program's own loop, in a command, and
// in the goroutines that read rules together, refresh a token, and follow calls.
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
			term.sees("a fault in the program ended it")
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

// startShell runs a shell with job control, for which $RCFWD is the program.
func startShell(t *testing.T) *terminal {
	term := startIn(t, 80, 24, []string{"RCFWD=" + os.Args[0], "PS1=$ ", "PATH=" + os.Getenv("PATH")}, exec.Command("sh", "-i"))
	term.runLine("echo $((40+2))", "42")
	return term
}

// runLine types a line into the shell and waits for what it says.
func (term *terminal) runLine(line, want string) {
	term.t.Helper()
	term.types(line + "\n")
	term.sees(want)
}

// foreground is the group of processes that has the terminal.
func (term *terminal) foreground() (group int) {
	term.control(func(fd int) (err error) {
		group, err = unix.IoctlGetInt(fd, unix.TIOCGPGRP)
		return err
	})
	return group
}

// checkReleased fails unless the shell has the terminal as it knows it.
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

// Suspending, by key and from outside, hands the terminal to the shell as it
// was, and takes it back as it is then.
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
		term.runLine("fg", "6 numbers, by flip digit")
		term.types("/zz")
		term.sees("Nothing matches zz.")
		term.types("\x1b")
		term.sees("6 numbers, by flip digit")
	}
	term.types("q")
	term.until("the shell", func(string) bool { return !term.screen.IsAltScreen() })
	term.runLine("echo $((700+77))", "777")
	term.checkReleased()
	term.types("exit\n")
	term.waitExit()
	term.checkRestored()
}

// A suspended program that is told to end does so and leaves the shell alone.
func suspend_endsOnASignal(t *testing.T, keys ui.KeyMap) {
	term := startShell(t)
	term.runLine(`"$RCFWD" --demo`, "6 numbers")
	group := term.foreground()
	term.types("\x1a")
	term.sees("Stopped")
	term.types("kill %1; kill -CONT %1\n")
	late := time.Now().Add(patience)
	for running(group) { // nobody but the shell is told of its end
		if time.Now().After(late) {
			t.Fatal("it does not end")
		}
	}
	term.runLine("echo $((600+66))", "666")
	term.checkReleased()
}

// running says whether a process is there and has not ended.
func running(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(stat), ") Z ")
}

// Where no shell would resume it, it says so and goes on.
func suspend_isRefusedWithoutAShell(t *testing.T, keys ui.KeyMap) {
	term := startDemo(t, 80, 24)
	term.types("\x1a")
	term.sees("There is no shell here to suspend to.")
	term.cmd.Process.Signal(syscall.SIGTSTP)
	term.types("/zz")
	term.sees("Nothing matches zz.")
	term.types("\x03")
	term.waitExit()
	term.checkRestored()
}

// A terminal that takes no more bytes does not hold the program up.
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

// A link that goes away takes the program with it, signal or not.
func terminal_thatIsGoneEndsTheProgram(t *testing.T, keys ui.KeyMap) {
	term := startDemo(t, 80, 24)
	term.pty.Close()
	term.waitExit()
}

// An output that fails ends the program too, though keys could still come.
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
	if _, err := ours.Read(make([]byte, 1)); err != nil { // it has begun to draw
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

func terminal_getsNoLogOfALibrary(t *testing.T, keys ui.KeyMap) {
	term := startTerminal(t, 80, 24, []string{envPanic + "=noise"}, "--demo")
	term.sees("6 numbers")
	term.types("q")
	term.waitExit()
	if strings.Contains(term.output(), "noise") {
		t.Errorf("the screen has noise: %q", term.output())
	}
}

// output is all that the program has written.
func (term *terminal) output() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.raw.String()
}

// Flags, settings, sign-in and the terminal itself are looked at before the
// terminal is touched: what is wrong is one line, without an escape sequence.
func terminal_isTouchedLast(t *testing.T, keys ui.KeyMap) {
	for name, c := range map[string]struct {
		env    []string
		args   []string
		config string
		code   int
		says   string
	}{
		"flag":     {args: []string{"--nonsense"}, code: cli.ExitUsage, says: "unknown flag"},
		"faults":   {args: []string{"--demo", "--faults", "x=1"}, code: cli.ExitUsage, says: "faults"},
		"settings": {args: []string{"--demo"}, config: "defualt = \"x\"\n", code: cli.ExitFailed, says: "default"},
		"keys":     {args: []string{"--demo"}, config: "[keys.list]\nremove = [\"n\"]\n", code: cli.ExitFailed, says: `"n" is keys.list.add already`},
		"profile":  {args: []string{"--profile", "none"}, code: cli.ExitFailed, says: "none"},
		"server":   {args: []string{"--server", "ftp://x"}, code: cli.ExitUsage, says: "server"},
		"sign-in":  {env: []string{"RC_USER_JWT=x", "RC_SERVER_URL=https://rc.test"}, code: cli.ExitFailed, says: "RC_APP_CLIENT_ID"},
		"dumb":     {env: []string{"TERM=dumb"}, args: []string{"--demo"}, code: cli.ExitFailed, says: `TERM is "dumb"`},
		"nameless": {env: []string{"TERM="}, args: []string{"--demo"}, code: cli.ExitFailed, says: `TERM is ""`},
		"log":      {args: []string{"--demo", "--log", "/"}, code: cli.ExitFailed, says: "log"},
	} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			if c.config != "" {
				writeConfig(t, home, c.config)
			}
			term := startTerminal(t, 200, 24, append(c.env, "HOME="+home), c.args...)
			if code := term.waitExit(); code != c.code {
				t.Errorf("exit code %d", code)
			}
			said := term.output()
			if strings.Count(said, "\n") != 1 || strings.ContainsAny(said, "\x1b\x07") || !strings.Contains(said, c.says) {
				t.Errorf("it says %q", said)
			}
			term.checkRestored()
		})
	}
}

// Without a terminal on both sides it says so.
func terminal_isRequired(t *testing.T, keys ui.KeyMap) {
	for name, cmd := range map[string]*exec.Cmd{
		"input":  exec.Command(os.Args[0], "--demo"),
		"output": exec.Command(os.Args[0], "--demo"),
	} {
		ours, theirs, err := pty.Open()
		if err != nil {
			t.Fatal(err)
		}
		defer ours.Close()
		cmd.Env = []string{envRun + "=1", "TERM=xterm", "HOME=" + t.TempDir()}
		var out strings.Builder
		cmd.Stdin, cmd.Stdout, cmd.Stderr = theirs, theirs, &out
		if name == "input" {
			cmd.Stdin = strings.NewReader("q")
		} else {
			cmd.Stdout = io.Discard
		}
		err = cmd.Run()
		theirs.Close()
		if code := cmd.ProcessState.ExitCode(); code != cli.ExitFailed || strings.Count(out.String(), "\n") != 1 || !strings.Contains(out.String(), "this needs a terminal") {
			t.Errorf("without %s: %v, %q", name, err, out.String())
		}
	}
}

// The console of Linux is not told what older ones show half of.
func console_getsNoKeyboardModes(t *testing.T, keys ui.KeyMap) {
	term := startTerminal(t, 80, 24, []string{"TERM=linux"}, "--demo")
	term.sees("6 numbers")
	term.types("q")
	term.waitExit()
	term.checkRestored()
	if said := term.output(); strings.Contains(said, "\x1b[>") || strings.Contains(said, "\x1b[<") || strings.Contains(said, "\x1b[=") {
		t.Errorf("it is told %q", said)
	}
}

// Without colours there are none, only what the terminal can do without them.
func terminal_withoutColorsGetsNone(t *testing.T, keys ui.KeyMap) {
	colour := regexp.MustCompile(`\x1b\[[0-9;]*\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;]*m`)
	for env, want := range map[string]bool{"COLORTERM=truecolor": true, "NO_COLOR=yes": false, "TERM=vt100": false} {
		term := startTerminal(t, 80, 24, []string{env}, "--demo")
		term.sees("6 numbers")
		term.types("f8")
		term.sees("is now 8")
		term.types("q")
		term.waitExit()
		if got := colour.MatchString(term.output()); got != want {
			t.Errorf("%s: colours are %v", env, got)
		}
	}
}
