package signin

import (
	"context"
	"net/url"
	"time"
)

// Source is where a session has its credentials from.
type Source string

// The sources, in the order in which they are asked.
const (
	FromEnvironment Source = "environment"
	FromCommand     Source = "credential command"
	FromStore       Source = "store"
	FromNothing     Source = "nothing"
)

// Status is what can be told of a sign-in without asking the server. It holds
// no secret.
type Status struct {
	Profile   string    `json:"profile"`
	Server    string    `json:"server"`
	Account   string    `json:"account,omitempty"`   // as the profile says
	Extension string    `json:"extension,omitempty"` // as the profile says
	ClientID  string    `json:"clientId,omitempty"`
	Grant     Grant     `json:"grant,omitempty"`
	Source    Source    `json:"source"`
	Store     StoreKind `json:"store"`
	SignedIn  bool      `json:"signedIn"` // there is something to present
	OwnerID   string    `json:"ownerId,omitempty"`
	Scopes    []string  `json:"scopes,omitempty"`

	Expires        *time.Time `json:"expires,omitempty"`        // of the access token
	RefreshExpires *time.Time `json:"refreshExpires,omitempty"` // of the refresh token

	// Renewable says that the session outlives its access token: it has a
	// refresh token or a JWT.
	Renewable bool `json:"renewable"`
}

// ReadStatus tells of the sign-in of a profile, offline.
func ReadStatus(ctx context.Context, o Options) (Status, error) { return Status{}, errNotYet }

// Farewell is what Logout did. It holds no secret.
type Farewell struct {
	Profile string `json:"profile"`
	Server  string `json:"server"`

	HadTokens  bool   `json:"hadTokens"`            // there was something to revoke
	Revoked    bool   `json:"revoked"`              // the server ended the session
	NotRevoked string `json:"notRevoked,omitempty"` // why it did not

	Erased    bool   `json:"erased"`              // nothing is left in the store
	NotErased string `json:"notErased,omitempty"` // why something is

	// Left are sentences about what still signs in: a JWT that lives on in the
	// developer console, variables, the credential command.
	Left []string `json:"left,omitempty"`
}

// Logout ends the session of a profile at the server and erases it here. It
// does the second whatever became of the first. The error is for what kept it
// from trying; the rest is in the Farewell.
func Logout(ctx context.Context, o Options) (Farewell, error) { return Farewell{}, errNotYet }

// Status tells of the session, offline.
func (s *Session) Status() Status { return Status{} }

// Server is where the session's tokens are from, and the only place to send
// them to.
func (s *Session) Server() *url.URL { return nil }

// Warning is what keeps the session from being saved, or nil. It is for
// showing: the session itself works.
func (s *Session) Warning() error { return nil }

// Continue has an ended session go on with what a new sign-in got, so that
// clients keep their token source. The server must be the same.
func (s *Session) Continue(with *Session) error { return errNotYet }
