package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// serviceV1 is a service of v1 with one rule. It gives each number that is added the
// next id and, where none is asked for, digit 8, and it takes a number that is removed
// out of the rule.
type serviceV1 struct {
	rule string
	next int
	fail map[string]*http.Response // by request, as in "PUT 2"; removed once used

	mu      sync.Mutex
	numbers map[string]jsonobj.Object // those that were written
	sent    []string                  // such as "PUT 2"
}

func (s *serviceV1) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := r.Method + " " + path.Base(r.URL.Path)
	s.sent = append(s.sent, name)
	if resp, ok := s.fail[name]; ok {
		delete(s.fail, name)
		if resp == nil {
			return nil, reset
		}
		return resp, nil
	}
	var body jsonobj.Object
	if r.Body != nil {
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			return nil, err
		}
	}
	if strings.Contains(r.URL.Path, "/answering-rule") {
		return s.ofRule(r.Method, body), nil
	}
	return s.ofNumber(r.Method, path.Base(r.URL.Path), body), nil
}

func (s *serviceV1) ofRule(method string, body jsonobj.Object) *http.Response {
	if method == http.MethodPut {
		w, _ := jsonobj.Read(json.RawMessage(s.rule))
		for _, m := range body.Without("showInactiveNumbers") {
			w = w.With(m.Name, m.Value)
		}
		s.rule = string(w.Raw())
	}
	return answer(200, s.rule)
}

func (s *serviceV1) ofNumber(method, id string, body jsonobj.Object) *http.Response {
	switch method {
	case http.MethodDelete:
		s.rule = strings.Replace(s.rule, fmt.Sprintf(`{"index":1,"ringCount":4,"enabled":true,"forwardingNumbers":[{"id":%q,"label":"Mobile","phoneNumber":"+14155550117"}],"y":2.0},`, id), "", 1)
		return answer(204, "")
	case http.MethodPost:
		s.next++
		id = fmt.Sprint(s.next)
		if body.Get("flipNumber") == nil {
			body = body.With("flipNumber", "8")
		}
	}
	if s.numbers == nil {
		s.numbers = map[string]jsonobj.Object{}
	}
	n := s.numbers[id]
	if id == "2" && n == nil {
		n, _ = jsonobj.Read(json.RawMessage(cabin))
	}
	for _, m := range body.With("id", id) {
		n = n.With(m.Name, m.Value)
	}
	s.numbers[id] = n
	return answer(200, string(n.Raw()))
}

// snapshot has the numbers 1 and 2, and the rule as it is.
func (s *serviceV1) snapshot(t *testing.T) Snapshot {
	t.Helper()
	r, err := readAnsweringRule(json.RawMessage(s.rule))
	if err != nil {
		t.Fatal(err)
	}
	return new(snapshotV1(t, home, cabin)).Merge(&Snapshot{CallHandling: V1, Rules: []Rule{r}})
}

// ringingNew adds a number without a digit, which the rule should ring.
func ringingNew(d *Draft) error {
	if err := d.Restore("77", &NewNumber{Type: Other, Phone: phoneC, Label: "Boat", NoDigit: true}, Restored{}); err != nil {
		return err
	}
	r, _ := new(d.Snapshot()).Rule("business-hours-rule")
	n, _ := new(d.Snapshot()).Number("77", "")
	with, err := r.Ring(&n)
	if err != nil {
		return err
	}
	return d.SetRule(&with)
}

