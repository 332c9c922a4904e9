package signin

import (
	"encoding/json"
	"time"

	"rcfwd/api/settings"
)

// AccountCache is what was learned about an account when it was last open, so
// that ReadStatus can report it without asking the server. It holds no secret.
type AccountCache struct {
	CallHandling string    `json:"callHandling"` // legacy or new (dossier section 8)
	At           time.Time `json:"at"`

	// What it is about. A cache of another account or server does not count.
	Server    string `json:"server"`
	Account   string `json:"account,omitempty"`
	Extension string `json:"extension,omitempty"`
}

// storedAccountCache is the content of the file.
type storedAccountCache struct {
	Version int `json:"version"`
	AccountCache
}

// SaveAccountCache saves what was learned about the account that a profile leads
// to. A failure to write is ignored: ReadStatus then reports less. A file of a later
// version stays as it is.
func SaveAccountCache(f settings.Folders, p *settings.Profile, callHandling string) {
	if !hasAccountCache(f, p) || refuseNewer(cacheFile(f, p), accountCacheVersion) != nil {
		return
	}
	c := AccountCache{callHandling, time.Now().UTC().Round(time.Second), p.ServerURL().String(), p.Account, p.Extension}
	if data, err := json.Marshal(storedAccountCache{accountCacheVersion, c}); err == nil {
		_ = cacheFile(f, p).Write(data)
	}
}

// hasAccountCache reports whether there is a place for the cache of a profile.
func hasAccountCache(f settings.Folders, p *settings.Profile) bool {
	return f.State != "" && settings.CheckName(p.Name) == nil
}

// cacheFile is not inlined: its copies would make the program larger.
//
//go:noinline
func cacheFile(f settings.Folders, p *settings.Profile) settings.PrivateFile {
	return f.ProfileFile(p.Name, ".seen.json")
}

// ReadAccountCache returns the cache of the account that a profile leads to now,
// or nil.
func ReadAccountCache(f settings.Folders, p *settings.Profile) *AccountCache {
	data, err := cacheFile(f, p).Read()
	c := storedAccountCache{}
	if err != nil || json.Unmarshal(data, &c) != nil {
		return nil
	}
	if c.Server != p.ServerURL().String() || c.Account != p.Account || c.Extension != p.Extension {
		return nil
	}
	return &c.AccountCache
}

func removeAccountCache(f settings.Folders, p *settings.Profile) {
	if refuseNewer(cacheFile(f, p), accountCacheVersion) == nil {
		_ = cacheFile(f, p).Remove()
	}
}
