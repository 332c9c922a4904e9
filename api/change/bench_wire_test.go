package change

import (
	"bytes"
	"encoding/json"
	"hash/fnv"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rcfwd/api"
	"rcfwd/api/jsonobj"
	"rcfwd/api/sandbox"
)

// wire carries the requests of one program of a person to the sandbox, with all that can
// happen between the two: latency, faults, edits by another user, and the end of the
// program. What happens to a request is drawn from the seed and the request alone, so
// that requests that leave at once have the same fate in every run.
//
// Everything that has an effect is done under the lock of the bench and in no time, so
// that what the service had just before and just after is known.
type wire struct {
	p    *person
	auth bool // it carries the requests for tokens, which outlive programs
	dead bool // its program has ended

	penalties map[string]penalty // that the program was told of, by group
}

// penalty is a time in which nothing of a group may be sent.
type penalty struct {
	told  int // when the program had the answer, by the clock of the bench
	until time.Time
}

// exchange is one request on its way.
type exchange struct {
	*wire
	req     *http.Request
	body    []byte
	rng     *rand.Rand
	fault   *sandbox.Fault
	latency time.Duration

	sent, at, answered int // by the clock of the bench; answered is 0 for never
	time, arrived      time.Time
	op                 *operation
	applied            bool               // the service accepted a write
	readsBefore        map[string]reading // of a write
	before, after      parts
	changed            []part
	replaced           []replacement
}

// replacement is a part that another wrote last and a write of ours changed.
type replacement struct {
	part
	value string // as the other user wrote it
	by    *event
}

func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	x := w.begin(req)
	if err := pauseFor(req, x.latency/2); err != nil {
		return nil, err
	}
	resp, err := x.effect()
	if late := pauseFor(req, x.latency-x.latency/2); late != nil {
		resp, err = nil, late
	}
	return x.end(resp, err)
}

func pauseFor(req *http.Request, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-req.Context().Done():
		return req.Context().Err()
	}
}

