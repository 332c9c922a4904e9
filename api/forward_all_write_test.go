package api_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"rcfwd/api"
	"rcfwd/api/sandbox"
)

const forwardedToCabin = `{"callHandlingAction":"UnconditionalForwarding","externalNumber":{"phoneNumber":"+15305550142"},
	"ranges":[{"from":"2126-05-14T08:00:00","to":"2126-05-14T09:00:00"}]}`

// forwarding is a sandbox on legacy call handling that forwards all calls of Dana's.
func forwarding(t *testing.T) *sandbox.Server {
	t.Helper()
	s := calm(t)
	s.Change(func(c *sandbox.Company) {
		c.PlaysForwardAll = true
		if err := c.Extension("104").SetForwardAll(forwardedToCabin); err != nil {
			t.Fatal(err)
		}
	})
	return s
}

// settingOf reads the setting as the first of the rules.
func settingOf(t *testing.T, c *api.Client) (api.Rule, api.Snapshot) {
	t.Helper()
	s, err := c.Read(t.Context(), &api.Snapshot{}, api.Need{Rules: true, ForwardAll: true})
	if err != nil {
		t.Fatal(err)
	}
	r := s.Rules[0]
	if r.Kind != api.ForwardAll {
		t.Fatalf("the first rule is %s", r.Name)
	}
	return r, s
}

func TestForwardAll_isWrittenOnlyWhereThePersonAllowsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := forwarding(t)
		c := clientWith(t, s, s, "104", api.Options{HowUnpublished: "Write unpublished = true."})
		saw, now := settingOf(t, c)
		if err := saw.MaySwitch(); err == nil || !strings.Contains(err.Error(), "Write unpublished = true.") {
			t.Errorf("%v", err)
		}
		if _, err := saw.SendTo(api.Fallback{Kind: api.ToVoicemail}); err == nil {
			t.Error("its destination can be changed")
		}
		free, err := api.ReadRule(api.V1, saw.Record()) // as from a journal
		if err != nil {
			t.Fatal(err)
		}
		free.Enabled = false
		edit := api.Edit{Document: api.DocumentID{Kind: api.RuleDocument, ID: saw.ID}, Name: saw.Name, Before: saw.Record(), Want: free.Record()}
		done, _ := c.Write(t.Context(), &now, []api.Edit{edit})
		if done[0].State != api.Unsent || done[0].Err == nil || written(s) != 0 {
			t.Errorf("%+v", done[0])
		}
	})
}

func TestForwardAll_isReadAgainAfterEveryWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := forwarding(t)
		c := clientWith(t, s, s, "104", api.Options{Unpublished: true})
		saw, base := settingOf(t, c)
		off, err := write(t, c, &base, func(d *api.Draft) error { return d.Switch(saw.ID, false) })
		if err != nil || off.Rules[0].Enabled || !slices.Equal(writes(s), []string{"PATCH forward-all-calls"}) || reads(s)[len(reads(s))-1] != "forward-all-calls" {
			t.Fatalf("%+v after %q, %v", off.Rules[0], writes(s), err)
		}
		for _, want := range []api.Fallback{{Kind: api.ToNumber, Phone: "+16505550199"}, {Kind: api.ToExtension, ID: "801200405004"}, {Kind: api.ToVoicemail}} {
			before, base := settingOf(t, c)
			sent, err := before.SendTo(want)
			if err != nil || !sent.Enabled || sent.NoAnswer.Kind != before.NoAnswer.Kind {
				t.Fatalf("%+v, %v", sent, err) // off, it would keep no destination
			}
			next, err := write(t, c, &base, func(d *api.Draft) error { return d.SetRule(&sent) })
			if err != nil {
				t.Fatalf("%s: %v", want.Words(), err)
			}
			read, _ := settingOf(t, c)
			for _, r := range []api.Rule{next.Rules[0], read} {
				if got := r.Destination; !r.Enabled || got.Kind != want.Kind || got.Phone != want.Phone || got.ID != want.ID || r.Fixed != "" {
					t.Errorf("%+v, not %+v", r, want)
				}
			}
		}
		_, base = settingOf(t, c)
		s.FailNext("PATCH", "/forward-all-calls", sandbox.Fault{Kind: sandbox.Garbage, Status: 200, Body: `{}`})
		next, err := write(t, c, &base, func(d *api.Draft) error { return d.Switch(saw.ID, false) })
		if is, _ := settingOf(t, c); next.Rules[0].Enabled != is.Enabled || is.Enabled != (err != nil) {
			t.Errorf("%+v, %v", next.Rules[0], err)
		}
	})
}

func TestForwardAll_restoresItsRecord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := forwarding(t)
		c := clientWith(t, s, s, "104", api.Options{Unpublished: true})
		saw, base := settingOf(t, c)
		if _, err := write(t, c, &base, func(d *api.Draft) error { return d.Switch(saw.ID, false) }); err != nil {
			t.Fatal(err)
		}
		back, err := api.ReadRule(api.V1, saw.Record())
		if err != nil {
			t.Fatal(err)
		}
		_, base = settingOf(t, c)
		if _, err := write(t, c, &base, func(d *api.Draft) error { return d.SetRule(&back) }); err != nil {
			t.Fatal(err)
		}
		if is, _ := settingOf(t, c); is.When != saw.When || is.Destination.Phone != saw.Destination.Phone || !is.Enabled {
			t.Errorf("%+v", is)
		}
	})
}

func TestForwardAll_tellsWhatWasNotReadFromWhatIsNotThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for status, shown := range map[int]bool{403: true, 404: false, 501: false} {
			s := calm(t)
			c := clientWith(t, s, s, "104", api.Options{})
			s.FailNext("GET", "/forward-all-calls", sandbox.Fault{Status: status, Code: "CMN-408", Message: "no"})
			got, err := c.Read(t.Context(), &api.Snapshot{}, api.Need{Rules: true, ForwardAll: true})
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(got.ShownRules(), func(r api.Rule) bool { return r.Name == "Forward all calls" })
			if (i >= 0) != shown || (got.ForwardAllRefused != nil) != shown {
				t.Errorf("%d: %v", status, got.ForwardAllRefused)
			}
			if shown && !strings.Contains(got.ShownRules()[i].Fixed, "It is not shown") {
				t.Errorf("%+v", got.ShownRules()[i])
			}
		}
	})
}

func TestForwardAll_lostAnswerIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := forwarding(t)
		c := clientWith(t, s, s, "104", api.Options{Unpublished: true})
		saw, base := settingOf(t, c)
		edits, err := drafted(&base, func(d *api.Draft) error { return d.Switch(saw.ID, false) })
		if err != nil {
			t.Fatal(err)
		}
		s.FailNext("PATCH", "/forward-all-calls", sandbox.Fault{Kind: sandbox.DropAfter})
		done, _ := c.Write(t.Context(), &base, edits)
		if done[0].State != api.Lost {
			t.Errorf("%+v", done[0])
		}
		_, base = settingOf(t, c)
		s.FailNext("PATCH", "/forward-all-calls", sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
		_, err = write(t, c, &base, func(d *api.Draft) error { return d.Switch(saw.ID, true) })
		if _, refused := errors.AsType[*api.RuleMismatch](err); refused || err == nil {
			t.Errorf("%v", err)
		}
	})
}
