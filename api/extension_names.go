package api

import (
	"context"
	"slices"
	"sync"

	"rcfwd/api/rest"
)

// extensionNames are the names of extensions and devices that rules mention by their ids
// alone.
type extensionNames struct {
	mu   sync.Mutex
	byID map[lookup]string // empty for one that could not be read
}

func (n *extensionNames) find(by lookup) (name string, known bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	name, known = n.byID[by]
	return name, known
}

func (n *extensionNames) get(id string) (name string, known bool) { return n.find(lookup{id: id}) }

func (n *extensionNames) set(id, name string) { n.put(lookup{id: id}, name) }

func (n *extensionNames) setDevice(id, name string) { n.put(lookup{device: true, id: id}, name) }

func (n *extensionNames) put(by lookup, name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.byID == nil {
		n.byID = map[lookup]string{}
	}
	n.byID[by] = name
}

// nameless reports whether an ending leads to an extension of which only the id is known.
func (e Fallback) nameless() bool {
	return (e.Kind == ToExtension || e.Kind == ToVoicemail) && e.ID != "" && e.Name == ""
}

// nameEndings reads the names of the extensions to which calls go, each of them once and
// all at once. One that may not be read keeps only its id.
func (c *Client) nameEndings(ctx context.Context, rules []Rule) {
	var reads rest.PanicGroup
	asked := map[string]bool{}
	for _, r := range rules {
		for _, e := range []Fallback{r.NoAnswer, r.Destination} {
			if _, known := c.names.get(e.ID); !e.nameless() || known || asked[e.ID] {
				continue
			}
			asked[e.ID] = true
			reads.Go(func() { c.readPerson(ctx, e.ID) })
		}
	}
	reads.Wait()
}

// named returns r with the names that are known.
func (n *extensionNames) named(was *Rule) Rule {
	r := *was
	for _, e := range []*Fallback{&r.NoAnswer, &r.Destination} {
		if e.nameless() {
			e.Name, _ = n.get(e.ID)
		}
	}
	r.Apps.Targets = n.targets(r.Apps.Targets)
	r.Steps = slices.Clone(r.Steps)
	for i := range r.Steps {
		r.Steps[i].Targets = n.targets(r.Steps[i].Targets)
	}
	return r
}
