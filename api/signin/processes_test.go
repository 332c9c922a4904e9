package signin

import (
	"sync"
	"testing"
)

func (r *rig) start(what string) *child {
	r.t.Helper()
	return start(r.t, what, "RCFWD_TEST_SERVER="+r.port.URL, "RCFWD_TEST_STATE="+r.options.Folders.State)
}

// Two programs find at the same moment that their token is no longer taken, 50
// times over: one of them refreshes, both have the new one, nobody is signed
// out. There is nothing but the refresh token, which works once.
func TestTwoProcessesRefreshAtOnce(t *testing.T) {
	r := newRig(t)
	here := r.byBrowser(r.public())
	there := r.start("refresh")
	token := r.token(here)
	for round := 1; round <= 50; round++ {
		before := r.calls()
		there.say(token)
		here.Refused(token)
		next := r.token(here)
		if heard := there.hear(); heard != next || next == token {
			t.Fatalf("round %d: %q there and %q here", round, heard, next)
		}
		if n := r.calls() - before; n != 1 {
			t.Fatalf("round %d took %d token calls", round, n)
		}
		if status := r.try(next); status != 200 {
			t.Fatalf("round %d: the token gets %d", round, status)
		}
		token = next
	}
}

// The same with many sessions in one process, which are as separate.
func TestManySessionsRefreshAtOnce(t *testing.T) {
	r := newRig(t)
	all := []*Session{r.byBrowser(r.app())}
	for range 7 {
		all = append(all, r.open())
	}
	token := r.token(all[0])
	for round := range 10 {
		before := r.calls()
		tokens := make([]string, len(all))
		var wait sync.WaitGroup
		for i, s := range all {
			wait.Go(func() {
				s.Refused(token)
				tokens[i], _ = s.Token(t.Context())
			})
		}
		wait.Wait()
		for _, got := range tokens {
			if got != tokens[0] || got == token || got == "" {
				t.Fatalf("round %d: %d tokens differ", round, len(tokens))
			}
		}
		if n := r.calls() - before; n != 1 {
			t.Fatalf("round %d took %d token calls", round, n)
		}
		token = tokens[0]
	}
}
