package api_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

// sandboxV2 is a sandbox whose account is on V2.
func sandboxV2(t *testing.T) *sandbox.Server {
	return newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: sandbox.NewCallHandling})
}

// askingClient is a client of Dana's that does not know the call handling yet.
func askingClient(t *testing.T, s *sandbox.Server, via http.RoundTripper) *api.Client {
	t.Helper()
	server, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	k := s.Credentials()
	limits := rest.NewLimits()
	session := signin.JWT(server, signin.App{ClientID: k.ClientID, ClientSecret: k.ClientSecret}, s.JWT("104"), limits, via)
	return api.New(api.Options{Server: server, Tokens: session, Limits: limits, Transport: via})
}

func rulesOf(t *testing.T, c *api.Client) map[string]api.Rule {
	t.Helper()
	all, err := c.Rules(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]api.Rule{}
	for _, r := range all {
		byID[r.ID] = r
	}
	return byID
}

func written(s *sandbox.Server) (n int) {
	for _, r := range s.Requests() {
		if r.Method != http.MethodGet && !strings.Contains(r.Path, "/oauth/") {
			n++
		}
	}
	return n
}

func TestCallHandling_isReadOnce(t *testing.T) {
	s := sandboxV2(t)
	c := askingClient(t, s, s)
	for range 3 {
		if b, err := c.CallHandling(t.Context()); b != api.V2 || err != nil {
			t.Fatalf("%q, %v", b, err)
		}
	}
	numbersOf(t, c)
	asked := slices.DeleteFunc(s.Requests(), func(r sandbox.Request) bool { return r.Method != http.MethodGet })
	if len(asked) != 4 {
		t.Errorf("%d reads: %+v", len(asked), asked)
	}
}

// The account moves between two calls of a client that knew it on V1.
func TestClient_followsAMovedAccount(t *testing.T) {
	for _, closed := range []bool{false, true} {
		s := newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CloseForwardingNumbers: closed})
		c := askingClient(t, s, s)
		before := numbersOf(t, c)
		cabin := labelled(t, before, "Cabin")
		rule := rulesOf(t, c)["business-hours-rule"]
		s.Change((*sandbox.Company).MoveToNewCallHandling)
		if !closed {
			want, _ := rule.ToggleMode()
			if _, err := saveRule(t, c, rule, want); !rest.Is(err, "CMN-468") || !strings.Contains(api.Explain(err).What, "moved") {
				t.Errorf("%v", err)
			}
		}
		label := "Hut"
		changed, err := c.UpdateNumber(t.Context(), cabin, api.Change{Label: &label})
		if err != nil || changed.Label != label || changed.CallHandling != api.V2 || len(changed.Rings) != 2 {
			t.Errorf("closed %v: %+v, %v", closed, changed, err)
		}
		if b, _ := c.CallHandling(t.Context()); b != api.V2 {
			t.Errorf("closed %v: still %q", closed, b)
		}
		if r, ok := rulesOf(t, c)["work-hours"]; !ok || r.Unit != api.InSeconds {
			t.Errorf("%+v", r)
		}
	}
}

func TestRemoveAndSwap_followAMovedAccount(t *testing.T) {
	s := newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CloseForwardingNumbers: true})
	swapper, remover := askingClient(t, s, s), askingClient(t, s, s)
	all := numbersOf(t, swapper)
	numbersOf(t, remover)
	s.Change((*sandbox.Company).MoveToNewCallHandling)
	cabin, pager := labelled(t, all, "Cabin"), labelled(t, all, "On-call pager")
	if err := swapper.SwapFlip(t.Context(), cabin, pager, all); err != nil {
		t.Fatal(err)
	}
	now := numbersOf(t, swapper)
	if a, b := labelled(t, now, "Cabin"), labelled(t, now, "On-call pager"); a.Flip != pager.Flip || b.Flip != cabin.Flip {
		t.Errorf("%+v, %+v", a, b)
	}
	for _, r := range remover.RemoveNumbers(t.Context(), []string{cabin.ID, pager.ID}) {
		if r.Err != nil {
			t.Errorf("%+v", r)
		}
	}
	if left := numbersOf(t, swapper); len(left) != len(all)-2 {
		t.Errorf("%+v", left)
	}
}
