package uitest

import (
	"testing"
	"time"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// Token calls have a limit of five a minute. Whoever runs into it sees so, and
// may give up.
func SignInLimit(t *testing.T, keys ui.KeyMap) {
	t.Setenv("HOME", t.TempDir())
	for _, name := range []string{"XDG_CONFIG_HOME", "XDG_STATE_HOME", "RC_USER_JWT", "RCFWD_PROFILE"} {
		t.Setenv(name, "")
	}
	signedOut := func(d *driver) { d.signedOut = true; d.faults("limits=on") }
	drive(t, keys, 110, 40, signedOut, func(d *driver) {
		c := d.sandbox.Credentials()
		d.press("right", "tab", "tab", "ctrl+u")
		d.write(cli.DemoServer)
		d.press("tab")
		d.write(c.ClientID)
		d.press("tab")
		d.write(c.ClientSecret)
		d.press("tab")
		d.write("no.such.jwt")
		d.press("tab")
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
		d.sees("6 numbers, by flip digit")
		d.lacks("Waiting")
	})
}
