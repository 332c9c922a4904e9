package change

import (
	"context"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

// logged has d note the requests that change something, or also those that read. before
// is called in front of each, with what left so far.
func (d *driver) logged(before func(log []request, next request)) *[]request {
	log := &[]request{}
	d.wire.hook(func(r *http.Request) {
		parts := strings.Split(r.URL.Path, "/")
		next := request{r.Method, parts[len(parts)-1]}
		if before != nil {
			before(*log, next)
		}
		*log = append(*log, next)
	})
	return log
}

var (
	putFlips  = request{"PUT", "call-flip-numbers"}
	patchWork = request{"PATCH", "work-hours"}
	readFlips = request{"GET", "call-flip-numbers"}
	readWork  = request{"GET", "work-hours"}
)

// refusedRename renames Cabin, which two rules ring, while the second rule is refused.
func refusedRename(d *driver) (Result, error) {
	cabin := d.byLabel("Cabin")
	d.sandbox.FailNext("PATCH", "/after-hours", sandbox.Fault{Status: 400, Code: "CMN-101"})
	return d.try(Update{cabin, api.Change{Label: ptr("Hut")}})
}

// The refusal of one document takes back the others, the last one first, each only after
// it was read.
func TestRollBack_goesBackwardsAndReadsEachDocument(t *testing.T) {
	t.Parallel()
	onV2(t, func(t *testing.T, d *driver) {
		first := d.everything()
		log := d.logged(nil)
		res, err := refusedRename(d)
		d.wire.hook(nil)
		if !rest.Is(err, "CMN-101") || res.Entry.Outcome != journal.Refused || res.Entry.Code != "CMN-101" {
			t.Errorf("%v, %+v", err, res.Entry)
		}
		writes := slices.IndexFunc(*log, func(r request) bool { return r.method != "GET" })
		if back := (*log)[writes+3:]; !slices.Equal(back, []request{readWork, patchWork, readFlips, putFlips}) {
			t.Errorf("%v", back)
		}
		d.wantAll(first)
		d.wantSnapshot(&res.Snapshot)
		if e, ok := d.history().Last(); ok {
			t.Errorf("%+v can be undone", e)
		}
	})
}

// A document that another user edited since stays as it is, with what comes before it.
func TestRollBack_stopsAtADocumentThatWasEdited(t *testing.T) {
	t.Parallel()
	onV2(t, func(t *testing.T, d *driver) {
		log := d.logged(func(log []request, next request) {
			if next == readWork {
				d.changeRuleAgainAsAnother("work-hours")
			}
		})
		res, err := refusedRename(d)
		d.wire.hook(nil)
		if _, partly := errors.AsType[*PartlyError](err); !partly || res.Entry.Outcome != journal.Partly ||
			!strings.Contains(err.Error(), "Done: the flip list, Work Hours. Not done: After Hours.") {
			t.Errorf("%v, %+v", err, res.Entry)
		}
		if last := (*log)[len(*log)-1]; last != readWork {
			t.Errorf("%v", *log)
		}
		d.wantSnapshot(&res.Snapshot)
		d.undo()
		d.byLabel("Cabin")
		if r := d.rule("work-hours"); !slices.ContainsFunc(r.Steps, func(s api.Step) bool { return s.Length == 50 }) {
			t.Errorf("the edit of the other user is lost: %s", outlineOf(&r))
		}
	})
}

// The answer to taking a document back is lost: it is looked up.
func TestRollBack_looksUpALostAnswer(t *testing.T) {
	t.Parallel()
	for _, fault := range []sandbox.FaultKind{sandbox.DropBefore, sandbox.DropAfter} {
		onV2(t, func(t *testing.T, d *driver) {
			first := d.everything()
			d.logged(func(log []request, next request) {
				if next == putFlips && slices.Contains(log, putFlips) {
					d.sandbox.FailNext("PUT", "/call-flip-numbers", sandbox.Fault{Kind: fault})
				}
			})
			res, _ := refusedRename(d)
			d.wire.hook(nil)
			want := map[sandbox.FaultKind]journal.Outcome{sandbox.DropBefore: journal.Partly, sandbox.DropAfter: journal.NotDone}[fault]
			if res.Entry.Outcome != want || len(d.history().Pending()) > 0 {
				t.Errorf("%+v", res.Entry)
			}
			if want == journal.Partly {
				d.undo()
			}
			d.wantAll(first)
		})
	}
}

// After esc nothing is taken back: what was done and what was not is told, the journal
// says so in words, and undo takes it back.
func TestDo_tellsWhatWasDoneAfterEsc(t *testing.T) {
	t.Parallel()
	onV2(t, func(t *testing.T, d *driver) {
		first := d.everything()
		ctx, cancel := context.WithCancel(t.Context())
		cabin := d.byLabel("Cabin")
		log := d.logged(func(_ []request, next request) {
			if next == putFlips {
				cancel()
			}
		})
		res, err := d.Do(ctx, &d.seen, Remove{Seen: []api.Number{cabin}})
		d.wire.hook(nil)
		if _, partly := errors.AsType[*PartlyError](err); !partly || res.Entry.Outcome != journal.Partly ||
			!strings.Contains(err.Error(), "Done: the flip list. Not done: the rules that ring Cabin.") {
			t.Errorf("%v, %+v", err, res.Entry)
		}
		if last := (*log)[len(*log)-1]; last != putFlips {
			t.Errorf("%v", *log)
		}
		d.wantSnapshot(&res.Snapshot)
		d.wantNoGoText()
		d.undo()
		d.wantAll(first)
	})
}

// On v1 the digits of an exchange are put back also after esc, for a number without its
// digit is no state that a person wanted.
func TestSwap_putsDigitsBackAfterEsc(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	ctx, cancel := context.WithCancel(t.Context())
	a, b := d.byLabel("Cabin"), d.byLabel("Mobile")
	first := d.numbers()
	d.logged(func(_ []request, next request) {
		if next.method == "PUT" {
			cancel()
		}
	})
	res, err := d.Do(ctx, &d.seen, Swap{a, b})
	d.wire.hook(nil)
	if !errors.Is(err, context.Canceled) || res.Entry.Outcome != journal.Cancelled {
		t.Errorf("%v, %+v", err, res.Entry)
	}
	d.wantNumbers(first)
	d.wantNoGoText()
}

// An undo on v1 that ends half way goes on from there.
func TestUndo_finishesAfterEsc(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	numbers, rules := d.numbers(), d.outlines()
	gone := d.do(Remove{Seen: []api.Number{d.byLabel("Cabin"), d.byLabel("Home")}})
	p := d.plan(Undo, gone.Entry)
	ctx, cancel := context.WithCancel(t.Context())
	d.logged(func(_ []request, next request) {
		if next.method == "POST" {
			cancel()
		}
	})
	results, err := d.Run(ctx, &p)
	d.wire.hook(nil)
	if _, partly := errors.AsType[*PartlyError](err); !partly || results[0].Entry.Outcome != journal.Partly {
		t.Fatalf("%v, %+v", err, results)
	}
	d.wantNoGoText()
	d.undo()
	d.wantNumbers(numbers)
	if got := d.outlines(); got != rules {
		t.Errorf("%s, not\n%s", got, rules)
	}
}

// wantNoGoText reports an error if the journal holds an error text of Go.
func (d *driver) wantNoGoText() {
	d.t.Helper()
	text, err := os.ReadFile(d.journal.Path())
	if err != nil {
		d.t.Fatal(err)
	}
	for _, words := range []string{"context", "canceled", "deadline", "read tcp", "EOF", "connection reset"} {
		if strings.Contains(string(text), words) {
			d.t.Errorf("the journal says %q", words)
		}
	}
}

// A lost answer is told in words too.
func TestDo_journalsNoErrorTextOfGo(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, _, _, _ string) {
		for _, fault := range []sandbox.Fault{{Kind: sandbox.DropBefore}, {Kind: sandbox.DropAfter}, {Kind: sandbox.Truncate}, {Kind: sandbox.Garbage}, {Status: 503}} {
			cabin := d.byLabel("Cabin")
			digit := map[string]string{"5": "8", "8": "5"}[cabin.Flip]
			d.sandbox.FailNext("PUT", "", fault)
			res, _ := d.try(Update{cabin, api.Change{Flip: &digit}})
			if res.Entry.Message == "" {
				t.Errorf("%+v", res.Entry)
			}
		}
		d.wantNoGoText()
	})
}
