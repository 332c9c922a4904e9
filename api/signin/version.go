package signin

import (
	"encoding/json"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
)

// The versions of the files that this package writes. A file without a version has
// version 1. What is in a file of a later version is read as far as it is known, and
// the file is neither written nor removed.
const (
	accountCacheVersion = 1
	callLogVersion      = 1
)

// versionOf returns the version that a file names, or 0. The rest of the file may be of
// a form that is not known.
func versionOf(data []byte) int {
	var v struct {
		Version int `json:"version"`
	}
	_ = json.Unmarshal(data, &v)
	return v.Version
}

// refuseNewer returns an error for people when a file is of a later version than known.
// What cannot be read is of none.
func refuseNewer(f settings.PrivateFile, known int) error {
	data, err := f.Read()
	if err != nil {
		return nil
	}
	return settings.RefuseNewer(f.Path(), versionOf(data), known)
}

// newerFiles returns a sentence about each file of the session, and of the profile
// that it is opened with, that is of a later version.
func (s *Session) newerFiles(f settings.Folders, p *settings.Profile) []string {
	found := []error{s.record().Newer(), s.currentSource().endpoint.sharedLimit.refuseNewer()}
	if c := s.currentSource().cache; c != nil {
		found = append(found, c.Newer())
	}
	if l := newLimitLedger(f, s.record(), nil); l != nil {
		found = append(found, refuseNewer(l.file, rest.LedgerVersion))
	}
	if hasAccountCache(f, p) {
		found = append(found, refuseNewer(cacheFile(f, p), accountCacheVersion))
	}
	var all []string
	for _, err := range found {
		if err != nil {
			all = append(all, explain(err))
		}
	}
	return all
}
