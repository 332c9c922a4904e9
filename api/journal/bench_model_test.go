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

// randomWrite is a change that comes to a person's mind who looks at their list.
func (p *person) randomWrite() Write {
	b := p.bench
	if b.kind.rules && p.oneIn(2) {
		return p.randomRuleWrite()
	}
	switch b.pick(4) {
	case 0:
		if b.kind.v2 {
			return Create{Number: p.randomNewV2(), Seen: p.view}
		}
		return Create{Number: p.randomNew(), Seen: p.view}
	case 1:
		return p.randomUpdate()
	case 2:
		return p.randomRemove()
	default:
		x, y := p.view[b.pick(len(p.view))], p.view[b.pick(len(p.view))]
		return Swap{A: x, B: y}
	}
}

var (
	labels = []string{"Boat", "Ship", "Van", "Attic", "Bob's desk", "Zürich", "電話"}
	types  = []api.Type{api.Other, api.Other, api.Other, api.Home, api.Mobile, api.Work}
)

func (p *person) randomLabel() string { return labels[p.bench.pick(len(labels))] }
func (p *person) randomPhone() string { return fmt.Sprintf("+1415555%04d", 150+p.bench.pick(20)) }
func (p *person) oneIn(n int) bool    { return p.bench.pick(n) == 0 }

func (p *person) randomNew() api.NewNumber {
	n := api.NewNumber{Type: types[p.bench.pick(len(types))], Phone: p.randomPhone()}
	if n.Type == api.Other {
		n.Label = p.randomLabel()
	}
	if p.oneIn(2) {
		n.Flip = p.bench.pick(api.MaxFlipDigit + 1)
	}
	return n
}

func (p *person) randomUpdate() Write {
	n := p.view[p.bench.pick(len(p.view))]
	var c api.Change
	if n.Type == api.Other && p.oneIn(2) {
		c.Label = ptr(p.randomLabel())
	}
	if n.Type != api.PhoneLine && p.oneIn(2) {
		c.Phone = ptr(p.randomPhone())
	}
	if c.Empty() || p.oneIn(3) {
		if free := append(api.FreeDigits(p.view), ""); true {
			c.Flip = ptr(free[p.bench.pick(len(free))])
		}
	}
	return Update{Seen: n, Want: c}
}

func (p *person) randomRemove() Write {
	var gone []api.Number
	for _, n := range p.view {
		if n.Type != api.PhoneLine && p.oneIn(4) {
			gone = append(gone, n)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	if p.bench.kind.v2 {
		return Remove{Seen: gone, From: p.randomUses()}
	}
	return Remove{Seen: gone}
}

// thirdPartyEdits lets somebody else change something by a door that asks no rules
// but keeps them, and notes it.
func (b *benchRun) thirdPartyEdits(m testPoint) {
	if b.kind.v2 {
		b.thirdPartyEditsV2(m)
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
		b.events = append(b.events, benchEvent{edit: then})
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
	for _, h := range b.events {
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
		f.faults += p.transport.faults
		f.blindRepeats += p.transport.blindRepeats
		f.requests += p.transport.requests
		if i == 1 && !b.kind.separateJournals {
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

// countingTransport counts faults, and writes that were sent again before anybody looked
// what became of the last.
type countingTransport struct {
	next http.RoundTripper

	mu                             sync.Mutex
	requests, faults, blindRepeats int
	repeated                       string
	unknown                        string // a write that may have had an effect, and nothing was read since
}

func (w *countingTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	auth := strings.Contains(req.URL.Path, "/oauth/")
	what := w.describe(req)
	w.mu.Lock()
	w.requests++
	if !auth && req.Method != http.MethodGet && w.unknown == what {
		w.blindRepeats++
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
			rest = io.MultiReader(rest, failingReader{cut})
		}
		resp.Body = io.NopCloser(rest)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.observe(auth, what, req, resp, err)
	if resp != nil {
		return resp, nil
	}
	return nil, err
}

func (w *countingTransport) observe(auth bool, what string, req *http.Request, resp *http.Response, err error) {
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

// describe is a request in one text.
func (w *countingTransport) describe(req *http.Request) string {
	text := req.Method + req.URL.Path
	if req.GetBody != nil {
		if body, err := req.GetBody(); err == nil {
			raw, _ := io.ReadAll(body)
			text += string(raw)
		}
	}
	return text
}

type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) { return 0, f.err }
