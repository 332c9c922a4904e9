package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"rcfwd/api/rest"
)

func (c *Client) createRequest(n NewNumber) rest.Request {
	return rest.Request{Op: opCreateNumber, Method: http.MethodPost, Path: c.extensionPath(numbersPath), Body: n.body()}
}

func (c *Client) updateRequest(old Number, change Change) rest.Request {
	return rest.Request{Op: opUpdateNumber, Method: http.MethodPut, Path: c.extensionPath(numbersPath, old.ID), Body: changeBody(change)}
}

func (c *Client) readRequest(id string) rest.Request {
	return rest.Request{Op: opReadNumber, Method: http.MethodGet, Path: c.extensionPath(numbersPath, id)}
}

// Preview is what a write would send: method, path and body of each request, on one clean
// line, with "then" between them. Short abridges the lists that are written as a whole: it
// counts the elements that stay as they are.
type Preview struct{ Whole, Short string }

// CreatePreview returns what CreateNumber would send. On V2, where lists and rules are
// written as a whole, it is made from what was last read.
func (c *Client) CreatePreview(n NewNumber) Preview {
	if c.KnownCallHandling() == V2 {
		return c.createV2Preview(n)
	}
	return previewOf(rewrite{Request: c.createRequest(n)})
}

// UpdatePreview returns what UpdateNumber would send.
func (c *Client) UpdatePreview(old Number, change Change) Preview {
	if c.KnownCallHandling() == V2 {
		return c.updateV2Preview(old, change)
	}
	return previewOf(rewrite{Request: c.updateRequest(old, change)})
}

// snapshot returns what the client last read of an account on V2.
func (b *callHandlingCache) snapshot() snapshotV2 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return snapshotV2{flips: b.flips, rules: b.rules, ruled: true}
}

func (c *Client) createV2Preview(n NewNumber) Preview {
	u := c.cache.snapshot()
	var all []rewrite
	if u.flips.byPhone(n.Phone) < 0 {
		all = append(all, c.rewriteFlips(u.flips, u.flips.added(n.Phone, n.Label, digitText(n.Flip))))
	}
	a := createOp{client: c, want: n, uses: u}
	for _, r := range u.rules {
		want, err := a.target().ringIn(r)
		if err == nil && slices.Contains(n.Rules, r.ID) && want.Fixed == "" && !sameStored(r, want) {
			all = append(all, c.rewriteRule(r, want))
		}
	}
	return previewOf(all...)
}

func (c *Client) updateV2Preview(old Number, change Change) Preview {
	u := c.cache.snapshot()
	x := updateOp{client: c, old: old, saw: old, change: change, uses: u}
	var all []rewrite
	if i := u.flips.find(old); i >= 0 {
		all = append(all, c.rewriteFlips(u.flips, u.flips.changed(i, change)))
	} else if change.Flip != nil && *change.Flip != "" {
		n := change.Of(old)
		all = append(all, c.rewriteFlips(u.flips, u.flips.added(n.Phone, n.Label, n.Flip)))
	}
	for _, r := range u.rules {
		if want := x.retarget(r); !r.follows() && !sameStored(r, want) {
			all = append(all, c.rewriteRule(r, want))
		}
	}
	return previewOf(all...)
}

// rewrite is a request whose body was read and then edited.
type rewrite struct {
	rest.Request
	was json.RawMessage // the body that would change nothing; nil for a body that was not read
}

func (c *Client) rewriteFlips(was, want flipList) rewrite {
	return rewrite{c.putRequest(want), was.body.With("records", was.records).Raw()}
}

func (c *Client) rewriteRule(was, want Rule) rewrite {
	return rewrite{c.ruleRequest(was, want.body(was)), was.body(was).Raw()}
}

func previewOf(all ...rewrite) Preview {
	var whole, short []string
	for _, e := range all {
		body, err := e.Payload()
		if err != nil {
			continue
		}
		whole = append(whole, shown(e.Request, string(body)))
		short = append(short, shown(e.Request, abridged("", body, e.was)))
	}
	return Preview{strings.Join(whole, " then "), strings.Join(short, " then ")}
}

func shown(r rest.Request, body string) string {
	return rest.Clean(r.Method + " " + r.Path + " " + body)
}