// Removals free digits and labels for changes, these for additions, and rules ring
// numbers by the ids that they have only then. The service gives a digit that was not
// asked for, which is taken away. A number and a rule are read again, for numbers were
// written.
func TestWriteV1_sendsDocumentsInTheirOrder(t *testing.T) {
	s := &serviceV1{rule: demoLegacy, next: 900}
	before := s.snapshot(t)
	d := before.Draft()
	apply(t, d, removing("1"), ringingNew, changing("2", labelOf("Home")), setting(t, "business-hours-rule", Rule.ToggleMode))
	done, next := newTestClient(s.RoundTrip).Write(t.Context(), &before, d.Edits())
	for _, a := range done {
		if a.State != Confirmed || a.Err != nil {
			t.Errorf("%s %s: %v", a.Document, a.State, a.Err)
		}
	}
	const want = "DELETE 1, GET 2, PUT 2, POST forwarding-number, PUT 901, GET business-hours-rule, PUT business-hours-rule"
	if got := strings.Join(s.sent, ", "); got != want {
		t.Errorf("%s", got)
	}
	n, _ := next.Number("901", "")
	if n.Flip != "" || n.Label != "Boat" || len(next.Numbers) != 2 || next.Numbers[0].Label != "Home" || !next.Derived {
		t.Errorf("%+v", next.Numbers)
	}
	if !strings.Contains(s.rule, `"forwardingNumbers":[{"id":"901"}]`) || strings.Contains(s.rule, `"id":"1"`) || strings.Contains(s.rule, "77") || !strings.Contains(s.rule, "Simultaneously") {
		t.Error(s.rule)
	}
	if r, _ := next.Rule("business-hours-rule"); string(r.raw) != s.rule {
		t.Errorf("%s", r.raw)
	}
}

// A preview shows requests in the order in which they are sent.
func TestPreviewV1_hasTheOrderOfWrite(t *testing.T) {
	s := &serviceV1{rule: demoLegacy}
	c := newTestClient(s.RoundTrip)
	d := new(s.snapshot(t)).Draft()
	apply(t, d, removing("1"), adding(&NewNumber{Phone: phoneC, Label: "Boat", Flip: 7}), changing("2", labelOf("Home")), setting(t, "business-hours-rule", Rule.ToggleMode))
	var shown []string
	for part := range strings.SplitSeq(c.Preview(d).Whole, " then ") {
		words := strings.Fields(part)
		shown = append(shown, words[0]+" "+path.Base(words[1]))
	}
	c.Write(t.Context(), new(d.Base()), d.Edits())
	want := "DELETE 1, PUT 2, POST forwarding-number, PUT business-hours-rule"
	reread := strings.NewReplacer("PUT 2", "GET 2, PUT 2", "PUT b", "GET business-hours-rule, PUT b")
	if got := strings.Join(shown, ", "); got != want || strings.Join(s.sent, ", ") != reread.Replace(want) {
		t.Errorf("shown %s; sent %s", got, s.sent)
	}
}

