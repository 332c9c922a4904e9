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

// paceMargin keeps a call from coming early by the service's clock.
const paceMargin = 100 * time.Millisecond

// pace shares the rate limit of the token calls among all processes that use
// an app: each notes its calls in a file, and none is sent during a penalty
// that another was given. It holds no secret. Where the file cannot be had
// each process is left to its own limits. A nil pace shares nothing.
//
// The service counts per user as well, who is not known before the answer, so
// users who share an app and a machine's account share this too.
type pace struct {
	notes settings.PrivateFile // a ledger
	lock  settings.PrivateFile
}

func newPace(f settings.Folders, server *url.URL, clientID string) *pace {
	if f.State == "" {
		return nil
	}
	sum := sha256.Sum256([]byte(server.String() + "\n" + clientID))
	name := fmt.Sprintf("auth-%x", sum[:8])
	return &pace{notes: f.PrivateFile(name + ".json"), lock: f.PrivateFile(name + ".lock")}
}

// ledger is what the file holds.
type ledger struct {
	Calls  []time.Time   `json:"calls"` // the oldest first
	Limit  int           `json:"limit"`
	Window time.Duration `json:"window"`
	Noted  time.Time     `json:"noted,omitzero"` // when the penalty was learnt of
	Until  time.Time     `json:"until,omitzero"` // its end
}

// enter waits, visibly, until a call may be made and notes it. The error is
// ctx's.
func (p *pace) enter(ctx context.Context, op rest.Operation, limits *rest.Limits) error {
	for p != nil {
		var wait time.Duration
		if !p.change(ctx, func(l *ledger) { wait = l.reserve(time.Now()) }) {
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

// leave learns from the answer to a call.
func (p *pace) leave(ctx context.Context, status int, h http.Header) {
	if p == nil {
		return
	}
	after := rest.ReadError(opSignIn, status, h, nil).RetryAfter
	p.change(context.WithoutCancel(ctx), func(l *ledger) { l.learn(time.Now(), status, h, after) })
}

// change has edit change the ledger, and says whether it did.
func (p *pace) change(ctx context.Context, edit func(*ledger)) bool {
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
	return p.notes.Write(data) == nil
}

// read gives an empty ledger for a file that is not one: what is lost are
// notes of the last minute.
func (p *pace) read() ledger {
	l := ledger{}
	data, err := p.notes.Read()
	if err != nil || json.Unmarshal(data, &l) != nil {
		l = ledger{}
		_ = p.notes.Remove()
	}
	if l.Limit < 1 || l.Window <= 0 || l.Window > time.Hour {
		l.Limit, l.Window = authLimit, authWindow
	}
	return l
}

// reserve notes a call, or says how long to wait. A note from the future means
// that the clock was set back, and then it tells nothing.
func (l *ledger) reserve(now time.Time) time.Duration {
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
		return l.Calls[len(l.Calls)-l.Limit].Add(l.Window + paceMargin).Sub(now)
	}
	l.Calls = append(l.Calls, now)
	return 0
}

// penalty is what is left of it; after the clock was set back, all of it.
func (l *ledger) penalty(now time.Time) time.Duration {
	whole := l.Until.Sub(l.Noted)
	if now.Before(l.Noted) {
		l.Noted, l.Until = now, now.Add(whole)
	}
	return max(l.Until.Sub(now), 0)
}

func (l *ledger) learn(now time.Time, status int, h http.Header, after time.Duration) {
	if n := number(h, "X-Rate-Limit-Limit"); n > 0 {
		l.Limit = n
	}
	if n := number(h, "X-Rate-Limit-Window"); n > 0 && n <= 3600 {
		l.Window = time.Duration(n) * time.Second
	}
	if status != http.StatusTooManyRequests {
		return
	}
	if after == 0 {
		after = 30 * time.Second // the guide's, where the answer does not say
	}
	l.Noted, l.Until = now, now.Add(after+paceMargin)
}

func number(h http.Header, name string) int {
	n, err := strconv.Atoi(h.Get(name))
	if err != nil {
		return 0
	}
	return n
}
