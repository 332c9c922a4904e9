//go:build linux

package uitest

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

func keySettings_areCheckedWithTheirLine(t *testing.T, keys ui.KeyMap) {
	for text, want := range map[string]string{
		"[keys.list]\nremov = [\"x\"]\n":                               `line 2: there is no setting called "keys.list.remov"; did you mean "remove"?`,
		"[keys.lists]\nremove = [\"x\"]\n":                             `did you mean "list"?`,
		"[keys.list]\nremove = \"x\"\n":                                "line 2: keys.list.remove must be a list of texts",
		"[keys.list]\n\nremove = [\"n\"]\n":                            `line 3: keys.list.remove: "n" is already keys.list.add in the `,
		"[keys]\nscreen.help = [\"f1\"]\nscreen.numbers=[\"f1\"]\n":    `"f1" is already keys.screen.`,
		"[keys.history]\ntake_back = [\"g\"]\n":                        `"g" is already keys.`,
		"[keys.detail]\nup = [\"u\"]\n":                                `"u" is already keys.history.take_back in the detail of a change`,
		"[keys.list]\nremove = [\"ctrl+c\"]\n":                         `"ctrl+c" is already keys.global.quit in the`,
		"[keys.list]\nremove = [\"contrl+x\"]\n":                       `line 2: keys.list.remove: unknown key "contrl+x"; use a name such as x, X, ctrl+x`,
		"[keys.list]\nremove = [\"pgdn\"]\n":                           `unknown key "pgdn"; did you mean "pgdown"?`,
		"[keys.list]\nremove = [\"shift+x\"]\n":                        `did you mean "X"?`,
		"[keys.list]\nremove = [\"Ctrl+X\"]\n":                         `did you mean "ctrl+x"?`,
		"[keys.list]\nremove = [\"shift+ctrl+up\"]\n":                  `did you mean "ctrl+shift+up"?`,
		"[keys.list]\nremove = [\"\"]\n":                               "unknown key",
		"[keys.list]\nremove = []\n":                                   "keys.list.remove: name a key",
		"[keys.form]\naccept = [\"enter\", \"s\"]\n":                   `keys.form.accept: "s" types text there`,
		"[keys.global]\nsuspend = [\"space\"]\n":                       `"space" types text there`,
		"[keys.menu]\nup = [\"k\"]\n":                                  `"k" types text there`,
		"[keys.form]\nnext = [\"ctrl+e\"]\n":                           `"ctrl+e" is already keys.text.line_end in the text of a form`,
		"[keys.question]\nyes = [\"n\"]\n":                             `"n" is already keys.question.`,
		"# none\n[keys]\n[keys.conflict]\nturn = [\"enter\"] # this\n": "line 4: keys.conflict.turn",
	} {
		home := t.TempDir()
		writeConfig(t, home, text)
		cmd := exec.Command(os.Args[0], "--demo")
		cmd.Env = []string{"HOME=" + home, envRun + "=1"}
		out, _ := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != cli.ExitFailed || !strings.Contains(string(out), want) || strings.Count(string(out), "\n") != 1 {
			t.Errorf("%q says %swant %s", text, out, want)
		}
	}
}

// An action can have several keys; help, palette and bottom line show them.
func keySettings_replaceBuiltInKeys(t *testing.T, keys ui.KeyMap) {
	home := t.TempDir()
	writeConfig(t, home, "[keys.list]\nremove = [\"x\", \"ctrl+x\"]\n[keys.form]\nright = [\"right\", \">\"]\n[keys.global]\nquit = [\"ctrl+q\"]\n")
	term := startTerminal(t, 100, 30, []string{"HOME=" + home}, "--demo")
	term.sees("6 numbers")
	term.types("j")
	term.sees("x remove")
	for _, key := range []string{"x", "\x18"} {
		term.types(key)
		term.sees("Remove 1 forwarding number")
		term.types("\r")
		term.until("the end of the question", func(s string) bool { return !strings.Contains(s, "[No]") })
	}
	term.types("?")
	term.sees("x ctrl+x remove, asks first")
	term.types("\x1b")
	term.sees("> 2")
	term.types(":remo")
	term.sees("remove, asks first x ctrl+x")
	term.types("\x03")
	if code := term.waitExit(); code != cli.ExitDone { // ctrl+c quits whatever the settings say
		t.Errorf("exit code %d", code)
	}
	term.checkRestored()
}
