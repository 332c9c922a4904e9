package uitest

import (
	"os"
	"os/signal"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// inBubble runs commands on a sandbox with calls, whose time passes as soon as all wait
// for it.
func inBubble(t *testing.T, keys ui.KeyMap, o sandbox.Options, test func(*shell)) {
	t.Helper()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt) // starts the goroutine of package signal, which must not be of a bubble
	defer signal.Stop(signals)
	synctest.Test(t, func(t *testing.T) {
		defer time.Sleep(time.Hour) // lets timers expire, or the bubble would not end
		test(newShell(t, keys, o))
	})
}

// live starts a call that is connected.
func (s *shell) live(plan sandbox.CallPlan) {
	s.t.Helper()
	if _, err := s.server.StartCall(plan); err != nil {
		s.t.Fatal(err)
	}
}

func callsCommand_listsCallsWithoutASocket(t *testing.T, keys ui.KeyMap) {
	inBubble(t, keys, sandbox.Options{}, func(s *shell) {
		if got := s.must("calls", "--json"); got != "[]\n" {
			t.Errorf("%s", got)
		}
		const name, device = "Ri\x1b[31mley", "Desk\x1b[31m Phone"
		s.server.Change(func(c *sandbox.Company) {
			for i := range c.Devices {
				c.Devices[i].Name = strings.Replace(c.Devices[i].Name, "Dana Desk Phone", device, 1)
			}
		})
		s.live(sandbox.CallPlan{Number: "+12125550187", Name: name})
		rows := decoded[[]struct {
			ID, TelephonySessionID, PartyID, Name, PhoneNumber, State, DeviceName, Direction string
			Flippable                                                                        bool
		}](s, "calls", "list", "--json")
		if len(rows) != 1 {
			t.Fatalf("%+v", rows)
		}
		if c := rows[0]; c.ID != c.TelephonySessionID+"/"+c.PartyID || c.Name != name || c.PhoneNumber != "+12125550187" ||
			c.State != "connected" || c.DeviceName != device || c.Direction != "Inbound" || !c.Flippable {
			t.Errorf("%+v", c)
		}
		for _, r := range s.server.Requests() {
			if strings.HasSuffix(r.Path, "/wstoken") {
				t.Error("a list asks for a WebSocket")
			}
		}
	})
}

// The exit code tells if the other phone answered.
func callsCommand_flips(t *testing.T, keys ui.KeyMap) {
	for _, test := range []struct {
		name      string
		plan      sandbox.FlipPlan
		code      int
		out, said string
	}{
		{"moved", sandbox.FlipPlan{}, cli.ExitDone, "moved 2", "The other phone is ringing."},
		{"old leg stays", sandbox.FlipPlan{HangUp: true}, cli.ExitDone, "answered 2", "rcfwd calls end s-"},
		{"not answered", sandbox.FlipPlan{Unanswered: true, Rings: 10 * time.Second}, cli.ExitFailed, "", "The other phone was not answered. The call is back here."},
		{"not known", sandbox.FlipPlan{Rings: 40 * time.Second}, cli.ExitIncomplete, "", "after 30 s it is not known whether the other phone answers"},
	} {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, keys, sandbox.Options{Flips: test.plan}, func(s *shell) {
				s.live(sandbox.CallPlan{})
				out, said, code := s.run("calls", "flip", "only", "2", "--yes", "--format", "{stage} {flipNumber}")
				if code != test.code || strings.TrimSpace(out) != test.out || !strings.Contains(said, test.said) {
					t.Errorf("exit code %d: %s%s", code, out, said)
				}
			})
		})
	}
}

