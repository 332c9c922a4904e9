package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"rcfwd/api/rest"
)

// digitService is a service that knows which number has which flip digit, and goes
// wrong at chosen requests.
type digitService struct {
	has  map[string]string
	sent []string // "a=3" for a digit set, "a?" for a number read
	fail map[int]failure
}

// failure is what happens at a request: before it takes effect, or after.
type failure int

const (
	refuses    failure = iota + 1 // with FPN-106
	losesFirst                    // the connection, before the change is made
	losesLast                     // the connection, after the change was made
	ignores                       // answers well and does nothing
	sets8                         // sets digit 8 instead of the one asked for
	failures
)

func (d *digitService) RoundTrip(r *http.Request) (*http.Response, error) {
	id := path.Base(r.URL.Path)
	if r.Method == http.MethodGet {
		return d.read(id)
	}
	var body struct{ FlipNumber string }
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return nil, err
	}
	d.sent = append(d.sent, id+"="+body.FlipNumber)
	return d.set(id, body.FlipNumber, d.fail[len(d.sent)])
}

func (d *digitService) read(id string) (*http.Response, error) {
	d.sent = append(d.sent, id+"?")
	if d.fail[len(d.sent)] != 0 {
		return answer(403, ""), nil
	}
	return d.number(id), nil
}

func (d *digitService) set(id, digit string, f failure) (*http.Response, error) {
	for other, has := range d.has {
		if f == refuses || digit != "" && has == digit && other != id {
			return answer(400, `{"errorCode":"FPN-106"}`), nil
		}
	}
	if f == losesFirst {
		return nil, reset
	}
	switch f {
	case ignores:
	case sets8:
		d.has[id] = "8"
	default:
		d.has[id] = digit
	}
	if f == losesLast {
		return nil, reset
	}
	return d.number(id), nil
}

// snapshot has the numbers of the service in the order of their ids.
func (d *digitService) snapshot(t *testing.T) Snapshot {
	t.Helper()
	var all []string
	for _, id := range slices.Sorted(maps.Keys(d.has)) {
		all = append(all, d.record(id))
	}
	return snapshotV1(t, all...)
}

func (d *digitService) record(id string) string {
	return fmt.Sprintf(`{"id":%q,"label":%q,"type":"Other","flipNumber":%q}`, id, id, d.has[id])
}

func (d *digitService) number(id string) *http.Response { return answer(200, d.record(id)) }

// digitsOf are the digits that numbers have, as in "a=2 b=1".
func digitsOf(has map[string]string) string {
	var all []string
	for _, id := range slices.Sorted(maps.Keys(has)) {
		all = append(all, id+"="+has[id])
	}
	return strings.Join(all, " ")
}

// statesOf says what became of each edit, as in "a done, b unsent".
func statesOf(done []Applied) string {
	var all []string
	for _, a := range done {
		all = append(all, a.Document.ID+" "+string(a.State))
	}
	return strings.Join(all, ", ")
}

func withDigits(pairs string) map[string]string {
	has := map[string]string{}
	for pair := range strings.FieldsSeq(pairs) {
		id, digit, _ := strings.Cut(pair, "=")
		has[id] = digit
	}
	return has
}

const allDigits = "a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8"

