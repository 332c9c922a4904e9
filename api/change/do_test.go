package change

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

var boat = api.NewNumber{Type: api.Other, Phone: "+14155550150", Label: "Boat", Flip: 7}

func TestDo_returnsNumbersInFewRequests(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	d.read()
	steps := []struct {
		name     string
		write    func() Write
		requests int
	}{
		{"create", func() Write { return Create{boat} }, 2},
		{"update", func() Write { return Update{Seen: d.byLabel("Boat"), Want: api.Change{Label: ptr("Ship")}} }, 2},
		{"swap", func() Write { return Swap{A: d.byLabel("Ship"), B: d.byLabel("Cabin")} }, 5},
		{"remove", func() Write { return Remove{Seen: []api.Number{d.byLabel("Ship"), d.byLabel("Cabin")}} }, 3},
	}
	for _, s := range steps {
		w := s.write()
		before := d.countRequests("")
		res := d.do(w)
		if n := d.countRequests("") - before; n != s.requests {
			t.Errorf("%s took %d requests, not %d", s.name, n, s.requests)
		}
		if got, want := numberTexts(res.Snapshot.Numbers), numberTexts(d.numbers()); !slices.Equal(got, want) {
			t.Errorf("%s returns\n%q, but there is\n%q", s.name, got, want)
		}
		if res.Entry.Outcome != journal.Done || res.Entry.RequestID == "" || res.Entry.Who != danaActor {
			t.Errorf("%s: %+v", s.name, res.Entry)
		}
	}
	h := d.history()
	if len(h.Entries) != 4 || len(h.Damaged) != 0 || len(h.Pending()) != 0 {
		t.Errorf("%+v", h)
	}
}

// Another user may have made the same change.
func TestDo_sendsNothingWhenAlreadyDone(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	cabin := d.byLabel("Cabin")
	d.asAnother(func(e *sandbox.Extension) { e.NumberByID(cabin.ID).Label = "Cottage" })
	d.do(Update{Seen: cabin, Want: api.Change{Label: ptr("Cottage")}})
	if d.countRequests("PUT") != 0 || len(d.history().Entries) != 0 {
		t.Error("something was sent")
	}
}

func TestDo_validatesAgainstCurrentNumbers(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	cabin := d.byLabel("Cabin")
	d.asAnother(func(e *sandbox.Extension) { e.NumberByID(cabin.ID).Flip = 7 })
	_, err := d.try(Create{boat})
	if p, ok := errors.AsType[api.ValidationError](err); !ok || p.Field != api.FieldFlip {
		t.Error(err)
	}
	_, err = d.try(Remove{Seen: []api.Number{d.byLabel("RingCentral for Desktop")}})
	if p, ok := errors.AsType[api.ValidationError](err); !ok || p.Code != "FPN-107" {
		t.Error(err)
	}
	if d.countRequests("POST")+d.countRequests("DELETE") != 0 {
		t.Error("something was sent")
	}
}

func TestDo_journalsRefusals(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	_, err := d.try(Create{Number: api.NewNumber{Phone: "+16505550100", Label: "Us"}})
	if !rest.Is(err, "FPN-105") {
		t.Fatal(err)
	}
	e := d.history().Entries[0]
	if e.Outcome != journal.Refused || e.Code != "FPN-105" || e.RequestID == "" || e.Message == "" {
		t.Errorf("%+v", e)
	}
	if _, ok := d.history().Last(); ok {
		t.Error("a refused change can be undone")
	}
}

func TestDo_reconcilesLostAnswers(t *testing.T) {
	t.Parallel()
	faults := map[string]sandbox.Fault{
		"dropped before": {Kind: sandbox.DropBefore}, "dropped after": {Kind: sandbox.DropAfter},
		"truncated": {Kind: sandbox.Truncate}, "garbage": {Kind: sandbox.Garbage}, "5xx": {},
	}
	for name, fault := range faults {
		effect := fault.Kind == sandbox.DropAfter || fault.Kind == sandbox.Truncate || fault.Kind == sandbox.Garbage
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := newDriver(t, newUnlimitedSandbox(t))
				writes := []struct {
					method string
					write  Write
				}{
					{http.MethodPost, Create{boat}},
					{http.MethodPut, Update{Seen: d.byLabel("Cabin"), Want: api.Change{Label: ptr("Cottage")}}},
					{http.MethodDelete, Remove{Seen: []api.Number{d.byLabel("Work"), d.byLabel("Home")}}},
				}
				for _, w := range writes {
					s := ""
					d.sandbox.FailNext(w.method, s, fault)
					sent := d.countRequests(w.method)
					res, err := d.try(w.write)
					if d.countRequests(w.method) != sent+1 {
						t.Errorf("%s was sent %d times", w.method, d.countRequests(w.method)-sent)
					}
					switch _, notDone := errors.AsType[*NotDoneError](err); {
					case w.method == http.MethodDelete && fault.Kind == sandbox.Truncate: // nothing to cut
					case effect && (err != nil || res.Entry.Outcome != journal.Done):
						t.Errorf("%s: %+v, %v", w.method, res.Entry, err)
					case !effect && (!notDone || res.Entry.Outcome != journal.NotDone || errors.Is(err, rest.ErrLost)):
						t.Errorf("%s: %+v, %v", w.method, res.Entry, err)
					}
					if got, want := numberTexts(res.Snapshot.Numbers), numberTexts(d.numbers()); !slices.Equal(got, want) {
						t.Errorf("%s returns\n%q, but there is\n%q", w.method, got, want)
					}
				}
				if n := len(d.history().Pending()); n != 0 {
					t.Errorf("%d pending", n)
				}
			})
		})
	}
}

