package uitest

import (
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// A write whose answer is lost is looked up before the command ends, and not sent again. Only
// what cannot be looked up is unknown.
func commands_lookUpWhatALostAnswerDid(t *testing.T, keys ui.KeyMap) {
	for _, tt := range []struct {
		name    string
		fault   sandbox.FaultKind
		blind   bool // nothing can be read after it
		code    int
		says    string
		digit   int
		outcome string
	}{
		{"it was done", sandbox.DropAfter, false, cli.ExitDone, "", 7, "done"},
		{"it was not done", sandbox.DropBefore, false, cli.ExitFailed, "", 2, "not done"},
		{"it cannot be looked up", sandbox.DropAfter, true, cli.ExitIncomplete, "not known", 7, "unknown"},
	} {
		for _, handling := range []string{"legacy", "new"} {
			t.Run(tt.name+", "+handling, func(t *testing.T) {
				inBubble(t, keys, sandbox.Options{CallHandling: handling}, func(s *shell) {
					s.loseAnswer(tt.fault, tt.blind)
					out, said, code := s.run("numbers", "set", "Mobile", "--flip", "7", "--yes")
					if code != tt.code || !strings.Contains(said, tt.says) || s.writes() != 1 {
						t.Errorf("exit %d after %d writes: %s%s", code, s.writes(), out, said)
					}
					for _, n := range s.server.Numbers(dana) {
						if n.Label == "Mobile" && n.Flip != tt.digit {
							t.Errorf("the digit is %d", n.Flip)
						}
					}
					if got := s.must("history", "--format", "{outcome}"); got != tt.outcome+"\n" {
						t.Errorf("the outcome is %s", got)
					}
				})
			})
		}
	}
}

// loseAnswer makes the answer to the next PUT get lost. Blind, no list of numbers is answered
// from then on.
func (s *shell) loseAnswer(kind sandbox.FaultKind, blind bool) {
	s.server.FailNext("PUT", "", sandbox.Fault{Kind: kind})
	if !blind {
		return
	}
	release := s.server.HoldAfter("PUT", "")
	go func() {
		defer release()
		time.Sleep(time.Second) // until the PUT is held
		for range 60 {
			s.server.FailNext("GET", "/forwarding-number", sandbox.Fault{Kind: sandbox.DropBefore})
			s.server.FailNext("GET", "/call-flip-numbers", sandbox.Fault{Kind: sandbox.DropBefore})
		}
	}()
}
