package sandbox

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// session is one OAuth session: an access token, perhaps a refresh token, and
// during the grace period the refresh token before it.
type session struct {
	id       string
	app      string // client ID
	owner    string // extension ID
	endpoint string
	scopes   []string // requested; nil means all scopes of the app
	access   token
	used     time.Time // first use of access; zero means never
	refresh  token     // its value is "" if there is none
	previous string    // refresh token that was exchanged for access
	made     time.Time // when previous was exchanged
	accTTL   time.Duration
	refTTL   time.Duration
}

type token struct {
	value   string
	expires time.Time
}

func (t token) expired(now time.Time) bool { return !now.Before(t.expires) }

const (
	// Grace period of a used refresh token (G), from the first use of the new
	// access token, or from its issue if it was never used.
	graceUsed   = 10 * time.Second
	graceUnused = 60 * time.Minute
	// parallelSessions is the number of sessions of an app per user (G: usually
	// five); beyond that, tokens get invalidated. Guess: those of the oldest
	// session.
	parallelSessions = 5
)

// sessions holds the sessions in the order in which they began.
type sessions struct{ list []*session }

func (ss *sessions) start(s *session) {
	own := func(x *session) bool { return x.app == s.app && x.owner == s.owner }
	count := 0
	for _, x := range ss.list {
		if own(x) {
			count++
		}
	}
	if count >= parallelSessions {
		i := slices.IndexFunc(ss.list, own)
		ss.list = slices.Delete(ss.list, i, i+1)
	}
	ss.list = append(ss.list, s)
}

// byAccess returns the session of a usable access token and records its first
// use.
func (ss *sessions) byAccess(keys keyring, value string) (*session, error) {
	for _, s := range ss.list {
		if s.access.value != value {
			continue
		}
		if s.access.expired(time.Now()) {
			return nil, tokenExpired()
		}
		if s.used.IsZero() {
			s.used = time.Now()
		}
		return s, nil
	}
	return nil, unknownToken(keys, value)
}

// byRefresh returns the session of an app that a refresh token belongs to,
// current or in its grace period; nil if there is none. Guess: a token of
// another app is treated as unknown.
func (ss *sessions) byRefresh(app, value string) *session {
	for _, s := range ss.list {
		if value == "" || s.refresh.value == "" || s.app != app {
			continue
		}
		if s.refresh.value == value && !s.refresh.expired(time.Now()) {
			return s
		}
		if s.previous == value && s.inGrace(time.Now()) {
			return s
		}
	}
	return nil
}

// end removes the session of an app that a token of either kind belongs to.
func (ss *sessions) end(app, value string) {
	ss.list = without(ss.list, func(s *session) bool {
		return s.app == app && (value == s.access.value || value == s.refresh.value || value == s.previous)
	})
}

func (ss *sessions) expireAll() {
	for _, s := range ss.list {
		s.expireAccess()
	}
}

func (s *session) expireAccess() { s.access.expires = time.Now() }

func (s *session) inGrace(now time.Time) bool {
	if s.used.IsZero() {
		return now.Before(s.made.Add(graceUnused))
	}
	return now.Before(s.used.Add(graceUsed))
}

// renew replaces both tokens; the old access token becomes invalid at once (G).
func (s *session) renew(keys keyring, ids idSource, now time.Time) {
	s.previous, s.made, s.used = s.refresh.value, now, time.Time{}
	s.access = token{keys.token(ids.bytes(tokenBody)), now.Add(s.accTTL)}
	if s.refTTL > 0 {
		s.refresh = token{keys.token(ids.bytes(tokenBody)), now.Add(s.refTTL)}
	}
}

// allows reports whether the session has an app permission: the app has it now,
// and the client did not request fewer scopes. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func (s *session) allows(scope string, app []string) bool {
	return slices.Contains(app, scope) && (s.scopes == nil || slices.Contains(s.scopes, scope))
}

func (s *session) scope(app []string) string {
	granted := without(app, func(scope string) bool { return !s.allows(scope, app) })
	return strings.Join(granted, " ")
}

// tokenExpired is OAU-128 (G, R21).
func tokenExpired() *problem {
	return refuse(http.StatusUnauthorized, "OAU-128", "Access token expired.")
}

// unknownToken distinguishes a corrupted token, text that is not a token, and a
// token that is unknown or no longer known. Codes: R21, F. A made-up token has
// been seen to give OAU-149 with this message (F).
func unknownToken(keys keyring, value string) *problem {
	switch keys.shape(value) {
	case shapeCorrupted:
		return refuse(http.StatusUnauthorized, "OAU-129", "Access token corrupted")
	case shapeUnparsable:
		p := refuse(http.StatusUnauthorized, "OAU-149", "OAuth token is invalid")
		p.top = "TokenInvalid"
		return p
	}
	p := refuse(http.StatusUnauthorized, "OAU-213", "Token not found")
	p.top = "TokenInvalid"
	return p
}

// byID returns a session; nil if it has ended.
func (ss *sessions) byID(id string) *session {
	for _, s := range ss.list {
		if s.id == id {
			return s
		}
	}
	return nil
}
