package api

import (
	"encoding/json"
	"strings"

	"rcfwd/api/rest"
)

// Preview is what a write would send: method, path and body of each request, on one
// clean line, with "then" between them. Short is for eyes: of the lists that are written
// whole it counts what stays as it is, which is most of them.
type Preview struct{ Whole, Short string }

// Requests returns what Write would send for a draft, if nothing goes wrong.
func (c *Client) Requests(d *Draft) []rest.Request {
	var all []rest.Request
	for _, r := range d.handler.requests(c, &d.base, d.Edits()) {
		all = append(all, r.Request)
	}
	return all
}

// rewrite is a request whose body is one that was read, with something changed in it.
type rewrite struct {
	rest.Request
	was json.RawMessage // the body that would change nothing; nil for a body that was not read
}

func previewOf(all ...rewrite) Preview {
	var whole, short []string
	for _, e := range all {
		body, err := e.Payload()
		if err != nil {
			continue
		}
		whole = append(whole, shown(&e.Request, string(body)))
		short = append(short, shown(&e.Request, abridged("", body, e.was)))
	}
	return Preview{strings.Join(whole, " then "), strings.Join(short, " then ")}
}

func shown(r *rest.Request, body string) string {
	return rest.Clean(r.Method + " " + r.Path + " " + body)
}
