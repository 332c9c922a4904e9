package uitest

import (
	"net/http"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

func opening_showsNumbersInSixRequests(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, nil, func(d *driver) {
		d.sees("1 Numbers", "Dana Whitfield ext 104", "DEMO",
			"RingCentral for Desktop Phone line (413) 429-4674 flip",
			"Mobile (650) 513-0930", "Work (650) 224-5476", "6 numbers",
			"Number (413) 429-4674 +14134294674", "Reaches United States", "Id 592178004")
		reads := len(d.sandbox.Requests()) - d.sent(http.MethodPost, "/token")
		if reads != 6 {
			t.Errorf("opening took %d requests, want 6: %+v", reads, d.sandbox.Requests())
		}
	})
}

func reload_readsNumbersAndRules(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		before := len(d.sandbox.Requests())
		d.press("r")
		if n := len(d.sandbox.Requests()) - before; n != 2 {
			t.Errorf("a reload took %d requests", n)
		}
	})
}

func readOnly_followsTheFlag(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 24, func(d *driver) { d.args = append(d.args, "--read-only") }, func(d *driver) {
		d.sees("DEMO read-only")
		for _, key := range []string{"n", "e", "d", "f"} {
			d.press(key)
			d.sees("Read-only: set by --read-only")
			d.press("esc")
		}
	})
}

func readOnly_followsThePermission(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 24, func(d *driver) {
		d.makeSandbox().Change(func(c *sandbox.Company) {
			for _, e := range c.Extensions {
				e.Permissions = withoutPermission(e.Permissions, "EditUserForwardingFlipNumbers")
			}
		})
	}, func(d *driver) {
		d.sees("DEMO read-only")
		d.press("n")
		d.sees("EditUserForwardingFlipNumbers", "admin portal")
	})
}

func withoutPermission(ps []sandbox.Permission, id string) (left []sandbox.Permission) {
	for _, p := range ps {
		if p.ID != id {
			left = append(left, p)
		}
	}
	return left
}

func list_tellsWhyItIsEmpty(t *testing.T, keys ui.KeyMap) {
	t.Run("loading", func(t *testing.T) {
		drive(t, keys, 80, 24, func(d *driver) { d.makeSandbox().HoldBefore("GET", numbersPath) }, func(d *driver) {
			d.sees("Reading the forwarding numbers ...")
			d.press("?")
			d.sees("Keys that work here")
		})
	})
	t.Run("empty", func(t *testing.T) {
		drive(t, keys, 80, 24, func(d *driver) {
			d.makeSandbox().Change(func(c *sandbox.Company) {
				for _, e := range c.Extensions {
					e.Numbers = nil
				}
			})
		}, func(d *driver) { d.sees("No forwarding numbers yet. n adds the first.") })
	})
	t.Run("no permission", func(t *testing.T) {
		drive(t, keys, 80, 24, func(d *driver) {
			d.makeSandbox().Change(func(c *sandbox.Company) {
				for _, e := range c.Extensions {
					e.Permissions = withoutPermission(e.Permissions, "ReadUserForwardingFlipNumbers")
				}
			})
		}, func(d *driver) {
			d.sees("You may not read these numbers.", "ReadUserForwardingFlipNumbers", "Press r to try again.")
			d.lacks("no forwarding numbers yet")
		})
	})
	t.Run("failed", func(t *testing.T) {
		drive(t, keys, 80, 24, func(d *driver) {
			d.makeSandbox().FailNext("GET", numbersPath, sandbox.Fault{Status: 404, Code: "CMN-102", Message: "Resource for parameter [extensionId] is not found"})
		}, func(d *driver) {
			d.sees("The forwarding numbers could not be read.", "Press r to try again.")
			d.press("r")
			d.sees("RingCentral for Desk")
		})
	})
}

// And by its id.
func extension_isFoundByShortNumber(t *testing.T, keys ui.KeyMap) {
	open := func(number string, test func(*driver)) {
		drive(t, keys, 100, 24, func(d *driver) {
			d.options.As, d.args = "101", append(d.args, "--extension", number)
		}, test)
	}
	open("104", func(d *driver) {
		d.sees("for Dana Whitfield ext 104", "6 numbers")
		d.press("f", "8")
		d.sees("flip digit 1 is now 8")
		if n := d.sent(http.MethodGet, "/extension"); n != 1 {
			t.Errorf("the number was looked up %d times", n)
		}
	})
	for _, typed := range []string{" 104", "x104", "\uff11\uff10\uff14", "ext. 104"} {
		open(typed, func(d *driver) { d.sees("for Dana Whitfield ext 104") })
	}
	open("999", func(d *driver) { d.sees("No extension is called \"999\".") })
	open(dana, func(d *driver) { d.sees("for Dana Whitfield ext 104") })
}
