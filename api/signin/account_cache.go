package signin

import (
	"encoding/json"
	"os"
	"time"
)

// AccountCache is what was found out of an account when it was open last, so that
// ReadStatus can tell it without asking the server. It holds no secret.
type AccountCache struct {
	CallHandling string    `json:"callHandling"` // legacy or new (dossier section 8)
	At           time.Time `json:"at"`

	// Whose it is: what was seen of another account or server tells nothing.
	Server    string `json:"server"`
	Account   string `json:"account,omitempty"`
	Extension string `json:"extension,omitempty"`
}

// Save keeps what was found out of the account that a profile leads to.
// Where the disk takes nothing it is forgotten.
func (f Folders) Save(p Profile, callHandling string) {
	if f.State == "" || CheckName(p.Name) != nil || f.make() != nil {
		return
	}
	s := AccountCache{callHandling, time.Now().UTC().Round(time.Second), p.ServerURL().String(), p.Account, p.Extension}
	if data, err := json.Marshal(s); err == nil {
		_ = replaceFile(f.seenFile(p.Name), data, createNew)
	}
}

func (f Folders) seenFile(profile string) string { return f.profileFile(profile, ".seen.json") }

// seen is what was remembered of the account that a profile leads to now; nil
// when nothing was.
func (f Folders) seen(p Profile) *AccountCache {
	data, err := readPrivate(f.seenFile(p.Name))
	s := AccountCache{}
	if err != nil || json.Unmarshal(data, &s) != nil {
		return nil
	}
	if s.Server != p.ServerURL().String() || s.Account != p.Account || s.Extension != p.Extension {
		return nil
	}
	return &s
}

// forget removes what was remembered of a profile.
func (f Folders) forget(profile string) { _ = os.Remove(f.seenFile(profile)) }