// What could not be done stops what follows.
func TestWriteV1_stopsAfterWhatWasNotConfirmed(t *testing.T) {
	refused := func() *http.Response { return answer(400, `{"errorCode":"CMN-101","message":"no"}`) }
	for name, test := range map[string]struct {
		fail string
		with *http.Response
		want string
		sent string
	}{
		"removal refused":   {"DELETE 1", refused(), "number 1 refused, number 2 unsent, number 77 unsent, rule business-hours-rule unsent", "DELETE 1"},
		"removal lost":      {"DELETE 1", nil, "number 1 unknown, number 2 unsent, number 77 unsent, rule business-hours-rule unsent", "DELETE 1"},
		"change refused":    {"PUT 2", refused(), "number 1 done, number 2 refused, number 77 unsent, rule business-hours-rule unsent", "DELETE 1, GET 2, PUT 2"},
		"change lost":       {"PUT 2", nil, "number 1 done, number 2 unknown, number 77 unsent, rule business-hours-rule unsent", "DELETE 1, GET 2, PUT 2"},
		"addition refused":  {"POST forwarding-number", refused(), "number 1 done, number 2 done, number 77 refused, rule business-hours-rule unsent", "DELETE 1, GET 2, PUT 2, POST forwarding-number"},
		"addition lost":     {"POST forwarding-number", nil, "number 1 done, number 2 done, number 77 unknown, rule business-hours-rule unsent", "DELETE 1, GET 2, PUT 2, POST forwarding-number"},
		"rule not readable": {"GET business-hours-rule", refused(), "number 1 done, number 2 done, number 77 done, rule business-hours-rule unsent", "DELETE 1, GET 2, PUT 2, POST forwarding-number, PUT 901, GET business-hours-rule"},
		"rule refused":      {"PUT business-hours-rule", refused(), "number 1 done, number 2 done, number 77 done, rule business-hours-rule refused", "DELETE 1, GET 2, PUT 2, POST forwarding-number, PUT 901, GET business-hours-rule, PUT business-hours-rule"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &serviceV1{rule: demoLegacy, next: 900, fail: map[string]*http.Response{test.fail: test.with}}
				before := s.snapshot(t)
				d := before.Draft()
				apply(t, d, removing("1"), ringingNew, changing("2", labelOf("Home")))
				done, next := newTestClient(s.RoundTrip).Write(t.Context(), &before, d.Edits())
				if got := statesOfDocuments(done); got != test.want || strings.Join(s.sent, ", ") != test.sent {
					t.Errorf("%s\nsent %s", got, strings.Join(s.sent, ", "))
				}
				for _, a := range done {
					if a.State == Lost != errors.Is(a.Err, rest.ErrLost) || a.State != Confirmed && a.After != nil {
						t.Errorf("%s: %v, %s", a.State, a.Err, a.After)
					}
					if n, there := next.Number(a.Document.ID, ""); a.Document.ID == "1" && there == (a.State == Confirmed) {
						t.Errorf("%s: %+v", a.State, n)
					}
				}
			})
		})
	}
}

func statesOfDocuments(done []Applied) string {
	var all []string
	for _, a := range done {
		all = append(all, a.Document.String()+" "+string(a.State))
	}
	return strings.Join(all, ", ")
}

// The digit that the service chose is taken away; where that fails the number is there
// with it, as the next snapshot tells.
func TestWriteV1_takesAwayADigitThatNoOneAskedFor(t *testing.T) {
	for name, test := range map[string]struct {
		fail map[string]*http.Response
		sent string
		flip string
	}{
		"done":              {nil, "PUT 901", ""},
		"refused":           {map[string]*http.Response{"PUT 901": answer(400, `{"errorCode":"BIL-101"}`)}, "PUT 901", "8"},
		"lost":              {map[string]*http.Response{"PUT 901": nil, "GET 901": answer(200, `{"id":"901","flipNumber":""}`)}, "PUT 901, GET 901", ""},
		"lost and not done": {map[string]*http.Response{"PUT 901": nil, "GET 901": answer(200, `{"id":"901","flipNumber":"8"}`)}, "PUT 901, GET 901", "8"},
		"lost for good":     {map[string]*http.Response{"PUT 901": nil, "GET 901": answer(403, "")}, "PUT 901, GET 901", "8"},
	} {
		s := &serviceV1{rule: demoLegacy, next: 900, fail: test.fail}
		before := s.snapshot(t)
		d := before.Draft()
		apply(t, d, adding(&NewNumber{Phone: phoneC, Label: "Boat", NoDigit: true}))
		done, next := newTestClient(s.RoundTrip).Write(t.Context(), &before, d.Edits())
		n, there := next.Number("901", "")
		if done[0].State != Confirmed || !there || n.Flip != test.flip || strings.Join(s.sent, ", ") != "POST forwarding-number, "+test.sent {
			t.Errorf("%s: %s, %+v, sent %s", name, done[0].State, n, s.sent)
		}
	}
}

