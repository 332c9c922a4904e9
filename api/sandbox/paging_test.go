package sandbox

import (
	"fmt"
	"strings"
	"testing"
)

func TestPaging_linksThePages(t *testing.T) {
	const uri = testBase + "/restapi/v1.0/account/801200300004/extension/801200400004/forwarding-number?"
	tests := map[string]struct {
		query   string
		records int
		paging  string
		uri     string
		pages   string // first, previous, next, last
	}{
		"default":               {"", 6, "1 1 100 6 0 5", "page=1&perPage=100", "1 - - 1"},
		"first":                 {"?perPage=4", 4, "1 2 4 6 0 3", "page=1&perPage=4", "1 - 2 2"},
		"middle":                {"?perPage=2&page=2", 2, "2 3 2 6 2 3", "page=2&perPage=2", "1 1 3 3"},
		"last":                  {"?page=2&perPage=4", 2, "2 2 4 6 4 5", "page=2&perPage=4", "1 1 - 2"},
		"beyond":                {"?page=3&perPage=4", 0, "- 2 4 6 - -", "page=3&perPage=4", "1 2 - 2"},
		"far beyond":            {"?page=2147483647&perPage=1000", 0, "- 1 1000 6 - -", "page=2147483647&perPage=1000", "1 - - 1"},
		"cut to 1000":           {"?perPage=5000", 6, "1 1 1000 6 0 5", "page=1&perPage=1000", "1 - - 1"},
		"other parameters kept": {"?perPage=4&b=2&a=1&access_token=x", 4, "1 2 4 6 0 3", "page=1&perPage=4&a=1&b=2", "1 - 2 2"},
	}
	c := as(t, unlimited(t), "104")
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := c.do("GET", myNumbers+tt.query, "")
			a.want(t, 200, "")
			if got := len(a.records()); got != tt.records {
				t.Errorf("%d records, want %d", got, tt.records)
			}
			paging, _ := a.body["paging"].(map[string]any)
			if got := fields(paging, "page", "totalPages", "perPage", "totalElements", "pageStart", "pageEnd"); got != tt.paging {
				t.Errorf("paging %s, want %s", got, tt.paging)
			}
			if a.str("uri") != uri+tt.uri {
				t.Errorf("uri %s, want %s", a.str("uri"), uri+tt.uri)
			}
			if got := a.pages(t, uri); got != tt.pages {
				t.Errorf("pages %s, want %s", got, tt.pages)
			}
		})
	}
}

func fields(object map[string]any, names ...string) string {
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = "-"
		if v, found := object[name]; found {
			parts[i] = fmt.Sprint(v)
		}
	}
	return strings.Join(parts, " ")
}

// pages reads the page numbers of the navigation block.
func (a answer) pages(t *testing.T, prefix string) string {
	t.Helper()
	navigation, _ := a.body["navigation"].(map[string]any)
	numbers := map[string]any{}
	for name, v := range navigation {
		link, _ := v.(map[string]any)
		uri, _ := link["uri"].(string)
		query, absolute := strings.CutPrefix(uri, prefix)
		if !absolute {
			t.Errorf("%s is %q", name, uri)
		}
		number, _, _ := strings.Cut(strings.TrimPrefix(query, "page="), "&")
		numbers[name] = number
	}
	return fields(numbers, "firstPage", "previousPage", "nextPage", "lastPage")
}

func TestPaging_refusesInvalidParameters(t *testing.T) {
	c := as(t, unlimited(t), "104")
	for _, path := range []string{myNumbers, account + "/extension", account + "/phone-number", myExtension + "/device"} {
		for _, name := range []string{"page", "perPage"} {
			for _, value := range []string{"0", "-1", "x", "", "1.5", "99999999999", "max"} {
				a := c.do("GET", path+"?"+name+"="+value, "")
				a.want(t, 400, "CMN-101")
				if a.str("parameterName") != name || a.str("message") != "Parameter ["+name+"] value is invalid." {
					t.Errorf("%s=%s: %s", name, value, a.text)
				}
			}
		}
	}
}

func TestPaging_coversAnEmptyList(t *testing.T) {
	a := as(t, unlimited(t), "103").do("GET", myNumbers, "")
	a.want(t, 200, "")
	if !strings.Contains(a.text, `"records":[]`) || !strings.Contains(a.text, `"totalElements":0`) {
		t.Errorf("got %s", a.text)
	}
}

func TestPaging_visitsEachItemOnce(t *testing.T) {
	s := newServer(t, Options{People: 57, Limits: Limits{Off: true}})
	c := as(t, s, "104")
	seen := map[string]bool{}
	for uri := account + "/extension?perPage=10&status=Enabled&status=Disabled&status=NotActivated&status=Unassigned"; uri != ""; {
		a := c.do("GET", uri, "")
		for _, r := range a.records() {
			number, _ := r["extensionNumber"].(string)
			if seen[number] {
				t.Fatalf("extension %s came twice", number)
			}
			seen[number] = true
		}
		navigation, _ := a.body["navigation"].(map[string]any)
		next, _ := navigation["nextPage"].(map[string]any)
		uri, _ = next["uri"].(string)
	}
	if len(seen) != 57+2 {
		t.Errorf("saw %d extensions, want 57 and two menus", len(seen))
	}
}
