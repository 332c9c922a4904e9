package change

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

// sendRequest sends a PUT of Cabin's label as rcfwd api does.
func (d *driver) sendRequest(ctx context.Context, id string, body any) (journal.Entry, error) {
	r := rest.Request{
		Op: rest.Operation{What: "send it", Group: rest.GroupMedium}, Method: http.MethodPut, Body: body,
		Path: rest.Path("account", rest.Mine, "extension", rest.Mine, "forwarding-number", id),
	}
	return d.SendRequest(ctx, &r, func(ctx context.Context) error { return d.client.REST().Do(ctx, &r, rest.Whole) })
}

func TestSendRequest_recordsWhatCameOfIt(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	cabin := d.byLabel("Cabin").ID
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, test := range []struct {
		ctx  context.Context
		id   string
		lost bool
		want journal.Outcome
	}{{t.Context(), cabin, false, journal.Done}, {t.Context(), "7", false, journal.Refused}, {t.Context(), cabin, true, journal.Unknown}} {
		if test.lost {
			d.sandbox.FailNext(http.MethodPut, "/"+test.id, sandbox.Fault{Kind: sandbox.DropAfter})
		}
		e, err := d.sendRequest(test.ctx, test.id, map[string]string{"label": "Hut", "password": "hush"})
		last := d.history().Entries[len(d.history().Entries)-1]
		if e.Outcome != test.want || last.Outcome != test.want || (err == nil) != (test.want == journal.Done) || last.Op != journal.OpAPI {
			t.Errorf("%s: %+v, %v", test.want, last, err)
		}
		if last.Method != http.MethodPut || !strings.HasSuffix(last.Path, "/forwarding-number/"+test.id) || string(last.Body) != `{"label":"Hut","password":"***"}` {
			t.Errorf("the journal has %s %s %s", last.Method, last.Path, last.Body)
		}
		if _, unknown := errors.AsType[*LostRequestError](err); unknown != test.lost {
			t.Errorf("%v", err)
		}
	}
	if _, err := d.sendRequest(gone, cabin, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// One that ended with the program, too: it is unknown for good, and in the way of nothing.
func TestSendRequest_isNeitherLookedUpNorUndone(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, _, _, _ string) {
		d.killAt(intended)
		d.runUntilKilled(func() { _, _ = d.sendRequest(t.Context(), "7", nil) })
		if res := d.resolve(); len(res.Resolved) != 0 || len(d.history().Pending()) != 0 {
			t.Errorf("%+v", res)
		}
		d.do(Update{d.byLabel("Cabin"), api.Change{Flip: ptr("8")}})
		all := d.history().Entries
		if i := slices.IndexFunc(all, func(e journal.Entry) bool { return e.Op == journal.OpAPI }); i < 0 || all[i].Resolved() {
			t.Fatalf("%+v", all)
		}
		if last, ok := d.history().Last(); !ok || last.Op != journal.OpUpdate {
			t.Errorf("undo next: %+v", last)
		}
		plan := d.plan(Undo, all[0])
		if len(plan.Steps) != 0 || len(plan.Blocked) != 1 || !strings.Contains(plan.Blocked[0].Why, "rcfwd api sent this") {
			t.Errorf("%+v", plan)
		}
	})
}

func TestRequestEntry_keepsNoLongBody(t *testing.T) {
	e, err := requestEntry(&rest.Request{Method: http.MethodPost, Path: "/restapi/v1.0/x", Body: strings.Repeat("x", maxBody)})
	if err != nil || e.Body != nil || len(e.Lines) != 2 {
		t.Errorf("%+v, %v", e, err)
	}
	e, err = requestEntry(&rest.Request{Method: http.MethodPost, Path: "/restapi/v1.0/x", Body: json.RawMessage("{\"a\":\"\u202e\"}")})
	if err != nil || string(e.Body) != `{"a":"\u202e"}` {
		t.Errorf("%s, %v", e.Body, err)
	}
}
