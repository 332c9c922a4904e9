package sandbox

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestParseFaults_readsEveryPart(t *testing.T) {
	got, err := ParseFaults(" latency=100ms..2s, error=5%,drop=0.02,truncate=1%,garbage=2%,throttle=3%,expire=4%,move=30s,labels=on,unknown=on,limits=off,seed=7,")
	if err != nil {
		t.Fatal(err)
	}
	want := Faults{
		LatencyMin: 100 * time.Millisecond, LatencyMax: 2 * time.Second, Error: 0.05, DropBefore: 0.01, DropAfter: 0.01,
		Truncate: 0.01, Garbage: 0.02, Throttle: 0.03, Expire: 0.04, Move: 30 * time.Second, Labels: true, Unknown: true, Limits: "off", Seed: 7,
	}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got, err := ParseFaults("latency=300ms,drop-before=1%,drop-after=0"); err != nil ||
		got != (Faults{LatencyMin: 300 * time.Millisecond, LatencyMax: 300 * time.Millisecond, DropBefore: 0.01}) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestParseFaults_namesTheInvalidPart(t *testing.T) {
	for _, part := range []string{
		"eror=5%", "error", "error=", "error=x", "error=-1%", "error=101%", "error=2", "error=NaN", "latency=5",
		"latency=2s..1s", "latency=-1s", "labels=yes", "unknown=1", "limits=maybe", "seed=-1", "=5%", "move=0s", "move=soon",
	} {
		_, err := ParseFaults("drop=1%," + part)
		if err == nil {
			t.Errorf("%q was accepted", part)
			continue
		}
		if text := err.Error(); !strings.Contains(text, part) || !strings.Contains(text, "drop-after") {
			t.Errorf("%q: the error names neither it nor the known parts: %s", part, text)
		}
	}
	if _, err := ParseFaults("error=60%,drop=60%"); err == nil {
		t.Error("more than 100% was accepted")
	}
}

// outcome summarizes what a client sees of a request.
func outcome(t *testing.T, s *Server, req *http.Request) string {
	t.Helper()
	resp, err := s.RoundTrip(req)
	if err != nil {
		return err.Error()
	}
	body, err := io.ReadAll(resp.Body)
	return fmt.Sprint(resp.StatusCode, resp.Header.Get("Retry-After"), len(body), err)
}

func TestFaults_areTheSameForTheSameSeed(t *testing.T) {
	run := func(seed uint64) (outcomes []string) {
		s := newServer(t, Options{Limits: Limits{Off: true}, Faults: Faults{
			Error: 0.2, DropBefore: 0.1, DropAfter: 0.1, Truncate: 0.1, Garbage: 0.1, Seed: seed,
		}})
		c := &client{t: t, s: s}
		for range 200 {
			outcomes = append(outcomes, outcome(t, s, c.request("GET", myNumbers, "")))
		}
		return outcomes
	}
	first, again, other := fmt.Sprint(run(1)), fmt.Sprint(run(1)), fmt.Sprint(run(2))
	if first != again {
		t.Error("the same seed made other faults")
	}
	if first == other {
		t.Error("another seed made the same faults")
	}
	for _, want := range []string{"connection reset", "unexpected EOF", "500", "502", "5035", "503142 "} {
		if !strings.Contains(first, want) {
			t.Errorf("no %q in 200 requests: %s", want, first)
		}
	}
}

func TestFaults_dropRequestsBeforeAndAfterTheirEffect(t *testing.T) {
	for kind, took := range map[FaultKind]bool{DropBefore: false, DropAfter: true, Truncate: true, Garbage: true} {
		s := unlimited(t)
		c := as(t, s, "104")
		s.FailNext("PUT", "/711909004", Fault{Kind: kind})
		req := c.request("PUT", myNumbers+"/711909004", `{"flipNumber":"8"}`)
		req.Header.Set("Authorization", "Bearer "+c.token)
		req.Header.Set("Content-Type", "application/json")
		resp, err := s.RoundTrip(req)
		switch kind {
		case DropBefore, DropAfter:
			if !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("kind %d: error %v", kind, err)
			}
		case Truncate:
			if _, err := io.ReadAll(resp.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("kind %d: read error %v", kind, err)
			}
		case Garbage:
			if a := readAnswer(t, resp); a.status != 200 || a.body != nil {
				t.Errorf("kind %d: %d %s", kind, a.status, a.text)
			}
		}
		if effect := s.company.Extension("104").NumberByID("711909004").Flip == 8; effect != took {
			t.Errorf("kind %d: took effect is %v, want %v", kind, effect, took)
		}
		c.do("PUT", myNumbers+"/711909004", `{"flipNumber":"7"}`).want(t, 200, "")
	}
}

