package rest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rcfwd/api/jsonobj"
)

// maxPages ends a list that has no end; the service counts pages up to this number.
const maxPages = 1000

var (
	errPages    = errors.New("the list does not end")
	errNextPage = errors.New("the next page lies outside the list")
)

// page is one page of a list. A page without the field records is an error: it must
// not look like an empty list.
type page struct {
	Records    *[]json.RawMessage `json:"records"`
	Navigation struct {
		NextPage struct {
			URI jsonobj.FlexString `json:"uri"`
		} `json:"nextPage"`
	} `json:"navigation"` // of v1
	Paging struct {
		TotalPages int `json:"totalPages"`
	} `json:"paging"` // of v2, which names no next page
}

// List reads the records of a list of v1: those of r and of the pages after it. The
// last page is the one that names no next page (developer guide, "Paging").
func (c *Client) List(ctx context.Context, r Request) ([]json.RawMessage, error) {
	return c.readPages(ctx, r, func(p page) (Request, bool, error) {
		if p.Navigation.NextPage.URI == "" {
			return Request{}, false, nil
		}
		next, err := c.nextPage(r, string(p.Navigation.NextPage.URI))
		return next, true, err
	})
}

// ListV2 reads the records of a list of v2, whose pages are numbered (dossier section 3).
func (c *Client) ListV2(ctx context.Context, r Request) ([]json.RawMessage, error) {
	n := 1
	return c.readPages(ctx, r, func(p page) (Request, bool, error) {
		n++
		r.Query = pageNumber(n)
		return r, n <= p.Paging.TotalPages, nil
	})
}

// readPages reads pages from r on; after returns the request for the page that follows
// one. For servers that do not stop, the list also ends with an empty page and with one
// that was read before.
func (c *Client) readPages(ctx context.Context, r Request, after func(page) (next Request, more bool, err error)) ([]json.RawMessage, error) {
	var all []json.RawMessage
	seen := seenPages{}
	for range maxPages {
		var p page
		if err := c.Do(ctx, r, Into(&p)); err != nil {
			return nil, err
		}
		if p.Records == nil {
			return nil, Unusable(r.Op, http.StatusOK, nil, ErrShape)
		}
		if len(*p.Records) == 0 || seen.repeated(*p.Records) {
			return all, nil
		}
		all = append(all, *p.Records...)
		next, more, err := after(p)
		switch {
		case err != nil:
			return nil, Unusable(r.Op, http.StatusOK, nil, err)
		case !more:
			return all, nil
		}
		r = next
	}
	return nil, Unusable(r.Op, http.StatusOK, nil, errPages)
}

// seenPages remembers pages by their records: a server that ignores the number of the
// page returns the same page again and again, under a new address each time.
type seenPages map[string]bool

// repeated reports whether a page was there before, and remembers it.
func (s seenPages) repeated(records []json.RawMessage) bool {
	var b strings.Builder
	for _, r := range records {
		b.Write(r)
		b.WriteByte('\n')
	}
	had := s[b.String()]
	s[b.String()] = true
	return had
}

// nextPage turns the address of a next page into a request to our own server, whatever
// host the address names: behind a proxy the service does not know its own name, and
// the token goes to no other host.
func (c *Client) nextPage(first Request, uri string) (Request, error) {
	here, err := url.Parse(c.url(first.Path, first.Query))
	if err != nil {
		return Request{}, errNextPage
	}
	next, err := here.Parse(uri)
	if err != nil || !samePath(first.Path, next.EscapedPath()) {
		return Request{}, errNextPage
	}
	query, err := url.ParseQuery(next.RawQuery)
	if err != nil {
		return Request{}, errNextPage
	}
	query.Del("access_token") // a token never goes into an address
	first.Path, first.Query = next.EscapedPath(), query
	return first, nil
}

// samePath reports whether next is the collection at path, in which the service has
// replaced "~" by the real ids.
func samePath(path, next string) bool {
	want, got := strings.Split(path, "/"), strings.Split(next, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if want[i] != got[i] && (want[i] != Mine || !isID(got[i])) {
			return false
		}
	}
	return true
}

// isID reports whether s is an id as the service makes them: digits.
func isID(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil
}

// pageNumber asks for page n of a list of v2, in its default size.
func pageNumber(n int) url.Values { return url.Values{"page": {strconv.Itoa(n)}} }
