//go:build linux

package uitest

import (
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/creack/pty"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// terminalReplies are what a modern terminal answers to the queries of Bubble Tea.
const terminalReplies = "\x1b[?1u\x1b[?2026;2$y\x1b[?2027;2$y"

var terminals = []string{"xterm-256color", "tmux-256color", "screen", "xterm-kitty", "xterm-ghostty", "alacritty", "linux", "vt100", "unknown"}

// Whatever its name, so that no answer can reach the shell: neither one that comes at
// once, nor one that comes after the end, over a slow link.
func terminal_isAskedNothing(t *testing.T, keys ui.KeyMap) {
	program := os.Args[0]
	if !testing.Short() {
		program = buildProgram(t, "rcfwd") // which starts faster than a test binary with the race detector
	}
	n := 0
	for _, name := range terminals {
		for _, ssh := range []string{"", "SSH_TTY=/dev/pts/7"} {
			for _, answers := range []string{"at once", "after the end", "never"} {
				if n++; testing.Short() && n%5 != 0 { // every terminal and every time of answering is among these
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

// answerQueries sets when the terminal answers queries.
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
			for waiting(term.tty) == 0 { // it passes through the system
			}
		}
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

// Flags, settings, sign-in and the terminal are checked first: an error is one line
// without an escape sequence.
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
		"keys":     {args: []string{"--demo"}, config: "[keys.list]\nremove = [\"n\"]\n", code: cli.ExitFailed, says: `"n" is already keys.list.add`},
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

// On input and on output.
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
		if code := cmd.ProcessState.ExitCode(); code != cli.ExitFailed || strings.Count(out.String(), "\n") != 1 || !strings.Contains(out.String(), "no terminal to draw on") {
			t.Errorf("without %s: %v, %q", name, err, out.String())
		}
	}
}

// Older consoles of Linux show half of those sequences.
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

func terminal_withoutColorsGetsNone(t *testing.T, keys ui.KeyMap) {
	colour := regexp.MustCompile(`\x1b\[[0-9;]*\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;]*m`)
	for env, want := range map[string]bool{"COLORTERM=truecolor": true, "NO_COLOR=yes": false, "TERM=vt100": false} {
		term := startTerminal(t, 80, 24, []string{env}, "--demo")
		term.sees("6 numbers")
		term.flips("8")
		term.sees("is now 8")
		term.types("q")
		term.waitExit()
		if got := colour.MatchString(term.output()); got != want {
			t.Errorf("%s: colours are %v", env, got)
		}
	}
}
