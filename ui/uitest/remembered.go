package uitest

import (
	"net/http"
	"testing"
	"time"

	"rcfwd/api/signin"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// A run that remembers from the one before which call handling the account is on asks
// for the numbers at once, with one request less, and looks in the background whether
// that still holds.
func callHandling_isRemembered(t *testing.T, keys ui.KeyMap) {
	for _, test := range []struct{ first, then string }{{"legacy", "legacy"}, {"new", "new"}, {"legacy", "new"}, {"new", "legacy"}} {
		t.Run(test.first+" then "+test.then, func(t *testing.T) {
			writeConfig(t, ownHome(t), "[profiles.work]\nserver = \""+cli.DemoServer+"\"\n")
			signedIn(t, keys, test.first, "", func(d *driver) { d.sees("6 numbers", test.first+" call handling") })
			signedIn(t, keys, test.then, "", func(d *driver) {
				d.sees("6 numbers")
				asked := d.sent(http.MethodGet, "/features")
				if test.first == test.then {
					d.costs(test.then, []cost{{"open the numbers", "", 5, 5}})
					if asked != 0 {
						t.Error("it asked which call handling the account is on")
					}
				}
				d.pass(6 * time.Second)
				d.sees("6 numbers", test.then+" call handling")
				if n := d.sent(http.MethodGet, "/features"); n != 1 {
					t.Errorf("the features were asked for %d times", n)
				}
			})
			signedIn(t, keys, test.then, "latency=300ms", func(d *driver) {
				d.pass(700 * time.Millisecond) // the token and the list: a latency each
				d.sees("6 numbers", test.then+" call handling")
			})
		})
	}
}

// signedIn runs the program with the sign-in of the variables and the only profile of the home that
// the test has, work.
func signedIn(t *testing.T, keys ui.KeyMap, kind, faults string, test func(*driver)) {
	prepare := func(d *driver) {
		d.faults(faults)
		d.signedOut, d.options.CallHandling = true, kind
		c := d.makeSandbox().Credentials()
		for name, value := range map[string]string{
			signin.EnvServer: cli.DemoServer, signin.EnvID: c.ClientID, signin.EnvSecret: c.ClientSecret, signin.EnvJWT: c.JWT,
		} {
			t.Setenv(name, value)
		}
	}
	drive(t, keys, 110, 40, prepare, test)
}
