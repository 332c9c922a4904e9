package rest

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

func TestDo_withNoRetrySendsOnce(t *testing.T) {
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
		err := c.Do(t.Context(), &Request{Op: Operation{What: "look"}, Method: "GET", Path: path, NoRetry: true}, nil)
		if e, ok := errors.AsType[*Error](err); !ok || e.Status != 500 || e.Op != "look" || sent != 1 {
			t.Errorf("%v after %d requests", err, sent)
		}
	})
}

func TestDo_endsAnIdempotentRequestWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		before := time.Now()
		err := c.Do(ctx, &Request{Method: "POST", Path: AuthPath("wstoken"), NoRetry: true, Idempotent: true}, nil)
		if err == nil || errors.Is(err, ErrLost) || time.Since(before) > 2*time.Second {
			t.Errorf("%v after %v", err, time.Since(before))
		}
	})
}

// A page of something in front of the service does not say that anything was removed.
func TestDo_takesNoPageForAnEmptyAnswer(t *testing.T) {
	for body, lost := range map[string]bool{"": false, " \r\n": false, "{}": false, "<html>": true, `{"id":`: true} {
		synctest.Test(t, func(t *testing.T) {
			c := newTestClient(func(*http.Request) (*http.Response, error) { return answer(200, body), nil })
			err := c.Do(t.Context(), &Request{Op: opRemove, Method: "DELETE", Path: ownList}, nil)
			if (err != nil) != lost || errors.Is(err, ErrLost) != lost {
				t.Errorf("%q: %v", body, err)
			}
		})
	}
}
