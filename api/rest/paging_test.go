package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func withNext(next string, all ...string) string {
	return fmt.Sprintf(`{"records":[%s],"navigation":{"nextPage":{"uri":%q}}}`, strings.Join(all, ","), next)
}

func TestList_followsPagesToOurServer(t *testing.T) {
	var asked []string
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.URL.String())
		if len(asked) == 1 {
			return answer(200, withNext("http://inside.example:8080/restapi/v1.0/account/7/extension/8/forwarding-number?page=2&access_token=x", home)), nil
		}
		return answer(200, records(cabin, home)), nil
	})
	all, err := c.list(t.Context())
	if err != nil || len(all) != 3 || len(asked) != 2 || string(all[1]) != cabin {
		t.Fatalf("got %s, %v; want the records of both pages", all, err)
	}
	if want := "https://rc.test/restapi/v1.0/account/7/extension/8/forwarding-number?page=2"; asked[1] != want {
		t.Errorf("asked %s; want %s", asked[1], want)
	}
}

func TestListV2_countsPages(t *testing.T) {
	var asked []string
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.URL.RawQuery)
		return answer(200, fmt.Sprintf(`{"records":[{"id":%d}],"paging":{"totalPages":3}}`, len(asked))), nil
	})
	all, err := c.ListV2(t.Context(), Request{Op: opList, Method: http.MethodGet, Path: ownList})
	if want := []string{"", "page=2", "page=3"}; err != nil || len(all) != 3 || !slices.Equal(asked, want) {
		t.Errorf("%d records, %v, asked %q, want %q", len(all), err, asked, want)
	}
}

func TestList_ends(t *testing.T) {
	next := "https://rc.test" + ownList + "?page="
	tests := map[string]func(page int) string{
		"no next page":    func(int) string { return records(home) },
		"empty page":      func(page int) string { return withNext(next+fmt.Sprint(page+1), strings.Repeat(home, 2-min(page, 2))) },
		"same page again": func(page int) string { return withNext(next+fmt.Sprint(page+1), home) },
		"names itself":    func(int) string { return withNext(next+"1", home) },
	}
	for name, serve := range tests {
		t.Run(name, func(t *testing.T) {
			page := 0
			c := newTestClient(func(*http.Request) (*http.Response, error) {
				page++
				return answer(200, serve(page)), nil
			})
			numbers, err := c.list(t.Context())
			if err != nil || len(numbers) != 1 || page > 2 {
				t.Errorf("%d numbers, %v, after %d pages", len(numbers), err, page)
			}
		})
	}
}

func TestList_failsWithoutAnEnd(t *testing.T) {
	page := 0
	c := newTestClient(func(*http.Request) (*http.Response, error) {
		page++
		return answer(200, withNext(fmt.Sprintf("%s?page=%d", ownList, page+1), fmt.Sprintf(`{"id":%d}`, page))), nil
	})
	if _, err := c.list(t.Context()); !errors.Is(err, errPages) || page != maxPages {
		t.Errorf("%v after %d pages", err, page)
	}
}

// Not all pages are full, and 100,000 records of a kilobyte are no endless list.
func TestList_isBoundedAsAWhole(t *testing.T) {
	tests := map[string]struct {
		pages, records, bytes int // bytes of a record
		want                  error
	}{
		"100,000 records of a kilobyte": {100, 1000, 1000, nil},
		"many records":                  {101, 2000, 2, errRecords},
		"long records":                  {10, 2, 14_000_000, errBytes},
		"long pages":                    {10, 1000, 14_000, errBytes},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			page := slices.Repeat([]json.RawMessage{bytes.Repeat([]byte("x"), tt.bytes)}, tt.records)
			var l list
			var err error
			for n := 0; n < tt.pages && err == nil; n++ {
				page[0] = fmt.Append(nil, n)
				_, err = l.add(slices.Clone(page))
			}
			if !errors.Is(err, tt.want) {
				t.Errorf("%d records: %v, want %v", l.records, err, tt.want)
			}
		})
	}
}

func TestList_failsWithoutRecords(t *testing.T) {
	for _, body := range []string{`{}`, `null`, `{"records":null}`, `[]`, `{"records":{}}`} {
		c := newTestClient(func(*http.Request) (*http.Response, error) { return answer(200, body), nil })
		if n, err := c.list(t.Context()); err == nil {
			t.Errorf("%s is read as %v, without an error", body, n)
		}
	}
}

func TestSamePath_acceptsRealIDs(t *testing.T) {
	tests := []struct {
		path, next string
		want       bool
	}{
		{ownList, "/restapi/v1.0/account/1/extension/2/forwarding-number", true},
		{ownList, ownList, true},
		{ownList, "/restapi/v1.0/account/../extension/2/forwarding-number", false},
		{ownList, "/restapi/v1.0/account/1/extension/2/device", false},
		{ownList, "/restapi/v1.0/account/1/extension/2/forwarding-number/3", false},
		{ownList, "/restapi/v1.0/account/1%2F2/extension/2/forwarding-number", false},
		{"/restapi/v1.0/account/1/device", "/restapi/v1.0/account/2/device", false},
	}
	for _, tt := range tests {
		if got := samePath(tt.path, tt.next); got != tt.want {
			t.Errorf("samePath(%s, %s) = %v", tt.path, tt.next, got)
		}
	}
}

// Whatever address the server names as the next page, the list ends, and every request
// goes to the list on our server.
func FuzzPaging(f *testing.F) {
	f.Add(ownList+"?page=2", 3)
	f.Add("https://evil.test"+ownList+"?page=2", 2)
	f.Add("//evil.test/restapi/../../x", 2)
	f.Add("?page=%zz", 2)
	f.Add("https://rc.test@evil.test"+ownList, 2)
	f.Add("/restapi/v1.0/account/%2e%2e/extension/2/forwarding-number", 2)
	f.Fuzz(func(t *testing.T, next string, pages int) {
		asked := 0
		c := newTestClient(func(r *http.Request) (*http.Response, error) {
			asked++
			if r.URL.Scheme != "https" || r.URL.Host != "rc.test" || r.URL.User != nil || !samePath(ownList, r.URL.EscapedPath()) {
				t.Errorf("asked %s after %q", r.URL, next)
			}
			if asked > min(pages, 20) {
				return answer(200, records()), nil
			}
			return answer(200, fmt.Sprintf(`{"records":[{"id":%d}],"navigation":{"nextPage":{"uri":%s}}}`, asked, quoted(next))), nil
		})
		c.limits = NewLimits()
		if n, err := c.list(t.Context()); err == nil && len(n) != asked && len(n) != asked-1 {
			t.Errorf("%d numbers of %d pages", len(n), asked)
		}
	})
}