// What a flip leaves open, a later command decides.
func callsCommand_goesOnWithAFlip(t *testing.T, keys ui.KeyMap) {
	stage := []string{"--yes", "--format", "{stage}"}
	calls := func(s *shell, want string, args ...string) {
		s.t.Helper()
		if got := s.must(append(append([]string{"calls"}, args...), stage...)...); got != want+"\n" {
			s.t.Errorf("rcfwd calls %v prints %s, want %s", args, got, want)
		}
	}
	inBubble(t, keys, sandbox.Options{Flips: sandbox.FlipPlan{Rings: 20 * time.Second}}, func(s *shell) {
		s.live(sandbox.CallPlan{Number: "+12125550187"})
		s.fails(cli.ExitFailed, "No flip of this call is in progress", "calls", "back", "only", "--yes")
		calls(s, "ringing", "flip", "(212) 555-0187", "flip:3", "--no-wait")
		s.fails(cli.ExitFailed, "has not answered yet", "calls", "end", "only", "--yes")
		s.fails(cli.ExitFailed, "has not answered yet", "calls", "keep", "only", "--yes")
		if got := s.must("calls", "back", "only", "--dry-run"); !strings.Contains(got, "curl -g -X 'DELETE'") {
			t.Errorf("%s", got)
		}
		s.fails(cli.ExitFailed, "If the call is being flipped already: rcfwd calls back s-", "calls", "flip", "only", "4", "--yes")
		calls(s, "returned", "back", "only")
		calls(s, "moved", "flip", "only", "3")
	})
	inBubble(t, keys, sandbox.Options{Flips: sandbox.FlipPlan{HangUp: true}}, func(s *shell) {
		s.live(sandbox.CallPlan{})
		id := strings.TrimSpace(s.must("calls", "--quiet"))
		calls(s, "answered", "flip", id, "2")
		s.fails(cli.ExitFailed, "The other phone has answered", "calls", "back", id, "--yes")
		calls(s, "kept", "keep", id)
		calls(s, "moved", "end", id)
		s.fails(cli.ExitFailed, "The call is on the other phone", "calls", "back", id, "--yes")
		calls(s, "moved", "end", id)
	})
}

func callsCommand_refusesWhatItCannotFlip(t *testing.T, keys ui.KeyMap) {
	inBubble(t, keys, sandbox.Options{}, func(s *shell) {
		s.fails(cli.ExitFailed, `No live call is called "only".`, "calls", "flip", "only", "2", "--yes")
		s.live(sandbox.CallPlan{Number: "+12125550187", Rings: time.Hour, Unanswered: true})
		s.fails(cli.ExitFailed, "The call is not answered yet", "calls", "flip", "only", "2", "--yes")
		s.live(sandbox.CallPlan{Number: "+14155550177"})
		s.fails(cli.ExitFailed, "Choose one: s-", "calls", "flip", "only", "2", "--yes")
		s.fails(cli.ExitFailed, `No live call is called "1". There are s-`, "calls", "flip", "1", "2", "--yes")
		s.fails(cli.ExitFailed, "no number has flip digit 8; there are 1 (RingCentral for Desktop", "calls", "flip", "+14155550177", "8", "--yes")
		s.fails(cli.ExitUsage, "use a flip digit from 1 to 8", "calls", "flip", "only", "9", "--yes")
		s.fails(cli.ExitUsage, "confirm with --yes", "calls", "flip", "only", "2")
		s.fails(cli.ExitUsage, "--if-unchanged", "calls", "flip", "only", "2", "--yes", "--if-unchanged", "x")
		for _, args := range []string{"flip only 2", "back only", "end only", "keep only"} {
			s.fails(cli.ExitFailed, "read-only", append(append([]string{"calls"}, strings.Fields(args)...), "--yes", "--read-only")...)
		}
		for _, r := range s.server.Requests() {
			if r.Method != "GET" && strings.Contains(r.Path, "/telephony/") {
				t.Errorf("%s %s was sent", r.Method, r.Path)
			}
		}
	})
}

func callsCommand_watches(t *testing.T, keys ui.KeyMap) {
	inBubble(t, keys, sandbox.Options{}, func(s *shell) {
		s.live(sandbox.CallPlan{After: 2 * time.Second, Rings: 3 * time.Second, Lasts: 10 * time.Second, Number: "+12125550187"})
		out := s.must("calls", "watch", "--timeout", "1m", "--format", "{event} {state} {phoneNumber}")
		var events []string
		for line := range strings.Lines(out) {
			if len(events) == 0 || events[len(events)-1] != line { // the device comes after the answer
				events = append(events, line)
			}
		}
		const other = " +12125550187\n"
		if got := strings.Join(events, ""); got != "began ringing"+other+"changed connected"+other+"ended ended"+other {
			t.Errorf("%s", out)
		}
	})
}
