package tokenstore

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"time"

	"rcfwd/api/settings"
)

// Source is where a session gets its credentials from.
type Source string

// The sources, in the order in which they are tried.
const (
	FromEnvironment Source = "environment"
	FromCommand     Source = "credential command"
	FromStore       Source = "store"
	FromNothing     Source = "nothing"
)

// recordFormat is the mark that tells our records from other JSON, and recordVersion
// the version of a record that this rcfwd writes. A record without a version has
// version 1. A mark above recordFormat means a later version, too: rcfwd before the
// version reads no such record.
const (
	recordFormat  = 1
	recordVersion = 1
)

// maxRecord is the size in bytes that no record exceeds.
const maxRecord = settings.MaxPrivateFile

// Record is all that is kept of one sign-in: secrets and what belongs to them.
// It hides itself when it is printed.
type Record struct {
	Format   int            `json:"rcfwd"`
	Version  int            `json:"version"` // that was read; a store writes recordVersion
	Server   string         `json:"server"`  // the only one that may see the rest
	ClientID string         `json:"client_id"`
	Secret   string         `json:"client_secret,omitempty"`
	Source   Source         `json:"source"`
	Grant    settings.Grant `json:"grant"`
	JWT      string         `json:"jwt,omitempty"`
	Token    *TokenSet      `json:"token,omitempty"` // nil once the session has ended

	// Whose session it was and its permissions, once there is no token to say so.
	Owner string `json:"owner_id,omitempty"`
	Scope string `json:"scope,omitempty"`

	newer error // see Newer
}

// TokenSet is the answer to a token call (dossier section 2.4). It hides itself
// when it is printed. The times are by our clock plus ClockOff.
type TokenSet struct {
	Access         string    `json:"access"`
	Refresh        string    `json:"refresh,omitempty"`
	Issued         time.Time `json:"issued"`
	Expires        time.Time `json:"expires,omitzero"`         // zero when the service did not say
	RefreshExpires time.Time `json:"refresh_expires,omitzero"` // zero when the service did not say
	Scope          string    `json:"scope,omitempty"`
	Owner          string    `json:"owner_id,omitempty"`

	// ClockOff is how far the service's clock was ahead of ours when the answer came; 0
	// when they agreed. See rest.Limits.Now.
	ClockOff time.Duration `json:"clock_off,omitzero"`
}

// String hides everything.
func (Record) String() string { return "(sign-in)" }

// GoString hides everything.
func (Record) GoString() string { return "(sign-in)" }

// String hides everything.
func (TokenSet) String() string { return "(token)" }

// GoString hides everything.
func (TokenSet) GoString() string { return "(token)" }

// With returns the record with another token. Without one, for a session that
// has ended, it still tells whose the session was, so that the same person can
// be recognized. The record is this rcfwd's own, whatever version r was read with.
func (r *Record) With(t *TokenSet) *Record {
	next := *r
	next.Owner, next.Scope = r.OwnerAndScope()
	next.Token = t
	next.Format, next.Version, next.newer = recordFormat, recordVersion, nil
	return &next
}

// Storable returns the record without what a credential command printed. The
// command can print that again, so no store keeps it.
func (r *Record) Storable() *Record {
	if r.Source != FromCommand {
		return r
	}
	bare := *r
	bare.JWT, bare.Secret = "", ""
	return &bare
}

// OwnerAndScope returns the id of the extension that signed in and the
// permissions of the session; each is empty when it is not known.
func (r *Record) OwnerAndScope() (owner, scope string) {
	owner, scope = r.Owner, r.Scope
	if t := r.Token; t != nil {
		owner, scope = cmp.Or(t.Owner, owner), cmp.Or(t.Scope, scope)
	}
	return owner, scope
}

// AccessToken returns the access token, or "" without one or without a record.
func (r *Record) AccessToken() string {
	if r == nil || r.Token == nil {
		return ""
	}
	return r.Token.Access
}

// Fingerprint tells records apart and reveals nothing of them. That of no record
// is "".
func (r *Record) Fingerprint() string {
	if r == nil {
		return ""
	}
	sum := sha256.Sum256([]byte(r.Server + "\n" + r.JWT + "\n" + r.AccessToken()))
	return string(sum[:])
}

func encode(r *Record) ([]byte, error) {
	stamped := *r
	stamped.Format, stamped.Version = recordFormat, recordVersion
	return json.Marshal(&stamped)
}

// The ways in which stored data is no record. Their texts end the sentence "X
// cannot be used: it ...".
var (
	errEmpty   = errors.New("is empty")
	errDamaged = errors.New("is damaged or cut short")
	errForeign = errors.New("was not written by rcfwd")
)

// decode reads a record, also one of a later version, in which it leaves out what it
// does not know. Of a later version that cannot be read it returns the versions alone,
// with an error. No error quotes what was read.
func decode(data []byte) (*Record, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, errEmpty
	}
	var r Record
	d := json.NewDecoder(bytes.NewReader(data))
	if d.Decode(&r) != nil {
		return laterVersion(data), errDamaged
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errDamaged
	}
	switch {
	case r.Format == 0:
		return nil, errForeign
	case !r.complete():
		return laterVersion(data), errDamaged
	}
	return &r, nil
}

// laterVersion returns a record with nothing but the version, when data is JSON of a
// later version, and otherwise nil.
func laterVersion(data []byte) *Record {
	var v struct {
		Format  int `json:"rcfwd"`
		Version int `json:"version"`
	}
	r := &Record{}
	if json.Unmarshal(data, &v) != nil {
		return nil
	}
	if r.Format, r.Version = v.Format, v.Version; r.Format == 0 || r.version() <= recordVersion {
		return nil
	}
	return r
}

// version returns the version of a record that was read; see recordFormat.
func (r *Record) version() int { return max(r.Format, r.Version) }

// Newer returns an error for people when the record comes from a store and is of a later
// version than this rcfwd writes, and otherwise nil. The error names where it is. No
// store replaces or erases such a record.
func (r *Record) Newer() error {
	if r == nil {
		return nil
	}
	return r.newer
}

// refuseNewer returns an error for people when a store holds, under a name, a record
// of a later version. r may be nil.
func refuseNewer(name string, r *Record) error {
	if r == nil {
		return nil
	}
	return settings.RefuseNewer(name, r.version(), recordVersion)
}

// complete reports whether the record holds what every record does.
func (r *Record) complete() bool {
	u, err := url.Parse(r.Server)
	if err != nil || u.Host == "" || r.ClientID == "" {
		return false
	}
	return r.Token == nil || r.Token.Access != ""
}
