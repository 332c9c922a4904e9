package uitest

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// Token calls have a limit of five a minute. A person who runs into it sees so, and
// can stop waiting.
func signIn_waitsForTheLimit(t *testing.T, keys ui.KeyMap) {
	ownHome(t)
	signedOut := func(d *driver) { d.signedOut = true; d.faults("limits=on") }
	drive(t, keys, 110, 40, signedOut, func(d *driver) {
		c := d.sandbox.Credentials()
		d.press("right", "tab", "tab")
		d.fillSignIn(c, "no.such.jwt")
		for range 5 {
			d.press("enter")
			d.sees("JWT")
			d.lacks("Waiting")
		}
		d.press("enter")
		d.sees("Sending ...", "RingCentral's sign-in limit; esc stops waiting.")
		d.press("esc")
		d.sees("Stopped waiting. Nothing was sent.", "Sign in to RingCentral")
		d.lacks("Sending ...")
		d.press("shift+tab", "ctrl+u")
		d.write(c.JWT)
		d.press("tab", "enter")
		d.sees("Waiting 1m0s")
		d.pass(time.Minute + time.Second)
		d.sees("6 numbers")
		d.lacks("Waiting")
	})
}

func signIn_asksBeforeWhatWasTypedIsLost(t *testing.T, keys ui.KeyMap) {
	ownHome(t)
	for name, fields := range map[string][]string{"profile": {"tab"}, "server": {"tab", "tab"}, "client": {"tab", "tab", "tab"}, "secret": {"tab", "tab", "tab", "tab"}} {
		t.Run(name, func(t *testing.T) {
			drive(t, keys, 80, 24, func(d *driver) { d.signedOut = true }, func(d *driver) {
				d.press(fields...)
				d.write("x")
				d.press("esc")
				d.sees("Leave the form and discard what you typed?")
				d.press("esc")
				d.sees("Sign in to RingCentral", "x")
			})
		})
	}
}

// fillSignIn fills in the form of a sign-in by JWT, from the server on.
func (d *driver) fillSignIn(c sandbox.Credentials, jwt string) {
	for _, text := range []string{cli.DemoServer, c.ClientID, c.ClientSecret, jwt} {
		d.press("ctrl+u")
		d.write(text)
		d.press("tab")
	}
}

// Another account opens while a change of this one is in flight: its answer, good or
// bad, changes nothing of that account.
func change_ofALeftConnectionStaysThere(t *testing.T, keys ui.KeyMap) {
	for name, c := range map[string]struct {
		fault sandbox.Fault
		says  string
	}{
		"made":    {says: "The last change in the account you left succeeded."},
		"refused": {sandbox.Fault{Status: 403, Code: "BIL-101", Message: "no"}, "The last change in the account you left:"},
	} {
		t.Run(name, func(t *testing.T) {
			writeConfig(t, ownHome(t), "default = \"other\"\n[profiles.other]\n") // or the flags would apply to the new profile
			inesForDana := func(d *driver) { d.options.As, d.args = "101", []string{"--extension", "104"} }
			drive(t, keys, 110, 40, inesForDana, func(d *driver) {
				d.signInToOwnAccount()
				d.goBackToTheDemo()
				if c.fault.Status != 0 {
					d.sandbox.FailNext(http.MethodPut, "", c.fault)
				}
				release := d.sandbox.HoldAfter(http.MethodPut, "")
				d.press(":")
				d.write("profile own")
				d.pressAtOnce("enter", "f", "8") // the change begins before the account has opened
				d.sees("Ines Okafor ext 101", "2 numbers", "> 1 Mobile")
				if d.sent(http.MethodPut, "") != 1 {
					t.Fatal("no change was sent")
				}
				before := d.withoutNotice()
				release()
				d.settle()
				d.sees(c.says, "2 numbers", "> 1 Mobile")
				if now := d.withoutNotice(); now != before {
					t.Errorf("the screen was\n%s\nand is\n%s", before, now)
				}
				d.sandbox.HoldAfter(http.MethodPut, "")
				d.press("f", "8", "q") // a change of this account is waited for
				d.sees("Quit anyway?")
			})
		})
	}
}

// The same holds of taking a change back.
func undo_ofALeftConnectionStaysThere(t *testing.T, keys ui.KeyMap) {
	writeConfig(t, ownHome(t), "default = \"other\"\n[profiles.other]\n")
	inesForDana := func(d *driver) { d.options.As, d.args = "101", []string{"--extension", "104"} }
	drive(t, keys, 110, 40, inesForDana, func(d *driver) {
		d.signInToOwnAccount()
		d.goBackToTheDemo()
		d.press("f", "8")
		release := d.sandbox.HoldAfter(http.MethodPut, "")
		d.pressAtOnce("z", ":") // the question waits for the palette to close
		d.write("profile own")
		d.pressAtOnce("enter", "y") // the undo begins before the account has opened
		if d.sent(http.MethodPut, "") != 2 {
			t.Fatalf("nothing is taken back:\n%s", d.screen())
		}
		d.sees("Ines Okafor ext 101", "2 numbers", "> 1 Mobile")
		before := d.withoutNotice()
		release()
		d.settle()
		d.sees("The last change in the account you left succeeded.", "2 numbers", "> 1 Mobile")
		if now := d.withoutNotice(); now != before {
			t.Errorf("the screen was\n%s\nand is\n%s", before, now)
		}
	})
}

