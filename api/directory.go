package api

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// DirectoryEntry is an extension as the directory of the account has it: with its
// telephone numbers, which the list of extensions lacks (dossier section 16). The texts
// are clean.
type DirectoryEntry struct {
	ID      string
	Numbers []string // E.164
}

// directoryPage is the largest page of the directory (dossier section 16).
const directoryPage = 2000

// Directory reads the directory of the open account, two thousand extensions with each
// request, and each page only when it is asked for. It takes no user permission. An error
// ends the pages.
func (c *Client) Directory(ctx context.Context) iter.Seq2[[]DirectoryEntry, error] {
	r := rest.Request{Op: opReadDirectory, Method: http.MethodGet, Path: c.AccountPath("directory", "entries"), Query: perPage(directoryPage)}
	return func(yield func([]DirectoryEntry, error) bool) {
		for records, err := range c.rest.PagesV2(ctx, &r) {
			var entries []DirectoryEntry
			if err == nil {
				entries, _, err = readAll(opReadDirectory, records, readDirectoryEntry)
			}
			if !yield(entries, err) || err != nil {
				return
			}
		}
	}
}

func readDirectoryEntry(raw json.RawMessage) (DirectoryEntry, error) {
	var w struct {
		ID      jsonobj.FlexString `json:"id"`
		Numbers []struct {
			Phone jsonobj.FlexString `json:"phoneNumber"`
		} `json:"phoneNumbers"`
	}
	if !jsonobj.Decode(raw, &w) || w.ID == "" {
		return DirectoryEntry{}, rest.ErrShape
	}
	e := DirectoryEntry{ID: rest.Clean(w.ID)}
	for _, n := range w.Numbers {
		if n.Phone != "" {
			e.Numbers = append(e.Numbers, rest.Clean(n.Phone))
		}
	}
	return e, nil
}
