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

// maxPages ends a list that has no end; the service counts pages up to it.
const maxPages = 1000

var (
	errPages    = errors.New("the list does not end")
	errNextPage = errors.New("the next page lies outside the list")
)

// page is one page of a list. A list without records is no list: it must not
// look like an empty one.
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

// List reads the records of r and of the pages after it. The list ends with a
// page that names no next one (developer guide, "Paging").
func (c *Client) List(ctx context.Context, r Request) ([]json.RawMessage, error) {
	return c.gather(ctx, r, func(p page) (Request, bool, error) {
		if p.Navigation.NextPage.URI == "" {
			return Request{}, false, nil
		}
		next, err := c.follow(r, string(p.Navigation.NextPage.URI))
		return next, true, err
	})
}

// ListV2 does so with a list of v2, whose pages are counted (dossier section 3).
func (c *Client) ListV2(ctx context.Context, r Request) ([]json.RawMessage, error) {
	n := 1
	return c.gather(ctx, r, func(p page) (Request, bool, error) {
		n++
		r.Query = pageNumber(n)
		return r, n <= p.Paging.TotalPages, nil
	})
}

// gather reads pages from r on, as after says which one follows. For servers that
// forget to stop the list ends also with an empty page or one that was there
// before.
func (c *Client) gather(ctx context.Context, r Request, after func(page) (next Request, more bool, err error)) ([]json.RawMessage, error) {
	var all []json.RawMessage
	seen := seen{}
	for range maxPages {
		var p page
		if err := c.Do(ctx, r, Into(&p)); err != nil {
			return nil, err
		}
		if p.Records == nil {
			return nil, Unusable(r.Op, http.StatusOK, nil, ErrShape)
		}
		if len(*p.Records) == 0 || seen.before(*p.Records) {
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

// seen remembers pages by what is on them, for a server that ignores the page
// asked for gives the same one under ever new addresses.
type seen map[string]bool

func (s seen) before(records []json.RawMessage) bool {
	var b strings.Builder
	for _, r := range records {
		b.Write(r)
		b.WriteByte('\n')
	}
	had := s[b.String()]
	s[b.String()] = true
	return had
}

// follow turns the address of a next page into a request to our own server,
// whatever host it names: behind a proxy the service does not know its own
// name, and the token goes nowhere else.
func (c *Client) follow(first Request, uri string) (Request, error) {
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
	query.Del("access_token") // never in an address, whoever put it there
	first.Path, first.Query = next.EscapedPath(), query
	return first, nil
}

// samePath says whether next is the collection at path, where the service has
// put the real ids in the place of "~".
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

// isID says whether s is a plain id in a path: digits, as the service makes
// them.
func isID(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil
}

// pageNumber asks for page n of a list of v2, in its usual size.
func pageNumber(n int) url.Values { return url.Values{"page": {strconv.Itoa(n)}} }
