package sandbox

import (
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// crowd is the people beyond the dozen. They are made when they are asked for,
// from their index alone, so the order of asking makes no difference. Only those
// that a client or a test may have changed are kept.
type crowd struct {
	size int
	kept map[int]*Extension // by index; nil for a person who was removed
	// recent holds those who were read last, since a client reads a person by
	// several requests. next has their indexes in turn, the oldest at turn.
	recent map[int]*Extension
	next   [recentPeople]int
	turn   int
	// legacyFeatures and newFeatures are shared by all of them.
	legacyFeatures, newFeatures []Feature
	permissions                 []Permission
}

// firstOfCrowd is the short number of the first person beyond the dozen, which
// ends at 112. Queues, menus and sites have numbers in between.
const firstOfCrowd = 201

func newCrowd(size int) crowd {
	moved := Extension{Features: features()}
	moved.setBackendFeature(true)
	return crowd{
		size: size, kept: map[int]*Extension{}, recent: map[int]*Extension{}, legacyFeatures: features(), newFeatures: moved.Features,
		permissions: standard(),
	}
}

// indexOf returns the index of the person with a short number.
func (cr *crowd) indexOf(number string) (int, bool) {
	n, err := strconv.Atoi(number)
	i := n - firstOfCrowd
	return i, err == nil && i >= 0 && i < cr.size && strconv.Itoa(n) == number
}

// member is an extension of the company. index is that of a person who is not
// kept; then extension is nil.
type member struct {
	extension *Extension
	index     int
}

// members returns all extensions in the order of the directory: by short number,
// what a test added to Company.Extensions before the crowd. It is not inlined: its copies would
// make the program larger.
//
//go:noinline
func (c *Company) members() []member {
	list := make([]member, 0, len(c.Extensions)+c.crowd.size)
	for _, e := range c.Extensions {
		list = append(list, member{extension: e})
	}
	for i := range c.crowd.size {
		if e, ok := c.crowd.kept[i]; !ok {
			list = append(list, member{index: i})
		} else if e != nil {
			list = append(list, member{extension: e})
		}
	}
	return list
}

// read returns the extension of a member, to read only.
func (c *Company) read(m member) *Extension {
	if m.extension != nil {
		return m.extension
	}
	return c.person(m.index)
}

// listing is what the filters of lists compare.
type listing struct{ number, kind, status, email string }

// listing returns the listing of a member, the e-mail address only on request.
// It does not make a person.
func (c *Company) listing(m member, email bool) listing {
	if e := m.extension; e != nil {
		return listing{e.Number, e.Type, e.Status, e.Email}
	}
	kind, status := kindOf(m.index)
	l := listing{number: strconv.Itoa(firstOfCrowd + m.index), kind: kind, status: status}
	if email {
		l.email = portraitOf(m.index).emailOf(m.index)
	}
	return l
}

// All visits every extension in the order of the directory. Those beyond the
// dozen are for reading only: change what Company.Extension returns.
func (c *Company) All() iter.Seq[*Extension] {
	return func(yield func(*Extension) bool) {
		for _, m := range c.members() {
			if !yield(c.read(m)) {
				return
			}
		}
	}
}

// Remove removes the extension with a short number from the company. Its phone
// numbers go with it; what rings them stays.
func (c *Company) Remove(number string) {
	c.Extensions = without(c.Extensions, func(e *Extension) bool { return e.Number == number })
	if i, ok := c.crowd.indexOf(number); ok {
		c.watched.note(c.person(i))
		c.crowd.kept[i] = nil
	}
}

// features returns the flags of a person of the crowd.
func (cr *crowd) features(isNew bool) []Feature {
	if isNew {
		return cr.newFeatures
	}
	return cr.legacyFeatures
}

// person returns one of the crowd, to read only unless it is kept; nil for one
// who was removed.
func (c *Company) person(i int) *Extension {
	if e, ok := c.crowd.kept[i]; ok {
		return e
	}
	if e := c.crowd.recent[i]; e != nil {
		return e
	}
	e := c.makePerson(i)
	c.crowd.remember(i, e)
	return e
}

// recentPeople is how many people are remembered who are not kept.
const recentPeople = 64

// remember forgets the oldest of the recent people for a new one.
func (cr *crowd) remember(i int, e *Extension) {
	delete(cr.recent, cr.next[cr.turn])
	cr.recent[i], cr.next[cr.turn] = e, i
	cr.turn = (cr.turn + 1) % recentPeople
}

// keep returns one of the crowd as it was left, and keeps it from now on.
func (c *Company) keep(i int) *Extension {
	e := c.person(i)
	c.crowd.kept[i] = e
	delete(c.crowd.recent, i)
	return e
}

// crowdIndex returns the index of the person with an extension ID.
func (cr *crowd) crowdIndex(id string) (int, bool) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return 0, false
	}
	number := int((n-firstExtensionID)/1000) + firstExtensionNumber
	if extensionID(number) != id {
		return 0, false
	}
	return cr.indexOf(strconv.Itoa(number))
}

// byID returns the extension with an ID, to read only unless it is kept; nil if
// there is none.
func (c *Company) byID(id string) *Extension {
	if e := c.ids[id]; e != nil {
		return e
	}
	if i, ok := c.crowd.crowdIndex(id); ok {
		return c.person(i)
	}
	return nil
}

// keepByID returns the extension with an ID, which the caller may change; nil if
// there is none.
func (c *Company) keepByID(id string) *Extension {
	if i, ok := c.crowd.crowdIndex(id); ok && c.ids[id] == nil {
		return c.keep(i)
	}
	return c.ids[id]
}

// withEmail returns the extension with an e-mail address, which the caller may
// change; nil if there is none. Unchanged addresses of the crowd end in the short
// number.
func (c *Company) withEmail(address string) *Extension {
	for e := range c.keptMembers() {
		if e.Email != "" && strings.EqualFold(e.Email, address) {
			return e
		}
	}
	name, _, _ := strings.Cut(address, "@")
	i, ok := c.crowd.indexOf(strings.TrimLeftFunc(name, func(r rune) bool { return r < '0' || r > '9' }))
	if !ok || !strings.EqualFold(c.emailOf(i), address) {
		return nil
	}
	return c.keep(i)
}

// emailOf returns the e-mail address of one of the crowd; "" for one who was
// removed.
func (c *Company) emailOf(i int) string {
	if e := c.person(i); e != nil {
		return e.Email
	}
	return ""
}

// numberOf returns the short number of the extension with an ID, and statusOf its
// status; "" if there is none. They do not make a person.
func (c *Company) numberOf(id string) string { return c.listingOf(id).number }

func (c *Company) statusOf(id string) string { return c.listingOf(id).status }

func (c *Company) listingOf(id string) listing {
	if e := c.ids[id]; e != nil {
		return c.listing(member{extension: e}, false)
	}
	i, ok := c.crowd.crowdIndex(id)
	if !ok || c.crowd.removed(i) {
		return listing{}
	}
	return c.listing(member{c.crowd.kept[i], i}, false)
}

// keptMembers visits the extensions that are kept: they may have changed, and
// sessions and subscriptions belong to no others.
func (c *Company) keptMembers() iter.Seq[*Extension] {
	return func(yield func(*Extension) bool) {
		for _, e := range c.Extensions {
			if !yield(e) {
				return
			}
		}
		for _, i := range slices.Sorted(maps.Keys(c.crowd.kept)) {
			if e := c.crowd.kept[i]; e != nil && !yield(e) {
				return
			}
		}
	}
}
