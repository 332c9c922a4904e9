package signin

import (
	"context"
	"errors"
	"strings"
	"time"

	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// Status is what is known of a sign-in without asking the server. It holds no
// secret.
type Status struct {
	Profile   string             `json:"profile"`
	Server    string             `json:"server"`
	Account   string             `json:"account,omitempty"`   // as the profile says
	Extension string             `json:"extension,omitempty"` // as the profile says
	ClientID  string             `json:"clientId,omitempty"`
	Grant     settings.Grant     `json:"grant,omitempty"`
	Source    tokenstore.Source  `json:"source"`
	Store     settings.StoreKind `json:"store"`
	SignedIn  bool               `json:"signedIn"`          // there is a credential to present
	OwnerID   string             `json:"ownerId,omitempty"` // also after the session has ended
	Scopes    []string           `json:"scopes,omitempty"`  // likewise

	Expires        *time.Time `json:"expires,omitempty"`        // of the access token
	RefreshExpires *time.Time `json:"refreshExpires,omitempty"` // of the refresh token

	// TokenCache is nil where the store keeps the access token.
	TokenCache *TokenCacheStatus `json:"tokenCache,omitempty"`

	AccountCache *AccountCache `json:"seen,omitempty"` // nil before the account was first open

	// NewerFiles has a sentence about each file that a later rcfwd wrote: it is read
	// as far as it is known, and not written.
	NewerFiles []string `json:"newerFiles,omitempty"`

	// Renewable reports whether the session outlives its access token, by a
	// refresh token, a JWT or a credential command.
	Renewable bool `json:"renewable"`
}

// ReadStatus returns the status of the sign-in of a profile. Nothing is sent. For
// a profile that is not signed in the error is nil. When the store cannot be
// read, the status holds what is known without it.
func ReadStatus(ctx context.Context, o *Options) (Status, error) {
	s, err := Open(ctx, o)
	if err == nil {
		st := s.Status()
		p := o.Profile
		p.Server = s.Server() // the environment may name another
		st.AccountCache = ReadAccountCache(o.Folders, &p)
		st.NewerFiles = s.newerFiles(o.Folders, &p)
		return st, nil
	}
	p := o.Profile
	st := Status{
		Profile: p.Name, Server: p.ServerURL().String(), Account: p.Account, Extension: p.Extension,
		ClientID: p.ClientID, Grant: p.Grant, Source: tokenstore.FromNothing, Store: p.StoreKind(),
	}
	if errors.Is(err, ErrNotSignedIn) {
		err = nil
	}
	return st, err
}

// Status returns the status of the session. Nothing is sent.
func (s *Session) Status() Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.profile
	st := Status{
		Profile: p.Name, Server: s.endpoint.server.String(), Account: p.Account, Extension: p.Extension,
		ClientID: p.ClientID, Grant: p.Grant, Source: s.source, Store: p.StoreKind(), Renewable: s.command != nil,
	}
	if s.source == tokenstore.FromEnvironment {
		st.Store = settings.StoreNone
	}
	st.TokenCache = s.cacheStatus(s.rec)
	st.fill(s.rec)
	st.SignedIn = st.Renewable || s.rec.AccessToken() != ""
	return st
}

// fill adds what the record of the session tells. Times that the service did not
// name stay nil.
func (st *Status) fill(r *tokenstore.Record) {
	if r == nil {
		return
	}
	owner, scope := r.OwnerAndScope()
	st.OwnerID, st.Scopes = owner, strings.Fields(scope)
	st.Renewable = st.Renewable || r.JWT != ""
	if t := r.Token; t != nil {
		st.Renewable = st.Renewable || t.Refresh != ""
		st.Expires, st.RefreshExpires = timeOrNil(t.Expires), timeOrNil(t.RefreshExpires)
	}
}

func timeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Round(time.Second)
	return &t
}
