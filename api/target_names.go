package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"rcfwd/api/rest"
)

// The service may send a person or a device that a rule rings by its id alone. The id is
// shown until Client.ReadNames has looked it up.

// namedAs is what a target without a name is called, after the person or the device with
// its id. Without their name it is called by the id.
func (t *Target) namedAs(name string) string {
	of := cmp.Or(name, "extension "+t.ID)
	switch {
	case t.ID == "" || t.Kind == NumberTarget:
	case t.Kind == Coworker:
		return of
	case t.Kind == CoworkerApps && t.Type == ringDesktop:
		return "desktop apps of " + of
	case t.Kind == CoworkerApps:
		return "mobile apps of " + of
	case t.Type == ringApps:
		return "apps of " + of
	case t.Kind == DeviceTarget:
		return cmp.Or(name, t.Phone, "device "+t.ID)
	case t.Type == ringHotdesk:
		return "hot desk " + cmp.Or(name, t.ID)
	}
	words := []string{cmp.Or(otherNames[t.Type], t.Type, "unknown"), t.mark, t.Phone}
	if t.Kind == NumberTarget {
		words = []string{cmp.Or(t.Phone, "a number that RingCentral does not name")}
	}
	return strings.Join(slices.DeleteFunc(words, func(s string) bool { return s == "" }), " ")
}

// lookup is what to read for the name of a target: a person or a device, by its id.
type lookup struct {
	device bool
	id     string
}

// lookup returns what to read for the name of t; the zero value for nothing. It is not inlined:
// its copies would make the program larger.
//
//go:noinline
func (t *Target) lookup() lookup {
	switch {
	case !t.nameless || t.ID == "":
	case t.Kind == DeviceTarget || t.Type == ringHotdesk:
		return lookup{device: true, id: t.ID}
	case t.Kind == Coworker || t.Kind == CoworkerApps || t.Type == ringApps:
		return lookup{id: t.ID}
	}
	return lookup{}
}

// target returns t with its name, if that is known.
func (n *extensionNames) target(was *Target) Target {
	t := *was
	if by := t.lookup(); by != (lookup{}) {
		name, _ := n.find(by)
		t.Name = t.namedAs(name)
	}
	return t
}

// targets names the targets of a list.
func (n *extensionNames) targets(all []Target) []Target {
	if !slices.ContainsFunc(all, func(t Target) bool { return t.lookup() != lookup{} }) {
		return all
	}
	all = slices.Clone(all)
	for i, t := range all {
		all[i] = n.target(&t)
	}
	return all
}

// unnamed are the persons and devices in s whose names were not read yet, each once.
func (c *Client) unnamed(s *Snapshot) (people, devices []string) {
	seen := map[lookup]bool{{}: true}
	note := func(all []Target) {
		for _, t := range all {
			by := t.lookup()
			if _, known := c.names.find(by); seen[by] || known {
				continue
			}
			seen[by] = true
			if by.device {
				devices = append(devices, by.id)
			} else {
				people = append(people, by.id)
			}
		}
	}
	for _, r := range s.Rules {
		for _, step := range r.Steps {
			note(step.Targets)
		}
		note(r.Apps.Targets)
	}
	note(s.targets)
	return people, devices
}

// Nameless reports whether ReadNames has something to read for s.
func (c *Client) Nameless(s *Snapshot) bool {
	people, devices := c.unnamed(s)
	return len(people)+len(devices) > 0
}

// maxSinglePeople is how many persons are read one by one: for more, a list of a thousand
// is cheaper.
const maxSinglePeople = 5

// ReadNames reads the names of the persons and devices in s that the service named by
// their ids alone, each of them once as long as the client lives, and all at once. What
// may not be read keeps its id. Named shows the names.
func (c *Client) ReadNames(ctx context.Context, s *Snapshot) {
	people, devices := c.unnamed(s)
	var reads rest.PanicGroup
	if len(people) > maxSinglePeople {
		reads.Go(func() { c.readPeople(ctx, people) })
		people = nil
	}
	for _, id := range people {
		reads.Go(func() { c.readPerson(ctx, id) })
	}
	if len(devices) > 0 {
		reads.Go(func() { c.readDeviceNames(ctx, devices) })
	}
	reads.Wait()
}

// readPerson remembers the name of an extension; an empty one where it may not be read.
func (c *Client) readPerson(ctx context.Context, id string) {
	who, err := c.extensionAt(ctx, c.AccountPath("extension", id))
	if err == nil || rest.Declined(err) {
		c.names.set(id, who.Name)
	}
}

func (c *Client) readPeople(ctx context.Context, ids []string) {
	records, err := c.list(ctx, &rest.Request{
		Op: opListPeople, Method: http.MethodGet, Path: c.AccountPath("extension"), Query: perPage(1000),
	})
	all, _, failed := readAll(opListPeople, records, readExtension)
	if err := cmp.Or(err, failed); err != nil && !rest.Declined(err) {
		return
	}
	for _, id := range ids {
		c.names.set(id, "")
	}
	for _, e := range all {
		c.names.set(e.ID, e.Name)
	}
}

// readDeviceNames reads the devices of the extension, and alone those that are not among
// them.
func (c *Client) readDeviceNames(ctx context.Context, ids []string) {
	own, err := c.Devices(ctx)
	if err != nil && !rest.Declined(err) {
		return
	}
	var reads rest.PanicGroup
	for _, id := range ids {
		if slices.ContainsFunc(own, func(d Device) bool { return d.ID == id }) {
			continue
		}
		reads.Go(func() {
			d, err := c.device(ctx, id)
			if err == nil || rest.Declined(err) {
				c.names.setDevice(id, d.Name)
			}
		})
	}
	reads.Wait()
}

// Named returns s with the names that are known by now, and with what is known of rights.
func (c *Client) Named(s Snapshot) Snapshot {
	s.Rules, s.targets = c.decorated(s.Rules), c.names.targets(s.targets)
	return handlerOf(s.CallHandling).merged(&s)
}