// A rule that follows numbers is read and compared once more: another user may have
// changed it while these were written.
func TestWriteV1_comparesARuleAgainAfterNumbers(t *testing.T) {
	longer := strings.Replace(demoLegacy, `"ringCount":8`, `"ringCount":9`, 1)
	for name, test := range map[string]struct {
		changes []func(*Draft) error
		now     string // of the rule, once the numbers are written
		want    EditState
		reads   int
	}{
		"rule alone":         {[]func(*Draft) error{setting(t, "business-hours-rule", Rule.ToggleMode)}, longer, Confirmed, 0},
		"as it was":          {[]func(*Draft) error{changing("2", digitOf("7")), setting(t, "business-hours-rule", Rule.ToggleMode)}, demoLegacy, Confirmed, 1},
		"with new names":     {[]func(*Draft) error{changing("2", digitOf("7")), setting(t, "business-hours-rule", Rule.ToggleMode)}, strings.Replace(demoLegacy, `"label":"Home"`, `"label":"Hut"`, 1), Confirmed, 1},
		"changed":            {[]func(*Draft) error{changing("2", digitOf("7")), setting(t, "business-hours-rule", Rule.ToggleMode)}, longer, Unsent, 1},
		"changed as wanted":  {[]func(*Draft) error{changing("2", digitOf("7")), setting(t, "business-hours-rule", Rule.ToggleMode)}, strings.Replace(demoLegacy, "Sequentially", "Simultaneously", 1), Confirmed, 1},
		"changed as removed": {[]func(*Draft) error{removing("1"), setting(t, "business-hours-rule", Rule.ToggleMode)}, demoLegacy, Confirmed, 1},
	} {
		s := &serviceV1{rule: demoLegacy}
		before := s.snapshot(t)
		d := before.Draft()
		apply(t, d, test.changes...)
		s.rule = test.now
		done, next := newTestClient(s.RoundTrip).Write(t.Context(), &before, d.Edits())
		last := done[len(done)-1]
		if last.State != test.want || strings.Count(strings.Join(s.sent, ", "), "GET business-hours-rule") != test.reads {
			t.Errorf("%s: %s, %v; sent %s", name, last.State, last.Err, s.sent)
		}
		conflict, is := errors.AsType[*RuleConflict](last.Err)
		if is != (test.want == Unsent) || is && !strings.Contains(strings.Join(conflict.Changes(), "; "), "9 rings") {
			t.Errorf("%s: %v", name, last.Err)
		}
		if r, _ := next.Rule("business-hours-rule"); is && r.Steps[1].Length != 8 || !is && r.Mode != AtOnce {
			t.Errorf("%s: %s", name, outline(&r))
		}
		if sent := slices.Contains(s.sent, "PUT business-hours-rule"); sent == (is || name == "changed as wanted") || is && s.rule != test.now {
			t.Errorf("%s: sent %s", name, s.sent)
		}
	}
}

// Rules of v1 that follow no number leave at once.
func TestWriteV1_sendsRulesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		after := strings.Replace(demoLegacy, "business-hours-rule", "after-hours-rule", 1)
		other, err := readAnsweringRule(json.RawMessage(after))
		if err != nil {
			t.Fatal(err)
		}
		before := Snapshot{CallHandling: V1, Rules: []Rule{oldRule(t), other}}
		d := before.Draft()
		apply(t, d, setting(t, "business-hours-rule", Rule.ToggleMode), setting(t, "after-hours-rule", Rule.ToggleMode))
		arrived, answers := make(chan string, 2), make(chan struct{})
		c := newTestClient(func(r *http.Request) (*http.Response, error) {
			arrived <- r.Method + " " + path.Base(r.URL.Path)
			<-answers
			text := map[string]string{"business-hours-rule": demoLegacy, "after-hours-rule": after}[path.Base(r.URL.Path)]
			return answer(200, strings.Replace(text, "Sequentially", "Simultaneously", 1)), nil
		})
		var done []Applied
		finished := make(chan struct{})
		go func() {
			defer close(finished)
			done, _ = c.Write(t.Context(), &before, d.Edits())
		}()
		synctest.Wait()
		if len(arrived) != 2 {
			t.Errorf("%d requests are under way", len(arrived))
		}
		close(answers)
		<-finished
		if got := statesOfDocuments(done); got != "rule business-hours-rule done, rule after-hours-rule done" {
			t.Error(got)
		}
	})
}
