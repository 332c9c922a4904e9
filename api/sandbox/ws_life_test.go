package sandbox

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"
)

func TestWebSocket_endsByTimeoutsAndSessions(t *testing.T) {
	for name, tt := range map[string]struct {
		end  func(s *Server, c *client, l *listener)
		code string
	}{
		"idle timeout": {func(*Server, *client, *listener) {}, "WSG-902"},
		"absolute timeout": {func(_ *Server, _ *client, l *listener) {
			go func() {
				for l.conn.Write(context.Background(), websocket.MessageText, []byte(`[{"type":"Heartbeat","messageId":"h"}]`)) == nil {
					time.Sleep(20 * time.Minute)
				}
			}()
		}, "WSG-903"},
		"signed out": {func(s *Server, _ *client, _ *listener) { s.Change((*Company).EndSessions) }, "WSG-401"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, c := unlimitedAs104(t, Options{})
				l := c.listen(t, "")
				defer l.close()
				tt.end(s, c, l)
				var last wsFrame
				for f := l.frame(); f.raw != ""; f = l.frame() {
					last = f
				}
				if last.meta.Type != "Error" || last.body["errorCode"] != tt.code {
					t.Error(last.raw)
				}
				time.Sleep(30 * time.Minute)
			})
		})
	}
}

func TestWebSocket_endsWithoutPongs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{})
		uri, token := c.ticket()
		conn, err := s.DialWS(t.Context(), uri+"?access_token="+token)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := conn.Read(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(pingEvery + pongWithin + time.Second)
		if n := s.Sockets(); n != 0 {
			t.Errorf("%d sockets", n)
		}
		_ = conn.CloseNow()
	})
}

func TestRecovery_sendsMissedEvents(t *testing.T) {
	one := func(s *Server, id string) { s.EndCall(id) }
	for name, tt := range map[string]struct {
		meanwhile func(s *Server, id string)
		token     func(last string) string
		state     string
		code      any
		missed    int
	}{
		"nothing missed":         {func(*Server, string) {}, nil, "Successful", nil, 0},
		"one missed":             {one, nil, "Successful", nil, 1},
		"just in time":           {func(s *Server, id string) { one(s, id); time.Sleep(recoveryTimeout) }, nil, "Successful", nil, 1},
		"too late":               {func(s *Server, id string) { one(s, id); time.Sleep(recoveryTimeout + time.Second) }, nil, "Failed", noSubscription, 0},
		"as many as fit":         {func(s *Server, _ string) { s.Storm("104", recoveryBuffer) }, nil, "Successful", nil, recoveryBuffer},
		"more than fit":          {func(s *Server, _ string) { s.Storm("104", recoveryBuffer+1) }, nil, "Failed", tooManyMissed, 0},
		"refused":                {func(s *Server, _ string) { s.FailRecovery(1) }, nil, "Failed", noSubscription, 0},
		"events of an open call": {func(s *Server, _ string) { time.Sleep(time.Minute); s.Storm("104", 2) }, nil, "Successful", nil, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, c := unlimitedAs104(t, Options{})
				l := c.listen(t, "")
				l.subscribe(presenceFilter)
				id := mustStart(t, s, CallPlan{})
				seen := l.frame().meta.WSC
				if s.DropSockets() != 1 || l.frame().raw != "" {
					t.Error("not dropped")
				}
				tt.meanwhile(s, id)
				l = c.listen(t, seen.Token)
				defer l.close()
				if l.first.body["recoveryState"] != tt.state || l.first.body["recoveryErrorCode"] != tt.code {
					t.Fatal(l.first.raw)
				}
				list := l.during(time.Second)
				for i, f := range list {
					if f.meta.WSC.Sequence != seen.Sequence+1+i {
						t.Error(f.raw)
					}
				}
				s.Storm("104", 1)
				after := l.during(time.Second)
				if want := map[string]int{"Successful": 1, "Failed": 0}[tt.state]; len(list) != tt.missed || len(after) != want {
					t.Errorf("%d missed, want %d; %d after, want %d", len(list), tt.missed, len(after), want)
				}
				if l.subscribe(presenceFilter).meta.Status != 200 {
					t.Error("cannot subscribe again on the same connection")
				}
			})
		})
	}
}

