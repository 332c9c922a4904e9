package signin

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
)

// The Auth group's limit until the service names another (dossier section 5).
const (
	authLimit  = 5
	authWindow = time.Minute
)

// clockMargin keeps a call from coming early by the service's clock.
const clockMargin = 100 * time.Millisecond

// sharedLimit shares the rate limit of the token calls among all processes that use
// an app: each notes its calls in a file, and none is sent during a penalty
// that another was given. It holds no secret. Where the file cannot be had
// each process is left to its own limits. A nil pace shares nothing.
//
// The service counts per user as well, who is not known before the answer, so
// users who share an app and a machine's account share this too.
type sharedLimit struct {
	file settings.PrivateFile // a ledger
	lock settings.PrivateFile
}

func newSharedLimit(f settings.Folders, server *url.URL, clientID string) *sharedLimit {
	if f.State == "" {
		return nil
	}
	sum := sha256.Sum256([]byte(server.String() + "\n" + clientID))
	name := fmt.Sprintf("auth-%x", sum[:8])
	return &sharedLimit{file: f.PrivateFile(name + ".json"), lock: f.PrivateFile(name + ".lock")}
}

// callLog is what the file holds.
type callLog struct {
	Calls        []time.Time   `json:"calls"` // the oldest first
	Limit        int           `json:"limit"`
	Window       time.Duration `json:"window"`
	PenaltyFrom  time.Time     `json:"noted,omitzero"` // when the penalty was learnt of
	PenaltyUntil time.Time     `json:"until,omitzero"` // its end
}

// acquire waits, visibly, until a call may be made and notes it. The error is
// ctx's.
func (p *sharedLimit) acquire(ctx context.Context, op rest.Operation, limits *rest.Limits) error {
	for p != nil {
		var wait time.Duration
		if !p.update(ctx, func(l *callLog) { wait = l.reserve(time.Now()) }) {
			return ctx.Err()
		}
		if wait == 0 {
			return nil
		}
		if err := limits.Pause(ctx, op, "RingCentral's sign-in limit", wait); err != nil {
			return err
		}
	}
	return nil
}

// release learns from the answer to a call.
func (p *sharedLimit) release(ctx context.Context, status int, h http.Header) {
	if p == nil {
		return
	}
	after := rest.ReadError(opSignIn, status, h, nil).RetryAfter
	p.update(context.WithoutCancel(ctx), func(l *callLog) { l.observe(time.Now(), status, h, after) })
}

// update has edit change the ledger, and says whether it did.
func (p *sharedLimit) update(ctx context.Context, edit func(*callLog)) bool {
	unlock, err := p.lock.Lock(ctx)
	if err != nil {
		return false
	}
	defer unlock()
	l := p.read()
	edit(&l)
	data, err := json.Marshal(l)
	if err != nil {
		return false
	}
	return p.file.Write(data) == nil
}

// read gives an empty ledger for a file that is not one: what is lost are
// notes of the last minute.
func (p *sharedLimit) read() callLog {
	l := callLog{}
	data, err := p.file.Read()
	if err != nil || json.Unmarshal(data, &l) != nil {
		l = callLog{}
		_ = p.file.Remove()
	}
	if l.Limit < 1 || l.Window <= 0 || l.Window > time.Hour {
		l.Limit, l.Window = authLimit, authWindow
	}
	return l
}

// reserve notes a call, or says how long to wait. A note from the future means
// that the clock was set back, and then it tells nothing.
func (l *callLog) reserve(now time.Time) time.Duration {
	recent := l.Calls[:0]
	for _, at := range l.Calls {
		if now.Sub(at) < l.Window && !at.After(now) {
			recent = append(recent, at)
		}
	}
	l.Calls = recent
	if wait := l.penalty(now); wait > 0 {
		return wait
	}
	if len(l.Calls) >= l.Limit {
		return l.Calls[len(l.Calls)-l.Limit].Add(l.Window + clockMargin).Sub(now)
	}
	l.Calls = append(l.Calls, now)
	return 0
}

// penalty is what is left of it; after the clock was set back, all of it.
func (l *callLog) penalty(now time.Time) time.Duration {
	whole := l.PenaltyUntil.Sub(l.PenaltyFrom)
	if now.Before(l.PenaltyFrom) {
		l.PenaltyFrom, l.PenaltyUntil = now, now.Add(whole)
	}
	return max(l.PenaltyUntil.Sub(now), 0)
}

func (l *callLog) observe(now time.Time, status int, h http.Header, after time.Duration) {
	if n := headerNumber(h, "X-Rate-Limit-Limit"); n > 0 {
		l.Limit = n
	}
	if n := headerNumber(h, "X-Rate-Limit-Window"); n > 0 && n <= 3600 {
		l.Window = time.Duration(n) * time.Second
	}
	if status != http.StatusTooManyRequests {
		return
	}
	if after == 0 {
		after = 30 * time.Second // the guide's, where the answer does not say
	}
	l.PenaltyFrom, l.PenaltyUntil = now, now.Add(after+clockMargin)
}

func headerNumber(h http.Header, name string) int {
	n, err := strconv.Atoi(h.Get(name))
	if err != nil {
		return 0
	}
	return n
}
