package api

import (
	"cmp"
	"context"
	"maps"
	"strings"

	"rcfwd/api/rest"
)

// placeholder stands in paths and queries for an extension of which only the short
// number is known, until it is looked up. No escaped path can have it.
const placeholder = "{extension}"

// extensionResolver knows the extension of a client, and looks it up when needed.
type extensionResolver struct {
	who   Who           // to look up; unused when the id is known from the start
	known bool          // the id is known from the start
	sem   chan struct{} // has one token: its holder may look id up
	id    string        // id, or Mine; guarded by sem unless known
}

func newExtensionResolver(id string, who Who) *extensionResolver {
	if who.By == ByID {
		id = cmp.Or(id, who.Text)
	}
	o := &extensionResolver{who: who, id: cmp.Or(id, rest.Mine), sem: make(chan struct{}, 1)}
	o.known = id != "" || who.Text == ""
	o.sem <- struct{}{}
	return o
}

// inPath returns the id for a path, or placeholder.
func (o *extensionResolver) inPath() string {
	if !o.known {
		return placeholder
	}
	return rest.Escape(o.id)
}

// find returns the id, and asks the service for it the first time. Concurrent callers
// wait for that answer, or for the end of ctx.
func (o *extensionResolver) find(ctx context.Context, ask func(context.Context, Who) (Extension, error)) (string, error) {
	select {
	case <-o.sem:
	case <-ctx.Done():
		return "", ctx.Err()
	}
	defer func() { o.sem <- struct{}{} }()
	if o.id != rest.Mine {
		return o.id, nil
	}
	e, err := ask(ctx, o.who)
	if err != nil {
		return "", err
	}
	o.id = e.ID
	return o.id, nil
}

// resolvePath replaces placeholder in r by the id of the open extension.
func (c *Client) resolvePath(ctx context.Context, was *rest.Request) (rest.Request, error) {
	r := *was
	if !strings.Contains(r.Path, placeholder) && r.Query.Get(targetExtension) != placeholder {
		return r, nil
	}
	id, err := c.extension.find(ctx, c.FindWho)
	if err != nil {
		return r, err
	}
	r.Path = strings.Replace(r.Path, placeholder, rest.Escape(id), 1)
	if r.Query.Has(targetExtension) {
		r.Query = maps.Clone(r.Query) // that of the caller stays as it is
		r.Query.Set(targetExtension, id)
	}
	return r, nil
}
