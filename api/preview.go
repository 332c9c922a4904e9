package api

import (
	"net/http"
	"slices"
	"strings"
)

func (c *Client) createRequest(n NewNumber) request {
	return request{op: opCreateNumber, method: http.MethodPost, path: c.inExtension(numbersPath), body: n.body()}
}

func (c *Client) updateRequest(old Number, change Change) request {
	return request{op: opUpdateNumber, method: http.MethodPut, path: c.inExtension(numbersPath, old.ID), body: changeBody(change)}
}

func (c *Client) readRequest(id string) request {
	return request{op: opReadNumber, method: http.MethodGet, path: c.inExtension(numbersPath, id)}
}

// CreatePreview says what CreateNumber would send: method, path and body, on
// one clean line. On new accounts, where lists and rules are written whole, it is
// several requests with "then" between them, made of what was last read.
func (c *Client) CreatePreview(n NewNumber) string {
	if c.KnownBackend() == NewBackend {
		return c.createNewPreview(n)
	}
	return c.createRequest(n).preview()
}

// UpdatePreview says what UpdateNumber would send.
func (c *Client) UpdatePreview(old Number, change Change) string {
	if c.KnownBackend() == NewBackend {
		return c.updateNewPreview(old, change)
	}
	return c.updateRequest(old, change).preview()
}

// lastSeen is what the client read last of a new account.
func (b *backends) lastSeen() uses {
	b.mu.Lock()
	defer b.mu.Unlock()
	return uses{flips: b.flips, rules: b.rules, ruled: true}
}

func (c *Client) createNewPreview(n NewNumber) string {
	u := c.backends.lastSeen()
	var all []string
	if u.flips.byPhone(n.Phone) < 0 {
		all = append(all, c.putRequest(u.flips.added(n.Phone, n.Label, digitText(n.Flip))).preview())
	}
	a := adding{client: c, want: n, uses: u}
	for _, r := range u.rules {
		if want, err := a.target().ringIn(r); err == nil && slices.Contains(n.Rules, r.ID) {
			all = append(all, c.RulePreview(r, want))
		}
	}
	return then(all)
}

func (c *Client) updateNewPreview(old Number, change Change) string {
	u := c.backends.lastSeen()
	x := changing{client: c, old: old, saw: old, change: change, uses: u}
	var all []string
	if i := u.flips.find(old); i >= 0 {
		all = append(all, c.putRequest(u.flips.changed(i, change)).preview())
	} else if change.Flip != nil && *change.Flip != "" {
		n := change.Of(old)
		all = append(all, c.putRequest(u.flips.added(n.Phone, n.Label, n.Flip)).preview())
	}
	for _, r := range u.rules {
		if want := x.retarget(r); !r.follows() && !sameStored(r, want) {
			all = append(all, c.ruleRequest(r, want.change(r)).preview())
		}
	}
	return then(all)
}

func then(all []string) string {
	return strings.Join(slices.DeleteFunc(all, func(s string) bool { return s == "" }), " then ")
}

func (r request) preview() string {
	body, err := r.payload()
	if err != nil {
		return ""
	}
	return Clean(r.method + " " + r.path + " " + string(body))
}
