package rest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestAskMakesOneRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		c := newTestClient(func(r *http.Request) (*http.Response, error) {
			sent++
			if r.URL.Path != "/restapi/v1.0/account/~/extension/~/presence" || r.Header.Get("Authorization") != "Bearer token" {
				t.Errorf("%v with %v", r.URL, r.Header)
			}
			return answer(500, ""), nil
		})
		path := Path("account", Mine, "extension", Mine, "presence")
		err := c.Do(t.Context(), Request{Op: Operation{What: "look"}, Method: "GET", Path: path, NoRetry: true}, nil)
		if e, ok := errors.AsType[*Error](err); !ok || e.Status != 500 || e.Op != "look" || sent != 1 {
			t.Errorf("%v after %d requests", err, sent)
		}
	})
}

func TestAHarmlessRequestEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		before := time.Now()
		err := c.Do(ctx, Request{Method: "POST", Path: AuthPath("wstoken"), NoRetry: true, Idempotent: true}, nil)
		if err == nil || errors.Is(err, ErrLost) || time.Since(before) > 2*time.Second {
			t.Errorf("%v after %v", err, time.Since(before))
		}
	})
}

func TestATracedHandshakeLeavesTheConnectionWritable(t *testing.T) {
	trace := NewTrace()
	conn := struct{ io.ReadWriteCloser }{}
	transport := trace.Around(service(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusSwitchingProtocols, Header: http.Header{}, Body: conn}, nil
	}))
	req, _ := http.NewRequest("GET", "https://ws.test/ws?access_token=first&wsc=second", nil)
	resp, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := resp.Body.(io.ReadWriteCloser); !ok {
		t.Errorf("the body is a %T", resp.Body)
	}
	e := trace.Exchanges()[0]
	if e.Pending || e.Status != 101 || e.Path != "/ws?access_token=***&wsc=***" {
		t.Errorf("%+v", e)
	}
}

func TestTheTokenOfASocketIsMasked(t *testing.T) {
	h := http.Header{"Content-Type": {"application/json"}}
	got := maskBody("/restapi/oauth/wstoken", h, []byte(`{"uri":"wss://ws.test/ws","ws_access_token":"first","expires_in":30}`))
	if strings.Contains(got, "first") || !strings.Contains(got, "wss://ws.test/ws") {
		t.Error(got)
	}
}
