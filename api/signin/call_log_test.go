package signin

import (
	"net/http"
	"testing"
	"time"
)

func TestCallLog_reservesWithinTheLimit(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	fresh := func() *callLog { return &callLog{Limit: 2, Window: time.Minute} }
	l := fresh()
	if l.reserve(now) != 0 || l.reserve(now.Add(time.Second)) != 0 {
		t.Error("no room for two")
	}
	if w := l.reserve(now.Add(2 * time.Second)); w != 58*time.Second+clockMargin {
		t.Errorf("waits %v", w)
	}
	if w := l.reserve(now.Add(time.Minute)); w != 0 {
		t.Errorf("waits %v after a minute", w)
	}
	if w := l.reserve(now.Add(-time.Hour)); w != 0 {
		t.Errorf("waits %v for notes from the future", w)
	}

	l = fresh()
	l.observe(now, 429, http.Header{"X-Rate-Limit-Limit": {"9"}, "X-Rate-Limit-Window": {"30"}}, 0)
	if w := l.reserve(now); w != 30*time.Second+clockMargin || l.Limit != 9 || l.Window != 30*time.Second {
		t.Errorf("waits %v, %+v", w, l)
	}
	if w := l.reserve(now.Add(-time.Hour)); w != 30*time.Second+clockMargin {
		t.Errorf("waits %v of a penalty once the clock was set back", w)
	}
	l.observe(now, 200, http.Header{"X-Rate-Limit-Limit": {"-1"}, "X-Rate-Limit-Window": {"many"}}, 0)
	if l.Limit != 9 {
		t.Errorf("%+v", l)
	}
}
