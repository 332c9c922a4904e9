package signin

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
)

// sharedLimit shares the rate limit of the Auth group, mostly of token calls, among all processes that use
// an app. Each process logs its calls in a file, and sends none during a penalty
// that another was given. The file holds no secret. Where it cannot be used, each
// process keeps to its own limits, and also to what a file of a later version holds
// of the calls and penalties of others. A nil sharedLimit shares nothing.
//
// The service also counts per user, who is not known before the answer. Users who
// share an app and an account of the machine therefore share this limit too.
type sharedLimit struct {
	file settings.PrivateFile // a callLog
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

// acquire waits until a call may be made, and logs it as made at the time that it
// returns. The wait is one of limits, so that it is shown. The error is ctx's.
func (s *sharedLimit) acquire(ctx context.Context, op rest.Operation, limits *rest.Limits) (at time.Time, err error) {
	for s != nil {
		var wait time.Duration
		log := func(l *callLog) {
			at = time.Now().Round(0) // as the file has it
			wait = l.reserve(at)
		}
		if !s.update(ctx, log) {
			return at, ctx.Err()
		}
		if wait == 0 {
			return at, nil
		}
		if err := limits.Pause(ctx, op, "RingCentral's sign-in limit", wait); err != nil {
			return at, err
		}
	}
	return at, nil
}

// cancel takes a call that was not sent out of the log again.
func (s *sharedLimit) cancel(ctx context.Context, at time.Time) {
	if s != nil {
		s.update(context.WithoutCancel(ctx), func(l *callLog) { l.cancel(at) })
	}
}

// release reads the limit and the penalty in the answer to a call.
func (s *sharedLimit) release(ctx context.Context, status int, h http.Header) {
	if s == nil {
		return
	}
	after := rest.ReadError(opSignIn, status, h, nil).RetryAfter
	s.update(context.WithoutCancel(ctx), func(l *callLog) { l.observe(time.Now(), status, h, after) })
}

// TakeTurn waits for the turn of a call of the Auth group that is no token call, such as the
// one that opens live events, among all processes that use the app. The returned function
// ends it: sent is false for a call that was not sent, which does not count. The error is
// ctx's.
func (s *Session) TakeTurn(ctx context.Context, op rest.Operation) (end func(sent bool, status int, h http.Header), err error) {
	e := s.currentSource().endpoint
	at, err := e.sharedLimit.acquire(ctx, op, e.limits)
	return func(sent bool, status int, h http.Header) {
		switch group := h.Get("X-Rate-Limit-Group"); {
		case !sent, group != "" && !strings.EqualFold(group, rest.GroupAuth): // it counts elsewhere
			e.sharedLimit.cancel(ctx, at)
		default:
			e.sharedLimit.release(ctx, status, h)
		}
	}, err
}

// update lets edit change the log, and reports whether that worked. A log of a later
// version is read, and the change is not written.
func (s *sharedLimit) update(ctx context.Context, edit func(*callLog)) bool {
	unlock, err := s.lock.Lock(ctx)
	if err != nil {
		return false
	}
	defer unlock()
	l := s.read()
	edit(&l)
	if l.Version > callLogVersion {
		return true
	}
	l.Version = callLogVersion
	data, err := json.Marshal(l)
	if err != nil {
		return false
	}
	return s.file.Write(data) == nil
}

// refuseNewer returns an error for people when the log is of a later version.
func (s *sharedLimit) refuseNewer() error {
	if s == nil {
		return nil
	}
	return refuseNewer(s.file, callLogVersion)
}

// read returns the log, or an empty one for a file that holds none: only the calls
// of the last minute are lost.
func (s *sharedLimit) read() callLog {
	l := callLog{}
	data, err := s.file.Read()
	version := versionOf(data)
	if err == nil {
		err = json.Unmarshal(data, &l) // which reads the fields that it can
	}
	if err != nil && version <= callLogVersion {
		l = callLog{}
		_ = s.file.Remove()
	}
	if l.Version = version; version > callLogVersion && l.PenaltyFrom.After(time.Now()) {
		l.PenaltyUntil = time.Time{} // the clock was set back; unwritten, the wait would begin again with each read
	}
	if l.Limit < 1 || l.Window <= 0 || l.Window > time.Hour {
		l.Limit, l.Window = authLimit, authWindow
	}
	return l
}