func TestFaults_refuse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, Options{})
		c := &client{t: t, s: s}
		tokens := c.signIn(nil)
		c.token = tokens.str("access_token")

		s.FailNext("", "forwarding-number", Fault{})
		c.do("GET", myNumbers, "").want(t, 500, "CMN-203")
		s.FailNext("GET", "", Fault{Status: 503, Code: "CMN-201", Message: "later", RetryAfter: 1500 * time.Millisecond})
		a := c.do("GET", myNumbers, "")
		a.want(t, 503, "CMN-201")
		if a.header.Get("Retry-After") != "2" {
			t.Errorf("headers %v", a.header)
		}
		s.FailNext("POST", "", Fault{Status: 400, Code: "CMN-101", Message: "no", Parameter: "label"})
		if a := c.do("POST", myNumbers, "{}"); a.str("parameterName") != "label" {
			t.Errorf("got %s", a.text)
		}
		s.FailNext("", "", Fault{Status: 403, Code: "CMN-408", Permission: "Fly"})
		if a := c.do("GET", myNumbers, ""); a.str("permissionName") != "Fly" {
			t.Errorf("got %s", a.text)
		}
		s.FailNext("", "", Fault{Kind: Throttle})
		c.do("GET", myNumbers, "").want(t, 429, "CMN-301")
		time.Sleep(time.Minute)
		c.do("GET", myNumbers, "").want(t, 200, "")
		s.FailNext("", "", Fault{Kind: Expire})
		c.do("GET", myNumbers, "").want(t, 401, "OAU-128")
		c.do("GET", myNumbers, "").want(t, 401, "OAU-128")
		c.refresh(tokens.str("refresh_token")).want(t, 200, "")
	})
}

func TestFailNext_waitsForAMatchingRequest(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "104")
	s.FailNext("GET", "/device", Fault{})
	s.FailNext("GET", "/forwarding-number", Fault{Status: 502})
	s.FailNext("GET", "/forwarding-number", Fault{Status: 503})
	c.do("GET", myExtension, "").want(t, 200, "")
	c.do("GET", myNumbers, "").want(t, 502, "CMN-203")
	c.do("GET", myNumbers, "").want(t, 503, "CMN-203")
	c.do("GET", myNumbers, "").want(t, 200, "")
	c.do("GET", myExtension+"/device", "").want(t, 500, "CMN-203")
}

func TestFaults_delayBeforeAndAfterTheEffect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, Options{Faults: Faults{LatencyMin: 2 * time.Second, LatencyMax: 2 * time.Second}})
		c := as(t, s, "104")
		start := time.Now()
		go func() {
			time.Sleep(1500 * time.Millisecond)
			if left := len(s.Numbers(danaID)); left != 5 {
				t.Errorf("%d numbers on the way back, want 5", left)
			}
		}()
		c.do("DELETE", myNumbers+"/711909004", "").want(t, 204, "")
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

func TestFaults_addHostileLabels(t *testing.T) {
	a := as(t, newServer(t, Options{Faults: Faults{Labels: true}}), "104").do("GET", myNumbers, "")
	var all strings.Builder
	for _, r := range a.records() {
		label, _ := r["label"].(string)
		all.WriteString(label)
	}
	for name, piece := range map[string]string{
		"escape": "\x1b[31m", "clipboard": "\x1b]52;c;", "right to left": "\u202e", "wide": "電", "C1": "\u009b", "combining": "Z\u0351",
	} {
		if !strings.Contains(all.String(), piece) {
			t.Errorf("no label has %s", name)
		}
	}
	if len(a.records()) > maxNumbers {
		t.Errorf("%d numbers", len(a.records()))
	}
}
