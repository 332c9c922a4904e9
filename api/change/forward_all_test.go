package change

import (
	"errors"
	"net/url"
	"testing"
	"testing/synctest"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

// The setting of legacy call handling that forwards all calls is undone with its
// destination, which the service does not show while it is off.
func TestForwardAll_isUndoneWithItsDestination(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newUnlimitedSandbox(t)
		s.Change(func(c *sandbox.Company) {
			c.PlaysForwardAll = true
			if err := c.Extension("104").SetForwardAll(`{"callHandlingAction":"UnconditionalForwarding","externalNumber":{"phoneNumber":"+15305550142"}}`); err != nil {
				t.Fatal(err)
			}
		})
		d := newDriver(t, s)
		server, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		k, limits := s.Credentials(), rest.NewLimits()
		session := signin.JWT(server, signin.App{ClientID: k.ClientID, ClientSecret: k.ClientSecret}, s.JWT("104"), limits, s)
		d.client = api.New(api.Options{Server: server, Extension: danaID, Tokens: session, Limits: limits, Transport: s, Unpublished: true})
		d.reopen()
		setting := func() api.Rule {
			now, err := d.client.Read(t.Context(), &api.Snapshot{}, api.Need{Numbers: true, Rules: true, ForwardAll: true})
			if err != nil {
				t.Fatal(err)
			}
			d.seen = now
			return now.Rules[0]
		}
		saw := setting()
		for _, kind := range []sandbox.FaultKind{sandbox.DropAfter, sandbox.DropBefore} {
			s.FailNext("PATCH", "/forward-all-calls", sandbox.Fault{Kind: kind})
			_, err := d.try(ToggleRule{Saw: setting(), On: false})
			if _, notDone := errors.AsType[*NotDoneError](err); notDone != (kind == sandbox.DropBefore) || setting().Enabled != notDone {
				t.Fatalf("%v: %v", kind, err)
			}
			if kind == sandbox.DropAfter {
				e, _ := d.history().Last()
				p, err := d.Plan(Undo, &d.seen, e)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := d.Run(t.Context(), &p); err != nil {
					t.Fatal(err)
				}
			}
			if is := setting(); !is.Enabled || is.Destination != saw.Destination {
				t.Errorf("%+v", is)
			}
		}
	})
}
