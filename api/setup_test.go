package api_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

const (
	base   = "https://sandbox.test"
	danaID = "801200400004"
)

func newSandbox(t *testing.T, o sandbox.Options) *sandbox.Server {
	t.Helper()
	o.Base = base
	o.Faults.Unknown = true // the client keeps what it does not know
	s, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func sandboxV1(t *testing.T) *sandbox.Server {
	return newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits()})
}

// clientOf signs in a user and opens an extension, "" for their own.
func clientOf(t *testing.T, s *sandbox.Server, via http.RoundTripper, who, extension string) *api.Client {
	t.Helper()
	server, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	c := s.Credentials()
	limits := rest.NewLimits()
	session := signin.JWT(server, signin.App{ClientID: c.ClientID, ClientSecret: c.ClientSecret}, s.JWT(who), limits, via)
	return api.New(api.Options{
		Server: server, Extension: extension, Tokens: session, Limits: limits, Transport: via, CallHandling: api.V1,
	})
}

func numbersOf(t *testing.T, c *api.Client) []api.Number {
	t.Helper()
	all, err := c.Numbers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func labelled(t *testing.T, all []api.Number, label string) api.Number {
	t.Helper()
	i := slices.IndexFunc(all, func(n api.Number) bool { return n.Label == label })
	if i < 0 {
		t.Fatalf("no number is labelled %q in %v", label, all)
	}
	return all[i]
}

// removeNumber removes one number.
func removeNumber(t *testing.T, c *api.Client, id string) error {
	return c.RemoveNumbers(t.Context(), []string{id})[0].Err
}

// saveRule makes saw into want as package journal does: it reads the rule, compares
// it with what was seen, and sends the change.
func saveRule(t *testing.T, c *api.Client, saw, want api.Rule) (api.Rule, error) {
	now, err := c.RuleNow(t.Context(), saw)
	switch {
	case err != nil:
		return saw, err
	case api.SameRule(now, want):
		return now, nil
	case !api.SameRule(saw, now):
		return now, &api.RuleConflict{Saw: saw, Now: now, Want: want}
	}
	return c.PutRule(t.Context(), now, want)
}

// switchState switches a rule on or off as package journal does.
func switchState(t *testing.T, c *api.Client, saw api.Rule, on bool) (api.Rule, error) {
	if err := saw.MaySwitch(); err != nil {
		return saw, err
	}
	now, err := c.RuleNow(t.Context(), saw)
	if err != nil || now.Enabled == on {
		return now, err
	}
	return c.PutState(t.Context(), now, on)
}
