package journal

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"rcfwd/api"
	"rcfwd/api/sandbox"
)

// wish is a change that comes to a person's mind who looks at their list.
func (p *person) wish() Write {
	b := p.bench
	if b.kind.rules && p.oneIn(2) {
		return p.ruleWish()
	}
	switch b.pick(4) {
	case 0:
		if b.kind.moved {
			return Create{Number: p.inventionOnNew(), Seen: p.view}
		}
		return Create{Number: p.invention(), Seen: p.view}
	case 1:
		return p.alteration()
	case 2:
		return p.removal()
	default:
		x, y := p.view[b.pick(len(p.view))], p.view[b.pick(len(p.view))]
		return Swap{A: x, B: y}
	}
}

var (
	labels = []string{"Boat", "Ship", "Van", "Attic", "Bob's desk", "Zürich", "電話"}
	types  = []api.Type{api.Other, api.Other, api.Other, api.Home, api.Mobile, api.Work}
)

func (p *person) label() string    { return labels[p.bench.pick(len(labels))] }
func (p *person) phone() string    { return fmt.Sprintf("+1415555%04d", 150+p.bench.pick(20)) }
func (p *person) oneIn(n int) bool { return p.bench.pick(n) == 0 }

func (p *person) invention() api.NewNumber {
	n := api.NewNumber{Type: types[p.bench.pick(len(types))], Phone: p.phone()}
	if n.Type == api.Other {
		n.Label = p.label()
	}
	if p.oneIn(2) {
		n.Flip = p.bench.pick(api.MaxFlipDigit + 1)
	}
	return n
}

func (p *person) alteration() Write {
	n := p.view[p.bench.pick(len(p.view))]
	var c api.Change
	if n.Type == api.Other && p.oneIn(2) {
		c.Label = ptr(p.label())
	}
	if n.Type != api.PhoneLine && p.oneIn(2) {
		c.Phone = ptr(p.phone())
	}
	if c.Empty() || p.oneIn(3) {
		if free := append(api.FreeDigits(p.view), ""); true {
			c.Flip = ptr(free[p.bench.pick(len(free))])
		}
	}
	return Update{Seen: n, Want: c}
}

