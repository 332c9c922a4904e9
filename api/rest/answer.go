package rest

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"strconv"
)

// Answer is an answer as it came.
type Answer struct {
	Status int // 0: there was none
	Header http.Header
	Body   []byte // at most 16 MiB of a good answer, and 1 MiB of another
}

// Whole is a Reader for a body that only needs to have come whole.
func Whole(json.RawMessage) error { return nil }

// keep hands an answer to the caller who asked for it.
func (r *Request) keep(got reply) reply {
	got.any = r.Accept != ""
	if r.Answer != nil {
		*r.Answer = Answer{got.status, got.header, got.body}
	}
	return got
}

// ErrOtherHost is the error of a list whose next page is on another host.
var ErrOtherHost = errors.New("the next page is on another host, to which no token is sent")

// AllPages reads a list of v1 or v2 page by page, and each page only when it is asked for.
// The next page is the one that the answer names or, where it names none and counts its
// pages, the one after it. An error ends the pages: ErrShape is under that of an answer
// that is no list, and ErrOtherHost under that of a next page which is on another host or
// outside of the list.
func (c *Client) AllPages(ctx context.Context, r *Request) iter.Seq2[[]json.RawMessage, error] {
	number, _ := strconv.Atoi(r.Query.Get("page"))
	return c.readPages(ctx, r, func(p page) (Request, bool, error) {
		if number = max(number, 1); p.Paging.Page > 0 {
			number = p.Paging.Page
		}
		number++ // also where the next page has an address
		if uri := string(p.Navigation.NextPage.URI); uri != "" {
			next, err := c.nextPageHere(r, uri)
			return next, true, err
		}
		next := *r
		next.Query = cloneQuery(r.Query)
		next.Query.Set("page", strconv.Itoa(number))
		return next, number <= p.Paging.TotalPages, nil
	})
}

// nextPageHere is nextPage for a list whose address a person chose: another host is an
// error there, as it is in the address itself.
func (c *Client) nextPageHere(first *Request, uri string) (Request, error) {
	u, err := url.Parse(uri)
	if err != nil || u.User != nil || u.Host != "" && (u.Host != c.server.Host || u.Scheme != c.server.Scheme) {
		return Request{}, ErrOtherHost
	}
	next, err := c.nextPage(first, uri)
	if err != nil {
		return Request{}, ErrOtherHost
	}
	if _, _, err := ParsePath(next.Path + "?" + next.Query.Encode()); err != nil {
		return Request{}, ErrOtherHost
	}
	return next, nil
}

func cloneQuery(q url.Values) url.Values {
	clone := url.Values{}
	maps.Copy(clone, q)
	return clone
}
