package api

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"rcfwd/api/rest"
)

// placeholder stands in paths and queries for an extension that was named by its
// short number and is not looked up yet. No escaped path can hold it.
const placeholder = "{extension}"

// extensionResolver is which extension a client is about.
type extensionResolver struct {
	number string        // short number to look up; empty when the id was given
	sem    chan struct{} // holds one token: whoever has it may look id up
	id     string        // id, or Mine; guarded by turn while number is set
}

func newExtensionResolver(id, number string) *extensionResolver {
	o := &extensionResolver{number: number, id: cmp.Or(id, rest.Mine), sem: make(chan struct{}, 1)}
	o.sem <- struct{}{}
	return o
}

// inPath is what stands for the extension in a path.
func (o *extensionResolver) inPath() string {
	if o.number != "" {
		return placeholder
	}
	return rest.Escape(o.id)
}

// find gives the id, asking the service for it the first time. Whoever asks
// meanwhile waits for that answer, or for the end of ctx.
func (o *extensionResolver) find(ctx context.Context, ask func(context.Context, string) (Extension, error)) (string, error) {
	select {
	case <-o.sem:
	case <-ctx.Done():
		return "", ctx.Err()
	}
	defer func() { o.sem <- struct{}{} }()
	if o.id != rest.Mine {
		return o.id, nil
	}
	e, err := ask(ctx, o.number)
	if err != nil {
		return "", err
	}
	o.id = e.ID
	return o.id, nil
}

// resolvePath puts the id of the open extension where r has a place for it.
func (c *Client) resolvePath(ctx context.Context, r rest.Request) (rest.Request, error) {
	if !strings.Contains(r.Path, placeholder) && r.Query.Get(targetExtension) != placeholder {
		return r, nil
	}
	id, err := c.extension.find(ctx, c.FindExtension)
	if err != nil {
		return r, err
	}
	r.Path = strings.Replace(r.Path, placeholder, rest.Escape(id), 1)
	if r.Query.Has(targetExtension) {
		r.Query = url.Values{targetExtension: {id}}
	}
	return r, nil
}