func TestDo_resolvesEarlierUnknownOutcome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDriver(t, newUnlimitedSandbox(t))
		d.sandbox.FailNext(http.MethodPost, "/forwarding-number", sandbox.Fault{Kind: sandbox.DropAfter})
		d.hook = func(m testPoint) {
			for range 5 {
				if m == recorded {
					d.sandbox.FailNext(http.MethodGet, "", sandbox.Fault{Kind: sandbox.DropBefore})
				}
			}
		}
		_, err := d.try(Create{boat})
		if _, ok := errors.AsType[*UnknownError](err); !ok || !errors.Is(err, rest.ErrLost) {
			t.Fatal(err)
		}
		d.hook = func(testPoint) {}
		if n := len(d.history().Pending()); n != 1 {
			t.Fatalf("%d pending", n)
		}
		res, err := d.try(Update{Seen: d.byLabel("Cabin"), Want: api.Change{Label: ptr("Cottage")}})
		if err != nil || len(res.Resolved) != 1 || res.Resolved[0].Outcome != journal.Done || !res.Resolved[0].LookedUp {
			t.Errorf("%+v, %v", res, err)
		}
	})
}

func TestDo_cancelsOnlyBeforeSending(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDriver(t, newUnlimitedSandbox(t))
		cabin := d.byLabel("Cabin")
		ctx, cancel := context.WithCancel(t.Context())
		d.hook = func(m testPoint) {
			if m == intended {
				cancel()
			}
		}
		_, err := d.Do(ctx, &d.seen, Update{Seen: cabin, Want: api.Change{Label: ptr("Cottage")}})
		if !errors.Is(err, context.Canceled) || d.countRequests("PUT") != 0 || d.history().Entries[0].Outcome != journal.Cancelled {
			t.Errorf("%v, %+v", err, d.history().Entries)
		}
		// Once the request is sent, Do waits for the answer.
		d.hook = func(testPoint) {}
		ctx, cancel = context.WithCancel(t.Context())
		release := d.sandbox.HoldAfter("PUT", "")
		go func() {
			time.Sleep(time.Second)
			cancel()
			time.Sleep(time.Second)
			release()
		}()
		res, err := d.Do(ctx, &d.seen, Update{Seen: cabin, Want: api.Change{Label: ptr("Cottage")}})
		if err != nil || res.Entry.Outcome != journal.Done {
			t.Errorf("%v, %+v", err, res.Entry)
		}
	})
}

func TestDo_sendsNothingWhenJournalCannotBeWritten(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	cabin := d.byLabel("Cabin")
	d.hook = func(m testPoint) {
		if m == compared {
			if err := os.Mkdir(d.journal.Path(), 0o700); err != nil {
				t.Error(err)
			}
		}
	}
	_, err := d.try(Update{Seen: cabin, Want: api.Change{Label: ptr("Cottage")}})
	f, ok := errors.AsType[*journal.FileError](err)
	if !ok || f.Sent || d.countRequests("PUT") != 0 {
		t.Fatal(err)
	}
	if a := api.Explain(err); !strings.Contains(a.What, "Nothing was sent") || a.Do == "" {
		t.Error(a)
	}
}

func TestDo_verifiesReply(t *testing.T) {
	t.Parallel()
	s := newUnlimitedSandbox(t)
	d := newDriverVia(t, s, otherAnswer{s, `"flipNumber":"7"`, `"flipNumber":"8"`})
	_, err := d.try(Update{Seen: d.byLabel("Cabin"), Want: api.Change{Flip: ptr("7")}})
	m, ok := errors.AsType[*Mismatch](err)
	if !ok || len(m.Fields) != 1 || m.Fields[0].Field != api.FieldFlip || m.Fields[0].After != "8" {
		t.Error(err)
	}
	if e := d.history().Entries[0]; e.Outcome != journal.Done || e.After[0].Flip != "8" {
		t.Errorf("%+v", e)
	}
}

func TestRemove_reportsNumbersThatStayed(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	// Only the service knows that the number is the line of a device.
	work := d.byLabel("Work")
	d.asAnother(func(e *sandbox.Extension) { e.NumberByID(work.ID).Type = "PhoneLine" })
	d.service = lineAsWork{d.service}
	_, err := d.try(Remove{Seen: []api.Number{d.byLabel("Cabin"), work}})
	p, ok := errors.AsType[*PartlyError](err)
	if !ok || p.Entry.Outcome != journal.Partly || !rest.Is(p.Cause, "FPN-107") || len(p.Entry.After) != 1 {
		t.Fatal(err)
	}
	if a := api.Explain(err); !strings.Contains(a.What, "Done: Cabin. Not done: Work.") || !strings.Contains(a.What, "FPN-107") {
		t.Error(a)
	}
	d.undo()
	d.byLabel("Cabin")
}

// otherAnswer is a transport that puts another text into the answers to writes.
type otherAnswer struct {
	next     http.RoundTripper
	old, new string
}

func (o otherAnswer) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := o.next.RoundTrip(r)
	if err != nil || r.Method == http.MethodGet {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return nil, err
	}
	text := strings.ReplaceAll(string(body), o.old, o.new)
	resp.Body, resp.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
	return resp, nil
}

// lineAsWork takes a PhoneLine for a Work number.
type lineAsWork struct{ Service }

func (s lineAsWork) Read(ctx context.Context, base *api.Snapshot, need api.Need) (api.Snapshot, error) {
	now, err := s.Service.Read(ctx, base, need)
	now.Numbers = slices.Clone(now.Numbers)
	for i := range now.Numbers {
		if now.Numbers[i].Label == "Work" {
			now.Numbers[i].Type = api.Work
		}
	}
	return now, err
}
