package uitest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// What the profile refuses is not sent, also with --yes. What it allows goes on.
func riskCommand_refusesWhatTheProfileForbids(t *testing.T, _ ui.KeyMap) {
	s := serveCommands(t, sandbox.GenerousLimits())
	allowInternational(s.Server)
	home := strings.TrimPrefix(s.env[0], "HOME=")
	writeConfig(t, home, guardedProfile)
	list := filepath.Join(home, ".config", "rcfwd", "fraud.txt")
	if err := os.WriteFile(list, []byte("# of the carrier\n+1415555 reported in May\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for phone, says := range map[string]string{
		"+19005551234":  "+19005551234: calls to it are charged at a premium rate (libphonenumber ",
		"+18765551234":  "+18765551234: it is in Jamaica, and the profile allows only United States and United Kingdom (the profile work), and the profile refuses such numbers: not-allowed is in refuse of its [guard]. Nothing was sent",
		"+881631234567": "+881631234567: it belongs to no country, and the profile allows only United States and United Kingdom",
		"+14155550188":  "+14155550188: it is in fraud.txt: reported in May (the list fraud.txt), and the profile refuses",
	} {
		for _, how := range []string{"--yes", "--dry-run"} {
			if out, code := runRcfwd(t, s.env, "", "numbers", "add", phone, "--label", "Risk", how); code != cli.ExitFailed || !strings.Contains(out, says) {
				t.Errorf("numbers add %s %s exits with %d: %s", phone, how, code, out)
			}
		}
	}
	if out, code := runRcfwd(t, s.env, "", "numbers", "add", "+442079460958", "--label", "London", "--yes"); code != cli.ExitDone {
		t.Errorf("exit %d: %s", code, out)
	}
	if n := len(s.Numbers(dana)); n != 7 {
		t.Errorf("there are %d numbers", n)
	}
	if err := os.Remove(list); err != nil {
		t.Fatal(err)
	}
	if out, code := runRcfwd(t, s.env, "", "numbers"); code != cli.ExitFailed || !strings.Contains(out, "fraud.txt, which [guard] names, cannot be read") {
		t.Errorf("exit %d: %s", code, out)
	}
}

// What the profile forbids comes back by no undo and by no rule that is switched on.
func riskCommand_refusesToSwitchOnWhatTheProfileForbids(t *testing.T, _ ui.KeyMap) {
	s := serveCommands(t, sandbox.GenerousLimits())
	run := func(code int, says string, args ...string) {
		t.Helper()
		if out, got := runRcfwd(t, s.env, "", append(args, "--yes")...); got != code || !strings.Contains(out, says) {
			t.Errorf("rcfwd %s exits with %d: %s", strings.Join(args, " "), got, out)
		}
	}
	run(cli.ExitDone, "", "numbers", "add", "+19005551234", "--label", "Stars")
	run(cli.ExitDone, "", "rules", "step", "add", "Weekly meeting", "Stars")
	run(cli.ExitDone, "", "rules", "off", "Weekly meeting")
	writeConfig(t, strings.TrimPrefix(s.env[0], "HOME="), strings.Replace(guardedProfile, `lists = ["fraud.txt"]`, "", 1))
	const refused = "and the profile refuses such numbers: premium is in refuse of its [guard]. Nothing was sent"
	run(cli.ExitFailed, refused, "rules", "on", "Weekly meeting")
	run(cli.ExitFailed, refused, "history", "undo")
	run(cli.ExitDone, "", "numbers", "remove", "Stars")
	run(cli.ExitFailed, refused, "history", "undo")
}

// The question of a command, which starts on No, comes after what is risky.
func riskCommand_asksOnATerminal(t *testing.T, _ ui.KeyMap) {
	term := startTerminal(t, 100, 30, []string{"HOME=" + t.TempDir()}, "numbers", "add", "--demo", "+19005551234", "--label", "Stars")
	term.sees("+19005551234: calls to it are charged at a premium rate (libphonenumber")
	term.sees(unknownRates)
	term.sees("Send this? [y/N]")
	term.types("\r")
	term.sees("nothing was sent")
	term.waitExit()
}
