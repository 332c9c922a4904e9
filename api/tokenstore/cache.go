package tokenstore

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"rcfwd/api/settings"
)

// endsEarly is how long before its end a cached token no longer counts: the run that
// reads it has requests to send.
const endsEarly = 60 * time.Second

// cacheVersion is the version of an entry that this rcfwd writes. An entry without a
// version has it.
const cacheVersion = 1

// cachePrefix begins the names of entries.
const cachePrefix = "token-"

// CacheName returns the name, without an ending, of the cache entry for a credential. The
// parts tell the credential from all others; they cannot be found out from the name.
func CacheName(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return fmt.Sprintf("%s%x", cachePrefix, sum)
}

// Cache is a Store that keeps from run to run nothing but an access token, with its end
// and its owner. The credential that gets another one is kept elsewhere: in the
// environment, or behind a command. Within a run it also keeps what belongs to the token
// that this run got, such as its refresh token.
type Cache struct {
	file       settings.PrivateFile
	credential *Record // without a token
	own        *Record // that this run saved last; nil before
}

// NewCache returns a cache in a file for a credential.
func NewCache(file settings.PrivateFile, credential *Record) *Cache {
	return &Cache{file: file, credential: credential.With(nil)}
}

// cached is the content of the file. The times are those of TokenSet.
type cached struct {
	Version  int           `json:"version"`
	Access   string        `json:"access_token"`
	Issued   time.Time     `json:"issued"`
	Expires  time.Time     `json:"expires"`
	Owner    string        `json:"owner_id,omitempty"`
	ClientID string        `json:"client_id,omitempty"` // that a command printed
	ClockOff time.Duration `json:"clock_off,omitzero"`
}

// Path returns the path of the file, to name it to people.
func (c *Cache) Path() string { return c.file.Path() }

// Load returns the record of the credential, with the token that a run left or that this
// run got. A file that cannot be used counts as none: another token is a request away.
func (c *Cache) Load(context.Context) (*Record, error) {
	r := c.left()
	switch {
	case r != nil && (c.own == nil || r.AccessToken() != c.own.AccessToken()):
		return r, nil
	case c.own != nil:
		return c.own, nil
	}
	return c.credential, nil
}

// left returns the record with the token in the file, or nil.
func (c *Cache) left() *Record {
	e, ok := c.read()
	t := &TokenSet{Access: e.Access, Issued: e.Issued, Expires: e.Expires, Owner: e.Owner, ClockOff: e.ClockOff}
	if !ok || !t.worthKeeping(time.Now()) {
		return nil
	}
	r := c.credential.With(t)
	if e.ClientID != "" {
		r.ClientID = e.ClientID
	}
	return r
}

// read returns the entry in the file.
func (c *Cache) read() (e cached, ok bool) {
	data, err := c.file.Read()
	return e, err == nil && json.Unmarshal(data, &e) == nil
}

// worthKeeping reports whether a token has an end, and one that is not near at now, a
// time by our clock.
func (t *TokenSet) worthKeeping(now time.Time) bool {
	return t.Access != "" && now.Add(t.ClockOff).Before(t.Expires.Add(-endsEarly))
}

// Save keeps the token of r and removes old ones of other credentials. A token that ends
// soon, or at a time that is not known, is kept only within this run.
func (c *Cache) Save(_ context.Context, r *Record) error {
	c.own = r
	if err := c.Newer(); err != nil {
		return err
	}
	if r.Token == nil || !r.Token.worthKeeping(time.Now()) {
		return c.file.Remove()
	}
	e := cached{
		Version: cacheVersion, Access: r.Token.Access, Issued: r.Token.Issued, Expires: r.Token.Expires,
		Owner: r.Token.Owner, ClockOff: r.Token.ClockOff,
	}
	if r.Source == FromCommand {
		e.ClientID = r.ClientID
	}
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	err = c.file.Write(data)
	c.removeOld()
	return err
}

// Newer returns an error for people when the entry is of a later version.
func (c *Cache) Newer() error {
	e, _ := c.read()
	return settings.RefuseNewer(c.file.Path(), e.Version, cacheVersion)
}

// keptAfter is how long entries stay after they were written; no token lives as long.
const keptAfter = 24 * time.Hour

// removeOld removes the entries of credentials that are no longer used: no later run asks
// for them by name.
func (c *Cache) removeOld() {
	all, _ := filepath.Glob(filepath.Join(filepath.Dir(c.file.Path()), cachePrefix+"*.json"))
	for _, path := range all {
		if info, err := os.Lstat(path); err == nil && time.Since(info.ModTime()) > keptAfter {
			_ = os.Remove(path)
		}
	}
}

// Forget removes the entry if it holds a token, which the service no longer takes.
func (c *Cache) Forget(token string) error {
	if e, ok := c.read(); !ok || e.Access != token {
		return nil
	}
	return c.remove()
}

// Erase removes the entry.
func (c *Cache) Erase(context.Context) error {
	c.own = nil
	return c.remove()
}

func (c *Cache) remove() error {
	if err := c.Newer(); err != nil {
		return err
	}
	return c.file.Remove()
}

// Probe finds out whether Save will work.
func (c *Cache) Probe(context.Context) error { return c.file.Probe(1024) }

// String hides the token.
func (*Cache) String() string { return "(token cache)" }

// GoString hides the token.
func (*Cache) GoString() string { return "(token cache)" }