func TestRecovery_refusesOtherSessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{})
		l := c.listen(t, "")
		bare := l.first.meta.WSC.Token
		l.close()
		if l = c.listen(t, bare); l.first.body["recoveryErrorCode"] != noSubscription {
			t.Error(l.first.raw)
		}
		l.subscribe(presenceFilter)
		other := as(t, s, "104").listen(t, l.first.meta.WSC.Token)
		if other.first.body["recoveryErrorCode"] != otherSession {
			t.Error(other.first.raw)
		}
		// A recovery takes over the channel, even if the old connection seems alive.
		again := c.listen(t, l.first.meta.WSC.Token)
		rest := l.frame().raw
		synctest.Wait() // the server has yet to forget the old connection
		if again.first.body["recoveryState"] != "Successful" || rest != "" || s.Sockets() != 2 {
			t.Error(again.first.raw, rest, s.Sockets())
		}
		fake := c.listen(t, "x")
		if fake.first.meta.Type != "Error" || fake.first.body["errorCode"] != "WSG-400" {
			t.Error(fake.first.raw)
		}
		for _, l := range []*listener{l, other, again, fake} {
			l.close()
		}
	})
}

func TestInjectEventFaults_losesRepeatsAndDelays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{})
		l := c.listen(t, "")
		defer l.close()
		l.subscribe(presenceFilter)
		for _, f := range []EventFault{Lose, Repeat, Delay} {
			s.InjectEventFaults(f, 1)
		}
		s.Storm("104", 5)
		var got []any
		for _, f := range l.during(time.Second) {
			got = append(got, f.event()["sequence"])
		}
		if fmt.Sprint(got) != "[2 2 4 3 5]" {
			t.Error(got)
		}
		s.Storm("104", 1000)
		if n := len(l.during(time.Second)); n != 1000 {
			t.Errorf("%d events", n)
		}
	})
}

func TestWebSocket_failsToOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{})
		uri, token := c.ticket()
		for _, f := range []Fault{{Status: 503}, {Kind: DropBefore}} {
			s.FailNext("GET", socketPath, f)
			if _, err := s.DialWS(t.Context(), uri+"?access_token="+token); err == nil {
				t.Error("opened")
			}
		}
		release := s.HoldBefore("GET", socketPath)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := s.DialWS(ctx, uri+"?access_token="+token); err == nil || ctx.Err() == nil {
			t.Error(err)
		}
		release()
		synctest.Wait()
		dial(t, s, uri+"?access_token="+token).close()
		synctest.Wait()
		if n := s.Sockets(); n != 0 {
			t.Errorf("%d sockets", n)
		}
	})
}

// The vendor's client connects again with the token that it has.
func TestWebSocket_takesATokenUntilItExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{})
		uri, token := c.ticket()
		uri += "?access_token=" + token
		dial(t, s, uri).close()
		time.Sleep(ticketLife - time.Second)
		l := dial(t, s, uri)
		if l.first.meta.Type != "ConnectionDetails" {
			t.Error(l.first.raw)
		}
		l.close()
		time.Sleep(time.Second)
		conn, err := s.DialWS(t.Context(), uri)
		if err != nil {
			t.Fatal(err)
		}
		l = &listener{t: t, conn: conn, frames: make(chan wsFrame, 10)}
		go l.read()
		if f := l.frame(); f.meta.Type != "Error" {
			t.Error(f.raw)
		}
		l.close()
		synctest.Wait()
	})
}

func TestWebSocket_worksOverHTTP(t *testing.T) {
	s := unlimited(t)
	port := httptest.NewServer(s)
	defer port.Close()
	defer s.DropSockets()
	c := as(t, s, "104")
	_, token := c.ticket()
	conn, _, err := websocket.Dial(t.Context(), strings.Replace(port.URL, "http", "ws", 1)+socketPath+"?access_token="+token,
		&websocket.DialOptions{HTTPClient: port.Client(), HTTPHeader: http.Header{"Origin": {"https://elsewhere.test"}}})
	if err != nil {
		t.Fatal(err)
	}
	l := &listener{t: t, conn: conn, frames: make(chan wsFrame, 100)}
	go l.read()
	l.frame()
	l.subscribe(presenceFilter)
	id := mustStart(t, s, CallPlan{})
	if f := l.frame(); !strings.Contains(f.raw, id) {
		t.Error(f.raw)
	}
	req := c.request("GET", socketPath, "")
	if a := c.send(req); a.status != http.StatusUpgradeRequired {
		t.Error(a.status, a.text)
	}
	l.close()
}