func (p *person) removal() Write {
	var gone []api.Number
	for _, n := range p.view {
		if n.Type != api.PhoneLine && p.oneIn(4) {
			gone = append(gone, n)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	if p.bench.kind.moved {
		return Remove{Seen: gone, From: p.uses()}
	}
	return Remove{Seen: gone}
}

// thirdEdits lets somebody else change something by a door that asks no rules
// but keeps them, and notes it.
func (b *benchRun) thirdEdits(m testPoint) {
	if b.kind.moved {
		b.thirdEditsMoved(m)
		return
	}
	b.fig.edits++
	var then func([]Record) []Record
	kind, label, phone := b.pick(4), labels[b.pick(len(labels))], fmt.Sprintf("+1530555%04d", 150+b.pick(20))
	which := b.pick(1000)
	b.sandbox.Change(func(c *sandbox.Company) {
		e := c.Extension("104")
		taken := slices.ContainsFunc(e.Numbers, func(n sandbox.Number) bool { return n.Label == label })
		i := which % len(e.Numbers)
		id, line := e.Numbers[i].ID, e.Numbers[i].Type == "PhoneLine"
		switch {
		case kind == 0 && !taken && len(e.Numbers) < 9:
			n := sandbox.Number{ID: c.NewID(), PhoneNumber: phone, Label: label, Type: "Other"}
			e.Numbers = append(slices.Clone(e.Numbers), n)
			then = func(all []Record) []Record {
				return append(dropped(all, n.ID), Record{ID: n.ID, Type: api.Other, Phone: phone, Label: label})
			}
		case kind == 1 && !line && len(e.Numbers) > 3:
			e.Remove(id)
			then = func(all []Record) []Record { return dropped(all, id) }
		case kind == 2 && !taken && e.Numbers[i].Type == "Other":
			e.NumberByID(id).Label = label
			then = edited(id, func(r *Record) { r.Label = label })
		case !line:
			e.NumberByID(id).PhoneNumber = phone
			then = edited(id, func(r *Record) { r.Phone = phone })
		}
	})
	if then != nil {
		b.log = append(b.log, happening{edit: then})
	}
}

func dropped(all []Record, ids ...string) []Record {
	return slices.DeleteFunc(slices.Clone(all), func(r Record) bool { return slices.Contains(ids, r.ID) })
}

func edited(id string, edit func(*Record)) func([]Record) []Record {
	return func(all []Record) []Record {
		all = slices.Clone(all)
		for i := range all {
			if all[i].ID == id {
				edit(&all[i])
			}
		}
		return all
	}
}

// replayed is the first state with all that happened, as the journals tell it.
func (b *benchRun) replayed() []Record {
	now := b.first
	if b.kind.concurrent {
		for _, e := range b.people[0].history().Entries {
			now = e.replay(now)
		}
		return now
	}
	histories := map[*person]*History{}
	for _, p := range b.people {
		histories[p] = p.history()
	}
	for _, h := range b.log {
		if h.edit != nil {
			now = h.edit(now)
			continue
		}
		e, ok := histories[h.of].Entry(h.id)
		if !ok {
			b.t.Errorf("the journal has lost %s", h.id)
		}
		now = e.replay(now)
	}
	return now
}

func (e Entry) replay(now []Record) []Record {
	if !e.Effective() {
		return now
	}
	var gone []string
	for _, r := range slices.Concat(e.Before, e.After) {
		gone = append(gone, r.ID)
	}
	return append(dropped(now, gone...), e.After...)
}

// compare holds what the service has against what the journals say.
func (b *benchRun) compare(when string) {
	got, want := b.truth(), b.replayed()
	for _, r := range want {
		if g, ok := byID(got, r.ID); !ok || g.text() != r.text() {
			b.fig.lost++
			b.t.Errorf("%s: the journals have %s, the service %s", when, r.text(), g.text())
		}
	}
	seen := map[string]bool{}
	for _, g := range got {
		if _, ok := byID(want, g.ID); !ok {
			b.fig.lost++
			b.t.Errorf("%s: no journal has %s", when, g.text())
		}
		once := string(g.Type) + g.Phone + g.Label
		if seen[once] {
			b.fig.twice++
		}
		seen[once] = true
	}
}

// figures counts what passed.
func (b *benchRun) figures() figures {
	f := b.fig
	for i, p := range b.people {
		f.faults += p.wire.faults
		f.blind += p.wire.blind
		f.requests += p.wire.requests
		if i == 1 && !b.kind.apart {
			continue
		}
		for _, e := range p.history().Entries {
			if e.Effective() {
				f.changes++
			}
			if e.LookedUp {
				f.lookedUp++
			}
		}
	}
	for _, r := range b.sandbox.Requests() {
		if r.Penalized {
			f.penalized++
		}
	}
	return f
}

// wire counts faults, and writes that were sent again before anybody looked
// what became of the last.
type wire struct {
	next http.RoundTripper

	mu                      sync.Mutex
	requests, faults, blind int
	repeated                string
	unknown                 string // a write that may have had an effect, and nothing was read since
}

func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	auth := strings.Contains(req.URL.Path, "/oauth/")
	what := w.what(req)
	w.mu.Lock()
	w.requests++
	if !auth && req.Method != http.MethodGet && w.unknown == what {
		w.blind++
		w.repeated = what
	}
	w.mu.Unlock()
	resp, err := w.next.RoundTrip(req)
	var body []byte
	if err == nil {
		var cut error
		body, cut = io.ReadAll(resp.Body)
		rest := io.Reader(bytes.NewReader(body))
		if cut != nil {
			err = cut
			rest = io.MultiReader(rest, failing{cut})
		}
		resp.Body = io.NopCloser(rest)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.learn(auth, what, req, resp, err)
	if resp != nil {
		return resp, nil
	}
	return nil, err
}

func (w *wire) learn(auth bool, what string, req *http.Request, resp *http.Response, err error) {
	html := resp != nil && strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html")
	bad := err != nil || html || resp.StatusCode >= 500 || resp.StatusCode == 429 || resp.StatusCode == 401
	if bad {
		w.faults++
	}
	switch {
	case auth:
	case req.Method == http.MethodGet && !bad:
		w.unknown = ""
	case req.Method != http.MethodGet && resp != nil && resp.StatusCode >= 400 && resp.StatusCode < 500: // refused, even if its reasons were cut off
	case req.Method != http.MethodGet && (err != nil || html || resp.StatusCode >= 500 && resp.Header.Get("Retry-After") == ""):
		w.unknown = what
	}
}

// what is a request in one text.
func (w *wire) what(req *http.Request) string {
	text := req.Method + req.URL.Path
	if req.GetBody != nil {
		if body, err := req.GetBody(); err == nil {
			raw, _ := io.ReadAll(body)
			text += string(raw)
		}
	}
	return text
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
