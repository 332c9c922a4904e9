package rest

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A write that overwrites a document is sent against a reading of the last two seconds, or
// else checked again before it is sent, however often it has to wait.
func TestRecheck_precedesAWriteThatWaited(t *testing.T) {
	penalty := answer(429, `{"errorCode":"CMN-301"}`, "Retry-After", "60", "X-Rate-Limit-Group", "medium")
	unavailable := func() *http.Response { return answer(503, `{"errorCode":"CMN-201"}`, "Retry-After", "5") }
	expired := answer(401, `{"errorCode":"OAU-128"}`)
	tests := []struct {
		name    string
		fresh   time.Duration // of the reading, from now on
		answers []*http.Response
		want    string
	}{
		{"at once", FreshFor, nil, "sent"},
		{"of an old reading", 0, nil, "checked sent"},
		{"after a penalty", FreshFor, []*http.Response{penalty}, "sent checked sent"},
		{"after two refusals", FreshFor, []*http.Response{unavailable(), unavailable()}, "sent checked sent checked sent"},
		{"with another token", FreshFor, []*http.Response{expired}, "sent sent"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var did []string
				c := newTestClient(func(*http.Request) (*http.Response, error) {
					did = append(did, "sent")
					if n := len(did) - len(slices.DeleteFunc(slices.Clone(did), func(s string) bool { return s == "sent" })); n <= len(tt.answers) {
						return tt.answers[n-1], nil
					}
					return answer(200, home), nil
				})
				err := c.Do(t.Context(), &Request{
					Op: opCreate, Method: http.MethodPut, Path: ownList + "/1", FreshUntil: time.Now().Add(tt.fresh),
					Recheck: func(context.Context) error { did = append(did, "checked"); return nil },
				}, readID)
				if got := strings.Join(did, " "); got != tt.want || err != nil {
					t.Errorf("%s, %v; want %s", got, err, tt.want)
				}
			})
		})
	}
}

// A write whose document turns out to be another is not sent, and is not lost.
func TestRecheck_keepsAWriteFromBeingSent(t *testing.T) {
	changed := errors.New("another document")
	c := newTestClient(func(*http.Request) (*http.Response, error) {
		t.Error("the write was sent")
		return answer(200, home), nil
	})
	err := c.Do(t.Context(), &Request{
		Op: opCreate, Method: http.MethodPut, Path: ownList + "/1", Recheck: func(context.Context) error { return changed },
	}, readID)
	if !errors.Is(err, changed) || errors.Is(err, ErrLost) {
		t.Errorf("%v", err)
	}
	if g := c.Limits().Groups(); len(g) != 0 {
		t.Errorf("%+v", g)
	}
}
