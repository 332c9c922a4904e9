package signin

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"

	"rcfwd/api/settings"
)

// NamesCache is what the completion of the command line suggests: what numbers and rules
// of the user's own extension are called, and the people of the account, as they were last
// read. It holds no telephone number, and only texts that mean nothing to a shell.
type NamesCache struct {
	Version int    `json:"version"`
	Server  string `json:"server"`

	Numbers []string     `json:"numbers"` // labels; id:ID for a number whose label is not plain
	Rules   []CachedName `json:"rules"`   // by their ids
	People  []CachedName `json:"people"`  // by their extension numbers
}

// CachedName is something that is called ID on the command line.
type CachedName struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"` // empty when it is not plain
}

const (
	namesCacheVersion = 1
	maxCachedPeople   = 2000 // more do not fit into a private file
	maxPlain          = 40   // bytes of a name
	maxPlainDigits    = 6    // more of them may be a telephone number
)

// PlainName returns a text that means nothing to a shell: letters, digits, blanks and ._-
// with a letter or digit in front. It returns "" for any other, and for one with so many
// digits that it may be a telephone number.
func PlainName(text string) string {
	digits := 0
	for i, r := range text {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
		case i == 0 || !strings.ContainsRune(" ._-", r):
			return ""
		}
	}
	if len(text) > maxPlain || digits > maxPlainDigits || strings.TrimSpace(text) != text || strings.Contains(text, "  ") {
		return ""
	}
	return text
}

// plainID reports whether an id of the service is plain: a word without blanks. Ids of
// digits are no telephone numbers.
func plainID(id string) bool {
	return id != "" && len(id) <= maxPlain && strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") == "" && id[0] != '-'
}

// AddNumber adds a number by its label, or by its id.
func (c *NamesCache) AddNumber(id, label string) {
	switch plain := PlainName(label); {
	case plain != "":
		c.Numbers = append(c.Numbers, plain)
	case plainID(id):
		c.Numbers = append(c.Numbers, "id:"+id)
	}
}

// AddName adds what is called id to a list.
func AddName(list []CachedName, id, name string) []CachedName {
	if !plainID(id) || len(list) >= maxCachedPeople {
		return list
	}
	return append(list, CachedName{id, PlainName(name)})
}

// namesFile is not inlined: its copies would make the program larger.
//
//go:noinline
func namesFile(f settings.Folders, p *settings.Profile) settings.PrivateFile {
	return f.ProfileFile(p.Name, ".names.json")
}

// hasNamesCache reports whether the names of a profile are kept.
func hasNamesCache(f settings.Folders, p *settings.Profile) bool {
	return hasAccountCache(f, p) && p.StoreKind() != settings.StoreNone
}

// ReadNamesCache returns what was last read under a profile. It is empty when there is
// nothing, or what there is cannot be read.
func ReadNamesCache(f settings.Folders, p *settings.Profile) NamesCache {
	c, _ := readNames(f, p)
	return c
}

func readNames(f settings.Folders, p *settings.Profile) (c NamesCache, data []byte) {
	empty := NamesCache{Version: namesCacheVersion, Server: p.ServerURL().String()}
	if !hasNamesCache(f, p) {
		return empty, nil
	}
	data, err := namesFile(f, p).Read()
	if err != nil || json.Unmarshal(data, &c) != nil || c.Version != namesCacheVersion || c.Server != empty.Server {
		return empty, nil
	}
	return c, data
}

// UpdateNamesCache changes what is kept of a profile. A file is written only when it
// changes; a failure is ignored, since completion then suggests less.
func UpdateNamesCache(f settings.Folders, p *settings.Profile, edit func(*NamesCache)) {
	if !hasNamesCache(f, p) || refuseNewer(namesFile(f, p), namesCacheVersion) != nil {
		return
	}
	c, was := readNames(f, p)
	edit(&c)
	data, err := json.Marshal(c)
	if err == nil && !bytes.Equal(data, was) && len(data) <= settings.MaxPrivateFile {
		_ = namesFile(f, p).Write(data)
	}
}

func removeNamesCache(f settings.Folders, p *settings.Profile) {
	if refuseNewer(namesFile(f, p), namesCacheVersion) == nil {
		_ = namesFile(f, p).Remove()
	}
}
