package sandbox

import "net/url"

// list is one page of a v1 list.
type list struct {
	URI        string     `json:"uri"`
	Records    []any      `json:"records"`
	Paging     paging     `json:"paging"`
	Navigation navigation `json:"navigation"`
}

// paging has zero-based, inclusive bounds. They and the page are missing when
// the page is empty (S allows it), which also keeps page within its maximum.
type paging struct {
	Page          *int `json:"page,omitempty"`
	TotalPages    int  `json:"totalPages"`
	PerPage       int  `json:"perPage"`
	TotalElements int  `json:"totalElements"`
	PageStart     *int `json:"pageStart,omitempty"`
	PageEnd       *int `json:"pageEnd,omitempty"`
}

// navigation holds only pages that exist (G).
type navigation struct {
	First    *link `json:"firstPage,omitempty"`
	Next     *link `json:"nextPage,omitempty"`
	Previous *link `json:"previousPage,omitempty"`
	Last     *link `json:"lastPage,omitempty"`
}

type link struct {
	URI string `json:"uri"`
}

// slimList is one page of a v2 list, which has no links (S).
type slimList struct {
	Records []any  `json:"records"`
	Paging  paging `json:"paging"`
}

// pageOf renders the requested page of all items.
func pageOf[T any](c *call, items []T, render func(T) any) (result, error) {
	perPage, err := c.perPage(defaultPerPage, maxPerPage)
	if err != nil {
		return result{}, err
	}
	records, p, page, err := cut(c, items, perPage, render)
	if err != nil {
		return result{}, err
	}
	return success(list{c.pageURI(page, p.PerPage), records, p, c.navigate(page, p)}), nil
}

// slimPageOf is pageOf for v2.
func slimPageOf[T any](c *call, items []T, render func(T) any) (result, error) {
	perPage, err := c.perPage(defaultPerPage, maxPerPage)
	if err != nil {
		return result{}, err
	}
	records, p, _, err := cut(c, items, perPage, render)
	if err != nil {
		return result{}, err
	}
	return success(slimList{records, p}), nil
}

// cut renders the items of the requested page. A page beyond the end is empty,
// not an error (G).
func cut[T any](c *call, items []T, perPage int, render func(T) any) (records []any, p paging, page int, err error) {
	page, err = positiveInt(c.r.URL.Query(), "page", 1)
	if err != nil {
		return nil, p, 0, err
	}
	p = paging{PerPage: perPage, TotalElements: len(items), TotalPages: (len(items) + perPage - 1) / perPage}
	records = []any{}
	if page <= p.TotalPages {
		start := (page - 1) * perPage
		end := min(start+perPage, len(items))
		for _, item := range items[start:end] {
			records = append(records, render(item))
		}
		last := end - 1
		p.Page, p.PageStart, p.PageEnd = &page, &start, &last
	}
	return records, p, page, nil
}

// perPage reads the size of a page. Larger values are cut to the limit (S, G).
func (c *call) perPage(fallback, limit int) (int, error) {
	n, err := positiveInt(c.r.URL.Query(), "perPage", fallback)
	return min(n, limit), err
}

// navigate returns the links to the other pages. Guess: an empty list has a
// first page, which is also its last.
func (c *call) navigate(page int, p paging) navigation {
	to := func(n int) *link { return &link{c.pageURI(n, p.PerPage)} }
	nav := navigation{First: to(1), Last: to(max(p.TotalPages, 1))}
	if page < p.TotalPages {
		nav.Next = to(page + 1)
	}
	if page > 1 && page-1 <= p.TotalPages {
		nav.Previous = to(page - 1)
	}
	return nav
}

// pageURI is absolute and canonical and keeps the other parameters except an
// access token.
func (c *call) pageURI(page, perPage int) string {
	q := c.r.URL.Query()
	for _, own := range []string{"access_token", "page", "perPage"} {
		q.Del(own)
	}
	uri := c.canonical() + "?" + url.Values{"page": {decimal(int64(page))}, "perPage": {decimal(int64(perPage))}}.Encode()
	if len(q) > 0 {
		uri += "&" + q.Encode()
	}
	return uri
}