// begin draws what is to happen. It panics when the program ends before the request.
func (w *wire) begin(req *http.Request) *exchange {
	b := w.p.bench
	x := &exchange{wire: w, req: req, time: time.Now()}
	if req.Body != nil {
		x.body, _ = io.ReadAll(req.Body)
		_ = req.Body.Close()
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(bytes.NewReader(x.body))
		x.req = req
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	x.rng = w.p.rngFor(req.Method + req.URL.Path)
	x.sent, x.op = b.tick(), w.p.op
	if w.dead || !w.auth && b.kind.kills && !b.quiet && x.rng.Float64() < .008 {
		w.kill()
	}
	x.latency = 10*time.Millisecond + time.Duration(x.rng.Int64N(int64(390*time.Millisecond)))
	x.fault = randomFault(x.rng)
	w.p.requests++
	if x.writes() {
		x.readsBefore = maps.Clone(w.p.reads)
		if what := x.what(); w.p.unknown[what] {
			w.p.blindRepeats++
			w.p.repeated = what
		}
	}
	if until, told := w.penalties[b.groups[shape(req)]]; told && until.told < x.sent && time.Now().Before(until.until) {
		b.fig.penalized++
		b.t.Errorf("%s %s was sent in a penalty", req.Method, req.URL.Path)
	}
	return x
}

// kill ends the program. The lock of the bench is held.
func (w *wire) kill() {
	if !w.dead {
		w.p.bench.fig.kills++
	}
	w.dead = true
	panic(killed{sent})
}

func (x *exchange) writes() bool { return !x.auth && x.req.Method != http.MethodGet }

// what is a request in one text.
func (x *exchange) what() string { return x.req.Method + x.req.URL.Path + string(x.body) }

var digits3 = regexp.MustCompile(`[0-9]{3,}`)

// shape is a request without ids, for which the service always counts in one group.
func shape(req *http.Request) string {
	return req.Method + digits3.ReplaceAllString(req.URL.Path, "#")
}

// rngFor is the chance of the nth request like this in the present operation. The lock of
// the bench is held.
func (p *person) rngFor(what string) *rand.Rand {
	p.alike[what]++
	h := fnv.New64a()
	_, _ = h.Write([]byte(what + strconv.Itoa(p.alike[what]) + p.who.Number + strconv.Itoa(p.operations)))
	return rand.New(rand.NewPCG(p.bench.seed, h.Sum64()))
}

// randomFault is nil for most requests.
func randomFault(rng *rand.Rand) *sandbox.Fault {
	unavailable := sandbox.Fault{Status: http.StatusServiceUnavailable, Code: "CMN-201", Message: "Service Temporary Unavailable"}
	patient := unavailable
	patient.RetryAfter = 5 * time.Second
	badGateway := sandbox.Fault{Kind: sandbox.Garbage, Status: http.StatusBadGateway, Body: "<html><body>nginx</body></html>\n"}
	which := rng.Float64()
	for _, c := range []struct {
		chance float64
		faults []sandbox.Fault
	}{
		{.06, []sandbox.Fault{{}, badGateway, unavailable, patient}},
		{.05, []sandbox.Fault{{Kind: sandbox.DropBefore}}},
		{.07, []sandbox.Fault{{Kind: sandbox.DropAfter}}},
		{.05, []sandbox.Fault{{Kind: sandbox.Truncate}}},
		{.05, []sandbox.Fault{{Kind: sandbox.Garbage}, badGateway}},
		{.02, []sandbox.Fault{{Kind: sandbox.Throttle}}},
		{.02, []sandbox.Fault{{Kind: sandbox.Expire}}},
	} {
		if which < c.chance {
			return &c.faults[rng.IntN(len(c.faults))]
		}
		which -= c.chance
	}
	return nil
}

// effect lets another user edit and then the request arrive.
func (x *exchange) effect() (*http.Response, error) {
	b := x.p.bench
	b.mu.Lock()
	defer b.mu.Unlock()
	chance := .15
	if x.writes() {
		chance = .3 // in the window
	}
	if !x.auth && b.kind.another && !b.quiet && x.rng.Float64() < chance {
		b.editAsAnother(x.rng)
	}
	x.at, x.arrived = b.tick(), time.Now()
	if x.fault != nil {
		b.sandbox.FailNext(x.req.Method, x.req.URL.Path, *x.fault)
	}
	resp, err := b.sandbox.RoundTrip(x.req)
	x.noteLimit(resp)
	if x.writes() {
		x.record(resp)
	}
	return buffered(resp, err)
}

// noteLimit learns the group of the request, and counts a request that met a penalty.
func (x *exchange) noteLimit(resp *http.Response) {
	if resp == nil {
		return
	}
	b, group := x.p.bench, resp.Header.Get("X-Rate-Limit-Group")
	if group == "" {
		return
	}
	b.groups[shape(x.req)] = group
	if resp.StatusCode == http.StatusTooManyRequests {
		if time.Now().Before(x.p.penalized[group]) {
			b.fig.onTheWay++
		}
		x.p.penalized[group] = time.Now().Add(retryAfter(resp))
	}
}

func retryAfter(resp *http.Response) time.Duration {
	seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
	return time.Duration(seconds) * time.Second
}

// buffered is an answer whose body has been read. A body that was cut off fails at the
// same place.
func buffered(resp *http.Response, err error) (*http.Response, error) {
	if resp == nil {
		return nil, err
	}
	body, cut := io.ReadAll(resp.Body)
	whole := io.Reader(bytes.NewReader(body))
	if cut != nil {
		whole = io.MultiReader(whole, failingReader{cut})
		resp.Header.Set("Bench-Cut", "yes")
	}
	resp.Body = io.NopCloser(whole)
	return resp, nil
}

type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) { return 0, f.err }

// record notes what a write changed, and of that what others had written.
func (x *exchange) record(resp *http.Response) {
	b := x.p.bench
	x.before = b.truth
	b.look()
	x.after = b.truth
	x.changed = differing(x.before, x.after)
	x.applied = len(x.changed) > 0 || resp != nil && resp.StatusCode < 300 && !isPage(resp)
	if x.op == nil || x.op.entry == "" {
		if x.applied {
			b.t.Errorf("%s was sent before its intent was on the disk", x.what())
		}
		return
	}
	own := &event{who: x.p, at: x.at, parts: x.changed}
	b.events = append(b.events, own)
	for _, k := range x.changed {
		if last := b.lastWrite[k]; last != nil && last.who != x.p {
			x.replaced = append(x.replaced, replacement{k, x.before[k], last})
		}
		b.lastWrite[k] = own
	}
	x.op.writes = append(x.op.writes, x)
}

func isPage(resp *http.Response) bool {
	return strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html")
}