func TestSwapV1_putsDigitsBackAfterAFailure(t *testing.T) {
	tests := []struct {
		name   string
		has    string
		fail   map[int]failure
		sent   string
		left   string // the digits afterwards
		states string
		lost   bool // the error is of a lost answer
	}{
		{"through a free digit", "a=1 b=2", nil, "b=3 a? a=2 b=1", "a=2 b=1", "a done, b done", false},
		{"through none", allDigits, nil, "b= a? a=2 b=1", "a=2 b=1 c=3 d=4 e=5 f=6 g=7 h=8", "a done, b done", false},
		{"with none", "a= b=2", nil, "b=1 a? a=2", "a=2 b=1", "a done, b done", false},
		{"first refused", "a=1 b=2", map[int]failure{1: refuses}, "b=3", "a=1 b=2", "a unsent, b refused", false},
		{"second refused", "a=1 b=2", map[int]failure{3: refuses}, "b=3 a? a=2 b=2", "a=1 b=2", "a refused, b unsent", false},
		{"third refused", "a=1 b=2", map[int]failure{4: refuses}, "b=3 a? a=2 b=1 a=1 b=2", "a=1 b=2", "a unsent, b refused", false},
		{"putting back refused", "a=1 b=2", map[int]failure{3: refuses, 4: refuses}, "b=3 a? a=2 b=2", "a=1 b=3", "a refused, b unknown", false},
		{"putting back lost", "a=1 b=2", map[int]failure{3: refuses, 4: losesFirst, 5: refuses}, "b=3 a? a=2 b=2 b?", "a=1 b=3", "a refused, b unknown", true},
		{"putting back lost and looked up", "a=1 b=2", map[int]failure{3: refuses, 4: losesLast}, "b=3 a? a=2 b=2 b?", "a=1 b=2", "a refused, b unsent", false},
		{"lost and done", "a=1 b=2", map[int]failure{1: losesLast, 4: losesLast}, "b=3 b? a? a=2 a? b? b=1", "a=2 b=1", "a done, b done", false},
		{"lost and not done", "a=1 b=2", map[int]failure{3: losesFirst}, "b=3 a? a=2 a? b=2", "a=1 b=2", "a unsent, b unsent", false},
		{"last lost and not done", "a=1 b=2", map[int]failure{4: losesFirst}, "b=3 a? a=2 b=1 b? a=1 b? b=2", "a=1 b=2", "a unsent, b unsent", false},
		{"lost for good", "a=1 b=2", map[int]failure{3: losesLast, 4: refuses}, "b=3 a? a=2 a?", "a=2 b=3", "a unknown, b unknown", true},
		{"stepping aside lost for good", "a=1 b=2", map[int]failure{1: losesLast, 2: refuses}, "b=3 b?", "a=1 b=3", "a unsent, b unknown", true},
		{"accepted, not set", "a=1 b=2", map[int]failure{3: ignores}, "b=3 a? a=2 b=2", "a=1 b=2", "a refused, b unsent", false},
		{"accepted, another set", "a=1 b=2", map[int]failure{3: sets8}, "b=3 a? a=2 a=1 b=2", "a=1 b=2", "a refused, b unsent", false},
		{"stepping aside to another", "a=1 b=2", map[int]failure{1: sets8}, "b=3 b=2", "a=1 b=2", "a unsent, b refused", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := &digitService{has: withDigits(tt.has), fail: tt.fail}
				before := d.snapshot(t)
				draft := before.Draft()
				if err := draft.Swap("a", "b"); err != nil {
					t.Fatal(err)
				}
				done, next := newTestClient(d.RoundTrip).Write(t.Context(), &before, draft.Edits())
				if sent := strings.Join(d.sent, " "); sent != tt.sent || digitsOf(d.has) != tt.left || statesOf(done) != tt.states {
					t.Errorf("sent %q; %s; %s", sent, digitsOf(d.has), statesOf(done))
				}
				for _, a := range done {
					if n, _ := next.Number(a.Document.ID, ""); a.State != Lost && n.Flip != d.has[a.Document.ID] {
						t.Errorf("%s has %q and is told to have %q", n.ID, d.has[n.ID], n.Flip)
					}
					if lost := errors.Is(a.Err, rest.ErrLost); lost != (tt.lost && a.State == Lost) || a.State == Confirmed && a.Err != nil {
						t.Errorf("%s: %v", a.State, a.Err)
					}
				}
			})
		})
	}
}

// Digits are exchanged in any order and among any number of numbers, with one request
// each and one more for each circle. Before the first change of each number but the first
// it is read and compared again.
func TestDigitsV1_areExchangedInAnyPermutation(t *testing.T) {
	const three = "a=1 b=2 c=3"
	tests := []struct {
		name, has, want, sent string
	}{
		{"a chain", three, "a=2 b=3 c=4", "c=4 b? b=3 a? a=2"},
		{"a chain that ends in none", three, "a=2 b=3 c=", "c= b? b=3 a? a=2"},
		{"a circle of three", three, "a=2 b=3 c=1", "b=4 a? a=2 c? c=1 b=3"},
		{"the other way round", three, "a=3 b=1 c=2", "c=4 a? a=3 b? b=1 c=2"},
		{"a circle of three without a free digit", allDigits, "a=2 b=3 c=1 d=4 e=5 f=6 g=7 h=8", "b= a? a=2 c? c=1 b=3"},
		{"two circles", "a=1 b=2 c=3 d=4", "a=2 b=1 c=4 d=3", "b=5 a? a=2 b=1 d? d=5 c? c=4 d=3"},
		{"a circle of eight", allDigits, "a=2 b=3 c=4 d=5 e=6 f=7 g=8 h=1", "b= a? a=2 h? h=1 g? g=8 f? f=7 e? e=6 d? d=5 c? c=4 b=3"},
		{"a circle and a chain into a free digit", "a=1 b=2 c=3 d=4", "a=2 b=1 c=4 d=5", "d=5 c? c=4 b? b=3 a? a=2 b=1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := &digitService{has: withDigits(tt.has)}
			before := d.snapshot(t)
			draft := exchange(t, &before, withDigits(tt.want))
			done, next := newTestClient(d.RoundTrip).Write(t.Context(), &before, draft.Edits())
			for _, a := range done {
				if a.State != Confirmed {
					t.Errorf("%s: %v", statesOf(done), a.Err)
				}
			}
			if digitsOf(d.has) != tt.want {
				t.Errorf("%s; want %s", digitsOf(d.has), tt.want)
			}
			if sent := strings.Join(d.sent, " "); sent != tt.sent {
				t.Errorf("sent %q; want %q", sent, tt.sent)
			}
			for id, digit := range withDigits(tt.want) {
				if n, _ := next.Number(id, ""); n.Flip != digit {
					t.Errorf("%s has %s in the next snapshot", id, n.Flip)
				}
			}
		})
	}
}

