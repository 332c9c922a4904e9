package signin

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"rcfwd/api/settings"
	"time"
)

// format is the version of a stored record. It tells ours from other files too.
const format = 1

// maxRecord is the size in bytes that no record reaches.
const maxRecord = settings.MaxPrivateFile

// record is all that is kept of one sign-in. It is nothing but secrets and what
// belongs to them, so it has no text form.
type record struct {
	Format   int            `json:"rcfwd"`
	Server   string         `json:"server"` // the only one that may see the rest
	ClientID string         `json:"client_id"`
	Secret   string         `json:"client_secret,omitempty"`
	Source   Source         `json:"source"`
	Grant    settings.Grant `json:"grant"`
	JWT      string         `json:"jwt,omitempty"`
	Token    *tokenSet      `json:"token,omitempty"` // nil once the session is over

	// Whose session it is and what it may, as far as the token does not say
	// so: they outlive it.
	Owner string `json:"owner_id,omitempty"`
	Scope string `json:"scope,omitempty"`
}

// tokenSet is what a token call gave (dossier section 2.4).
type tokenSet struct {
	Access         string    `json:"access"`
	Refresh        string    `json:"refresh,omitempty"`
	Issued         time.Time `json:"issued"`
	Expires        time.Time `json:"expires,omitzero"`         // zero when the service did not say
	RefreshExpires time.Time `json:"refresh_expires,omitzero"` // zero when the service did not say
	Scope          string    `json:"scope,omitempty"`
	Owner          string    `json:"owner_id,omitempty"`
}

// String hides everything.
func (record) String() string { return "(sign-in)" }

// GoString hides everything.
func (record) GoString() string { return "(sign-in)" }

// String hides everything.
func (tokenSet) String() string { return "(token)" }

// GoString hides everything.
func (tokenSet) GoString() string { return "(token)" }

func (r *record) app() App { return App{ClientID: r.ClientID, ClientSecret: r.Secret} }

// with is the record with another token. That of a session that is over still
// tells whose it was, so that the same person can be known again.
func (r *record) with(t *tokenSet) *record {
	next := *r
	next.Owner, next.Scope = r.whose()
	next.Token = t
	return &next
}

// whose gives the owner's id and the scope, each "" when it is not known.
func (r *record) whose() (owner, scope string) {
	owner, scope = r.Owner, r.Scope
	if t := r.Token; t != nil {
		owner, scope = cmp.Or(t.Owner, owner), cmp.Or(t.Scope, scope)
	}
	return owner, scope
}

// access is the access token, or "".
func (r *record) access() string {
	if r == nil || r.Token == nil {
		return ""
	}
	return r.Token.Access
}

// due is when to replace the token. One that names no end is kept until it is
// refused.
func (t *tokenSet) due() time.Time {
	if t.Expires.IsZero() {
		return time.Time{}
	}
	return t.Expires.Add(-min(earliest, t.Expires.Sub(t.Issued)/10))
}

// fresh says whether the token need not be replaced yet, by our clock. What
// the service says of it counts for more.
func (t *tokenSet) fresh(now time.Time) bool {
	due := t.due()
	return due.IsZero() || now.Before(due)
}

func encode(r *record) ([]byte, error) {
	stamped := *r
	stamped.Format = format
	return json.Marshal(&stamped)
}

// The ways in which what is stored is no record. Their texts end the sentence
// "X cannot be used: it ...".
var (
	errEmpty   = errors.New("is empty")
	errDamaged = errors.New("is damaged or cut short")
	errForeign = errors.New("was not written by rcfwd")
	errNewer   = errors.New("was written by a newer rcfwd")
)

// decode reads a record. No error quotes what was read.
func decode(data []byte) (*record, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, errEmpty
	}
	var r record
	d := json.NewDecoder(bytes.NewReader(data))
	if d.Decode(&r) != nil {
		return nil, errDamaged
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errDamaged
	}
	switch {
	case r.Format == 0:
		return nil, errForeign
	case r.Format > format:
		return nil, errNewer
	case r.check() != nil:
		return nil, errDamaged
	}
	return &r, nil
}

// check says whether the record holds what every record does.
func (r *record) check() error {
	u, err := url.Parse(r.Server)
	if err != nil || u.Host == "" || r.ClientID == "" {
		return errDamaged
	}
	if r.Token != nil && r.Token.Access == "" {
		return errDamaged
	}
	return nil
}