// end is when the program has the answer.
func (x *exchange) end(resp *http.Response, err error) (*http.Response, error) {
	b := x.p.bench
	b.mu.Lock()
	defer b.mu.Unlock()
	page := resp != nil && isPage(resp)
	cut := resp != nil && resp.Header.Get("Bench-Cut") != ""
	bad := err != nil || page || cut || resp.StatusCode >= 500 || resp.StatusCode == 429 || resp.StatusCode == 401
	if bad {
		x.p.faults++
	}
	if x.auth {
		return resp, err
	}
	lost := err != nil || page || resp.StatusCode >= 500 && resp.Header.Get("Retry-After") == "" || cut && resp.StatusCode < 300
	switch {
	case x.dead && x.writes():
		x.p.unknown[x.what()] = true
	case x.dead:
	case !x.writes() && !bad:
		clear(x.p.unknown)
		x.read()
	case x.writes() && lost:
		x.p.unknown[x.what()] = true
	case x.req.Method == http.MethodPut && strings.Contains(x.req.URL.Path, "forwarding-number") && !bad:
		x.p.reads[x.documents()[0].String()] = reading{x.at, b.tick(), x.arrived, true}
	}
	if !x.dead {
		x.answered = b.tick()
		if resp != nil && resp.StatusCode == http.StatusTooManyRequests {
			x.penalties[resp.Header.Get("X-Rate-Limit-Group")] = penalty{b.tick(), time.Now().Add(retryAfter(resp))}
		}
	}
	return resp, err
}

// read notes that the program has read documents.
func (x *exchange) read() {
	rest := x.req.URL.Path[strings.LastIndex(x.req.URL.Path, "/extension")+1:]
	x.p.reads[x.readKey(rest)] = reading{x.at, x.p.bench.tick(), x.arrived, false}
}

// reading is when documents were read, by the clock of the bench. The answer to a change
// of a number of v1 is as good, for it holds the number whole.
type reading struct {
	at, had int
	time    time.Time
	own     bool // it is the answer to a write of ours
}

func (x *exchange) readKey(path string) string {
	last := path[strings.LastIndex(path, "/")+1:]
	switch {
	case strings.HasSuffix(path, "-rules"), strings.HasSuffix(path, "answering-rule"), strings.HasSuffix(path, "forwarding-number"), last == "call-flip-numbers":
		return last
	case strings.Contains(path, "rule"):
		return ruleDoc(last).String()
	}
	return numberDoc(last).String()
}

// lastRead is when a program last read a document, by itself or with others.
func lastRead(reads map[string]reading, d api.DocumentID) reading {
	keys := []string{d.String()}
	switch d.Kind {
	case api.NumberDocument:
		keys = append(keys, "forwarding-number")
	case api.FlipDocument:
		keys = append(keys, "call-flip-numbers")
	case api.RuleDocument, api.StateDocument:
		keys = append(keys, ruleDoc(d.ID).String(), "answering-rule")
		if d.ID != "" && d.ID[0] <= '9' { // ids of states are words
			keys = append(keys, "interaction-rules")
		} else {
			keys = append(keys, "state-rules")
		}
	}
	var last reading
	for _, k := range keys {
		if r := reads[k]; r.at > last.at {
			last = r
		}
	}
	return last
}

// documents are those that a write names.
func (x *exchange) documents() (docs []api.DocumentID) {
	path := x.req.URL.Path
	last := path[strings.LastIndex(path, "/")+1:]
	body, _ := jsonobj.Read(json.RawMessage(x.body))
	switch {
	case last == "call-flip-numbers":
		return []api.DocumentID{flipsDoc}
	case last == "forwarding-targets":
		for _, r := range body.Objects("records") {
			docs = append(docs, api.DocumentID{Kind: api.TargetDocument, ID: r.Object("destination").Text("phoneNumber")})
		}
		return docs
	case last == "forwarding-number" && x.req.Method == http.MethodDelete:
		for _, r := range body.Objects("records") {
			docs = append(docs, numberDoc(r.Text("forwardingNumberId")))
		}
		return docs
	case last == "forwarding-number":
		for _, k := range x.changed {
			if k.doc.Kind == api.NumberDocument {
				return []api.DocumentID{k.doc}
			}
		}
		return nil
	case last == "answering-rule", last == "interaction-rules":
		for _, k := range x.changed {
			if k.doc.Kind == api.RuleDocument {
				return []api.DocumentID{k.doc}
			}
		}
		return nil
	case strings.Contains(path, "/states/"):
		return []api.DocumentID{stateDoc(last)}
	case strings.Contains(path, "-rules/"), strings.Contains(path, "/answering-rule/"):
		return []api.DocumentID{ruleDoc(last)}
	}
	return []api.DocumentID{numberDoc(last)}
}
