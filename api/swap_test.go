package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"
	"testing"
	"testing/synctest"
)

// digits is a service that stores the flip digits of numbers, and fails at chosen
// requests.
type digits struct {
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
)

func (d *digits) RoundTrip(r *http.Request) (*http.Response, error) {
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

func (d *digits) read(id string) (*http.Response, error) {
	d.sent = append(d.sent, id+"?")
	if d.fail[len(d.sent)] != 0 {
		return answer(403, ""), nil
	}
	return d.number(id), nil
}

func (d *digits) set(id, digit string, f failure) (*http.Response, error) {
	for other, has := range d.has {
		if f == refuses || digit != "" && has == digit && other != id {
			return answer(400, `{"errorCode":"FPN-106"}`), nil
		}
	}
	if f == losesFirst {
		return nil, reset
	}
	if f != ignores {
		d.has[id] = digit
	}
	if f == losesLast {
		return nil, reset
	}
	return d.number(id), nil
}

func (d *digits) number(id string) *http.Response {
	return answer(200, fmt.Sprintf(`{"id":%q,"label":%q,"type":"Other","flipNumber":%q}`, id, id, d.has[id]))
}

func (d *digits) numbers() (a, b Number, have []Number) {
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		if digit, ok := d.has[id]; ok {
			have = append(have, Number{ID: id, Label: id, Type: Other, Flip: digit})
		}
	}
	return have[0], have[1], have
}

func TestSwapFlip_undoesOrReportsAFailure(t *testing.T) {
	all := map[string]string{"a": "1", "b": "2", "c": "3", "d": "4", "e": "5", "f": "6", "g": "7", "h": "8"}
	tests := []struct {
		name string
		has  map[string]string
		fail map[int]failure
		sent string
		a, b string // the digits afterwards
		ok   bool
		says string
	}{
		{"through a free digit", map[string]string{"a": "1", "b": "2"}, nil, "b=3 a=2 b=1", "2", "1", true, ""},
		{"through none", all, nil, "b= a=2 b=1", "2", "1", true, ""},
		{"with none", map[string]string{"a": "", "b": "2"}, nil, "b=1 a=2", "2", "1", true, ""},
		{"first refused", map[string]string{"a": "1", "b": "2"}, map[int]failure{1: refuses}, "b=3", "1", "2", false, `Now "a" has digit 1, and "b" has digit 2.`},
		{"second refused", map[string]string{"a": "1", "b": "2"}, map[int]failure{2: refuses}, "b=3 a=2 b=2", "1", "2", false, `Now "a" has digit 1, and "b" has digit 2.`},
		{"third refused", map[string]string{"a": "1", "b": "2"}, map[int]failure{3: refuses}, "b=3 a=2 b=1 a=1 b=2", "1", "2", false, `Now "a" has digit 1, and "b" has digit 2.`},
		{"putting back refused", map[string]string{"a": "1", "b": "2"}, map[int]failure{2: refuses, 3: refuses}, "b=3 a=2 b=2", "1", "3", false, `Now "a" has digit 1, and "b" has digit 3.`},
		{"lost and done", map[string]string{"a": "1", "b": "2"}, map[int]failure{1: losesLast, 3: losesLast}, "b=3 b? a=2 a? b=1", "2", "1", true, ""},
		{"lost and not done", map[string]string{"a": "1", "b": "2"}, map[int]failure{2: losesFirst}, "b=3 a=2 a? b=2", "1", "2", false, `Now "a" has digit 1, and "b" has digit 2.`},
		{"lost for good", map[string]string{"a": "1", "b": "2"}, map[int]failure{2: losesLast, 3: refuses}, "b=3 a=2 a?", "2", "3", false, `Now the digit of "a" is not known, and "b" has digit 3.`},
		{"accepted, not set", map[string]string{"a": "1", "b": "2"}, map[int]failure{2: ignores}, "b=3 a=2 b=2", "1", "2", false, `Now "a" has digit 1, and "b" has digit 2.`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := &digits{has: map[string]string{}, fail: tt.fail}
				for id, digit := range tt.has {
					d.has[id] = digit
				}
				a, b, have := d.numbers()
				err := newTestClient(d.RoundTrip).SwapFlip(t.Context(), a, b, have)
				if sent := strings.Join(d.sent, " "); sent != tt.sent || d.has["a"] != tt.a || d.has["b"] != tt.b {
					t.Errorf("sent %q, a has %q, b has %q", sent, d.has["a"], d.has["b"])
				}
				if (err == nil) != tt.ok || !strings.Contains(Explain(err).What, tt.says) {
					t.Errorf("%v, explained as %q", err, Explain(err).What)
				}
			})
		})
	}
}

// The end of the context between two steps leaves no number with a wrong digit.
func TestSwapFlip_undoesAfterCancelling(t *testing.T) {
	d := &digits{has: map[string]string{"a": "1", "b": "2"}}
	a, b, have := d.numbers()
	ctx, cancel := context.WithCancel(t.Context())
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		cancel()
		return d.RoundTrip(r)
	})
	err := c.SwapFlip(ctx, a, b, have)
	if !errors.Is(err, context.Canceled) || d.has["a"] != "1" || d.has["b"] != "2" {
		t.Errorf("%v; digits are %v", err, d.has)
	}
}

func TestSwapFlip_needsTwoNumbersAndADigit(t *testing.T) {
	c := newTestClient(func(*http.Request) (*http.Response, error) { panic("sent") })
	with, without := Number{ID: "a", Flip: "1"}, Number{ID: "b"}
	for _, pair := range [][2]Number{{with, without}, {with, with}} {
		if err := c.SwapFlip(t.Context(), pair[0], pair[1], nil); Explain(err).Field != FieldFlip {
			t.Error(err)
		}
	}
}
