package signin

import (
	"sync"
	"testing"
)

// Two processes find at the same moment that the service no longer takes their
// token. One of them refreshes, both get the new token, and none is signed out:
// the refresh token, all that they have, works once.
func TestSession_refreshesOnceForTwoProcesses(t *testing.T) {
	r := newRig(t)
	here := r.byBrowser(r.publicApp())
	there := r.startProcess("refresh")
	token := r.token(here)
	rounds := 50
	if testing.Short() {
		rounds = 5
	}
	for round := range rounds {
		before := r.tokenCalls()
		there.send(token)
		here.Refused(token)
		next := r.token(here)
		if got := there.line(); got != next || next == token {
			t.Fatalf("round %d: %q there and %q here", round, got, next)
		}
		if n := r.tokenCalls() - before; n != 1 {
			t.Fatalf("round %d took %d token calls", round, n)
		}
		if status := r.try(next); status != 200 {
			t.Fatalf("round %d: the token gets %d", round, status)
		}
		token = next
	}
}

// Many sessions in one process are as separate as those of many processes.
func TestSession_refreshesOnceForManySessions(t *testing.T) {
	r := newRig(t)
	all := []*Session{r.byBrowser(r.app())}
	for range 7 {
		all = append(all, r.open())
	}
	token := r.token(all[0])
	rounds := 10
	if testing.Short() {
		rounds = 2
	}
	for round := range rounds {
		before := r.tokenCalls()
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
		if n := r.tokenCalls() - before; n != 1 {
			t.Fatalf("round %d took %d token calls", round, n)
		}
		token = tokens[0]
	}
}
