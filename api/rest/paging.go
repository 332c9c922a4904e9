package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rcfwd/api/jsonobj"
)

// A list that is longer in one of these ways has no end: the largest lists of
// RingCentral have 100,000 records, of about a kilobyte each.
const (
	maxPages   = 1000
	maxRecords = 200_000
	maxBytes   = 128 << 20
)

// ErrEndless is the error of a list that is longer than any list of RingCentral.
var ErrEndless = errors.New("the list does not end")

var (
	errPages    = fmt.Errorf("%w: it has more than %d pages", ErrEndless, maxPages)
	errRecords  = fmt.Errorf("%w: it has more than %d records", ErrEndless, maxRecords)
	errBytes    = fmt.Errorf("%w: it has more than %d MiB", ErrEndless, maxBytes>>20)
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
		Page       int `json:"page"`
		TotalPages int `json:"totalPages"`
	} `json:"paging"` // of v2, which names no next page
}

// List reads the records of a list of v1: those of r and of the pages after it.
func (c *Client) List(ctx context.Context, r Request) ([]json.RawMessage, error) {
	return collect(c.Pages(ctx, &r))
}

// Pages reads a list of v1 page by page, and each page only when it is asked for. The
// last page is the one that names no next page (developer guide, "Paging"). An error ends
// the pages.
func (c *Client) Pages(ctx context.Context, r *Request) iter.Seq2[[]json.RawMessage, error] {
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
	return collect(c.PagesV2(ctx, &r))
}

// PagesV2 reads a list whose pages are numbered page by page, and each page only when it
// is asked for. An error ends the pages.
func (c *Client) PagesV2(ctx context.Context, r *Request) iter.Seq2[[]json.RawMessage, error] {
	first, n := *r, 1
	return c.readPages(ctx, r, func(p page) (Request, bool, error) {
		n++
		next := first
		next.Query = pageNumber(first.Query, n)
		return next, n <= p.Paging.TotalPages, nil
	})
}

// collect returns the records of all pages. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func collect(pages iter.Seq2[[]json.RawMessage, error]) ([]json.RawMessage, error) {
	var all []json.RawMessage
	for records, err := range pages {
		if err != nil {
			return nil, err
		}
		all = append(all, records...)
	}
	return all, nil
}

// readPages reads pages from r on; after returns the request for the page that follows
// one. For servers that do not stop, the list also ends with an empty page and with one
// that was read before. It is not inlined: its copies would make the program larger.
//
//go:noinline
func (c *Client) readPages(ctx context.Context, was *Request, after func(page) (next Request, more bool, err error)) iter.Seq2[[]json.RawMessage, error] {
	r := *was
	return func(yield func([]json.RawMessage, error) bool) {
		var had list
		for range maxPages {
			p, err := c.readPage(ctx, &r)
			if err != nil {
				yield(nil, err)
				return
			}
			added, err := had.add(*p.Records)
			if err != nil {
				yield(nil, Unusable(r.Op, http.StatusOK, nil, err))
				return
			}
			if !added || !yield(*p.Records, nil) {
				return
			}
			next, more, err := after(p)
			switch {
			case err != nil:
				yield(nil, Unusable(r.Op, http.StatusOK, nil, err))
				return
			case !more:
				return
			}
			r = next
		}
		yield(nil, Unusable(r.Op, http.StatusOK, nil, errPages))
	}
}

func (c *Client) readPage(ctx context.Context, r *Request) (p page, err error) {
	if err = c.Do(ctx, r, Into(&p)); err == nil && p.Records == nil {
		err = Unusable(r.Op, http.StatusOK, nil, ErrShape)
	}
	return p, err
}

var pageSeed = maphash.MakeSeed()

// list counts what was read of a list so far.
type list struct {
	records, bytes int
	seen           map[uint64]bool // hashes of its pages
}

// add counts a page. It adds nothing of an empty page and of one that was there before: a
// server that ignores the number of the page returns the same page again and again, under
// a new address each time.
func (l *list) add(page []json.RawMessage) (added bool, err error) {
	var hash maphash.Hash
	hash.SetSeed(pageSeed)
	for _, r := range page {
		hash.Write(r)
		hash.WriteByte('\n')
		l.bytes += len(r)
	}
	switch {
	case len(page) == 0 || l.seen[hash.Sum64()]:
		return false, nil
	case l.records+len(page) > maxRecords:
		return false, errRecords
	case l.bytes > maxBytes:
		return false, errBytes
	case l.seen == nil:
		l.seen = map[uint64]bool{}
	}
	l.seen[hash.Sum64()] = true
	l.records += len(page)
	return true, nil
}

// nextPage turns the address of a next page into a request to our own server, whatever
// host the address names: behind a proxy the service does not know its own name, and
// the token goes to no other host.
func (c *Client) nextPage(was *Request, uri string) (Request, error) {
	first := *was
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

// pageNumber asks for page n of what a query asks for.
func pageNumber(query url.Values, n int) url.Values {
	next := url.Values{"page": {strconv.Itoa(n)}}
	for name, values := range query {
		if name != "page" {
			next[name] = values
		}
	}
	return next
}