// exchange drafts that numbers have other digits.
func exchange(t *testing.T, s *Snapshot, want map[string]string) *Draft {
	t.Helper()
	d := s.Draft()
	for _, id := range slices.Sorted(maps.Keys(want)) {
		if digit := want[id]; d.now.Numbers[d.numberIndex(id)].Flip != digit {
			if err := d.Change(id, Change{Flip: &digit}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return d
}

// A failure at any request of any permutation leaves every number as it was, or tells
// that it is not known how it is: at no request is a number left changed and called
// unsent.
func TestDigitsV1_tellTheTruthAfterAFailureAnywhere(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2, 3))
	rounds := 300
	if testing.Short() {
		rounds = 60
	}
	for range rounds {
		has, digits := withDigits("a=1 b=2 c=3 d=4 e=5"), []string{"1", "2", "3", "4", "5", "", "8"}
		r.Shuffle(len(digits), func(i, j int) { digits[i], digits[j] = digits[j], digits[i] })
		want := map[string]string{}
		for i, id := range slices.Sorted(maps.Keys(has)) {
			want[id] = digits[i]
		}
		at, kind := 1+r.IntN(8), failure(1+r.IntN(int(failures)-1))
		synctest.Test(t, func(t *testing.T) {
			d := &digitService{has: maps.Clone(has), fail: map[int]failure{at: kind}}
			if r.IntN(2) == 0 {
				d.fail[at+1+r.IntN(2)] = failure(1 + r.IntN(int(failures)-1))
			}
			before := d.snapshot(t)
			done, next := newTestClient(d.RoundTrip).Write(t.Context(), &before, exchange(t, &before, want).Edits())
			for _, a := range done {
				id := a.Document.ID
				n, _ := next.Number(id, "")
				switch {
				case a.State == Lost:
				case n.Flip != d.has[id]:
					t.Errorf("%s has %q, and the next snapshot %q", id, d.has[id], n.Flip)
				case a.State != Confirmed && d.has[id] != has[id]:
					t.Errorf("%s is %s and has %q instead of %q", id, a.State, d.has[id], has[id])
				}
			}
			if t.Failed() {
				t.Errorf("%s to %s, failures %v, sent %v: %s", digitsOf(has), digitsOf(want), d.fail, d.sent, statesOf(done))
			}
		})
	}
}

// Digits are put back also after the person gave up between two requests.
func TestSwapV1_isPutBackAfterCancelling(t *testing.T) {
	d := &digitService{has: withDigits("a=1 b=2")}
	before := d.snapshot(t)
	ctx, cancel := context.WithCancel(t.Context())
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		cancel()
		return d.RoundTrip(r)
	})
	draft := before.Draft()
	if err := draft.Swap("a", "b"); err != nil {
		t.Fatal(err)
	}
	done, _ := c.Write(ctx, &before, draft.Edits())
	if statesOf(done) != "a unsent, b unsent" || !errors.Is(done[0].Err, context.Canceled) || digitsOf(d.has) != "a=1 b=2" {
		t.Errorf("%s: %v; %s", statesOf(done), done[0].Err, digitsOf(d.has))
	}
}

// A digit that another number keeps is not waited for: the service refuses it.
func TestDigitsV1_areRefusedWhereTheHolderKeepsThem(t *testing.T) {
	d := &digitService{has: withDigits("a=1 b=2 c=3")}
	before := d.snapshot(t)
	done, _ := newTestClient(d.RoundTrip).Write(t.Context(), &before, exchange(t, &before, map[string]string{"a": "2", "c": "1"}).Edits())
	if statesOf(done) != "a refused, c unsent" || digitsOf(d.has) != "a=1 b=2 c=3" || !rest.Is(done[0].Err, "FPN-106") {
		t.Errorf("%s, %s: %v", statesOf(done), digitsOf(d.has), done[0].Err)
	}
}

func TestSwap_needsTwoNumbersAndADigit(t *testing.T) {
	d := &digitService{has: withDigits("a=1 b=")}
	for _, pair := range [][2]string{{"a", "b"}, {"a", "a"}} {
		draft := new(d.snapshot(t)).Draft()
		if err := draft.Swap(pair[0], pair[1]); Explain(err).Field != FieldFlip || len(draft.Edits()) > 0 {
			t.Error(err)
		}
	}
	if err := new(d.snapshot(t)).Draft().Swap("a", "z"); !rest.Is(err, "CMN-102") {
		t.Error(err)
	}
}