// signInToOwnAccount signs in to a profile, which opens the person's own extension.
func (d *driver) signInToOwnAccount() {
	d.t.Helper()
	c := d.sandbox.Credentials()
	d.press(":")
	d.write("another account")
	d.press("enter", "right", "tab", "ctrl+u")
	d.write("own")
	d.press("tab")
	d.fillSignIn(c, c.JWT)
	d.press("enter")
	d.sees("Ines Okafor ext 101", "2 numbers")
}

// goBackToTheDemo opens the extension that the program was started with.
func (d *driver) goBackToTheDemo() {
	d.t.Helper()
	d.press(":")
	d.write("another account")
	d.press("enter", "right", "right", "right", "enter")
	d.sees("Ines Okafor for Dana Whitfield ext 104", "6 numbers")
}

// withoutNotice returns the frame without the lines at its end that a notice can take.
func (d *driver) withoutNotice() string {
	lines := strings.Split(d.screen(), "\n")
	return strings.Join(lines[:len(lines)-3], "\n")
}

// ownHome makes a home for the program of this test and returns it.
func ownHome(t *testing.T) string {
	home := t.TempDir()
	t.Setenv("HOME", home)
	for _, name := range []string{"XDG_CONFIG_HOME", "XDG_STATE_HOME", "RC_USER_JWT", "RCFWD_PROFILE"} {
		t.Setenv(name, "")
	}
	return home
}

// writeConfig writes the settings into a home.
func writeConfig(t *testing.T, home, text string) {
	t.Helper()
	folder := filepath.Join(home, ".config", "rcfwd")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "config.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// fromEnvironment signs the driver in with the variables of RingCentral's samples, so that it
// keeps its files in the home.
func fromEnvironment(d *driver) {
	d.signedOut = true
	c := d.makeSandbox().Credentials()
	for name, value := range map[string]string{"XDG_CONFIG_HOME": "", "XDG_STATE_HOME": "", "RCFWD_PROFILE": "", "RC_SERVER_URL": cli.DemoServer,
		"RC_APP_CLIENT_ID": c.ClientID, "RC_APP_CLIENT_SECRET": c.ClientSecret, "RC_USER_JWT": c.JWT} {
		d.t.Setenv(name, value)
	}
}

// The journal shows the change of the other rcfwd, and then the lists do.
func history_ofAnotherProgramReadsAgain(t *testing.T, keys ui.KeyMap) {
	t.Setenv("HOME", t.TempDir())
	drive(t, keys, 100, 40, fromEnvironment, func(d *driver) {
		ctx, cancel := context.WithCancel(context.Background())
		other := &driver{t: d.t, keys: keys, sandbox: d.sandbox, signedOut: true}
		defer func() {
			other.ended = true
			cancel()
		}()
		other.start(ctx, 100, 40)
		d.pass(time.Second)
		d.press("G", "up", "d", "y")
		d.sees("Removed Cabin.")
		other.settle()
		other.sees("6 numbers")
		other.press("5", "1")
		other.sees("5 numbers")
		read := len(d.sandbox.Requests())
		other.press("5", "1", "5")
		if got := len(d.sandbox.Requests()); got != read {
			t.Errorf("%d requests more for the same change", got-read)
		}
	})
}

// The other rcfwd of the same user made the change, after this one has read: the question
// says what the undo sends all the same.
func undo_ofAnotherProgramReadsAgain(t *testing.T, keys ui.KeyMap) {
	for _, handling := range []string{"legacy", "new"} {
		t.Setenv("HOME", t.TempDir())
		prepare := func(d *driver) {
			d.options.CallHandling = handling
			fromEnvironment(d)
		}
		drive(t, keys, 160, 50, prepare, func(d *driver) {
			ctx, cancel := context.WithCancel(context.Background())
			other := &driver{t: d.t, keys: keys, sandbox: d.sandbox, signedOut: true}
			defer func() {
				other.ended = true
				cancel()
			}()
			other.start(ctx, 160, 50)
			d.pass(time.Second)
			if handling == "new" {
				d.removesCabin()
			} else {
				d.press("G", "up", "d", "y")
			}
			d.sees("Removed Cabin.")
			other.settle()
			other.sees("6 numbers")
			other.press("z")
			other.sees("Undo: removed Cabin (16:00:01)?", "add Cabin back to")
			other.lacks("nothing is left to change")
			other.press("y")
			other.sees("Undone: ", "6 numbers")
		})
	}
}
