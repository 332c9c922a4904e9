package index

import (
	"bytes"
	"slices"
	"time"
)

// Query is what to look for: uses of any of these targets.
type Query struct {
	Phones     []string // in E.164, or as the service sent what is none
	Extensions []string // ids
	Devices    []string // ids

	Scope Scope
	Since time.Time // readings that began before it are gaps; zero for none
}

// Row is a use, with the reading that saw it. Several rows may share a reading.
type Row struct {
	Reading *Reading
	Use     *Use
}

// Answer is what was found, in the order of extension numbers, and how complete that is.
type Answer struct {
	Rows  []Row
	Proof Proof

	// Known are the numbers and names of the extensions that rows lead to, by their ids.
	Known map[string]Head
}

// Find returns the uses of the targets of a query in the newest readings of the classes in
// its scope, and how complete the answer is. It takes one pass over the bytes of the file,
// and decodes only the lines that may have an answer. Extensions that are gone from the
// account are left out.
func (x *Index) Find(q Query) (answer Answer, err error) {
	t := newTable()
	t.looks = q.needles().in
	err = x.pass(t, func(t *table, r *reader) error {
		answer.Proof = t.proof(q.Scope, q.Since)
		d := newDecoder()
		for _, e := range t.sorted() {
			if !e.hit || e.gone || !q.Scope.Has(e.class) {
				continue
			}
			read, err := e.reading(r, d)
			if err != nil {
				return err
			}
			answer.Rows = append(answer.Rows, q.rows(&read)...)
		}
		answer.Known = t.targets(answer.Rows)
		return nil
	})
	return answer, err
}

// targets returns the heads of the extensions that rows lead to.
func (t *table) targets(rows []Row) map[string]Head {
	known := map[string]Head{}
	for _, row := range rows {
		quoted := appendText(nil, row.Use.ExtensionID)
		if i := t.byID[string(quoted[1:len(quoted)-1])]; i != 0 {
			known[row.Use.ExtensionID] = t.head(&t.entries[i-1])
		}
	}
	return known
}

// rows returns the uses of a reading that the query is about.
func (q *Query) rows(r *Reading) (rows []Row) {
	for i := range r.Uses {
		if q.Matches(&r.Uses[i]) {
			rows = append(rows, Row{r, &r.Uses[i]})
		}
	}
	return rows
}

// Matches reports whether a use has one of the targets.
func (q *Query) Matches(u *Use) bool {
	return u.Phone != "" && slices.Contains(q.Phones, u.Phone) ||
		u.ExtensionID != "" && slices.Contains(q.Extensions, u.ExtensionID) ||
		u.DeviceID != "" && slices.Contains(q.Devices, u.DeviceID)
}

// needles are the targets of a query as they stand in lines.
type needles struct {
	few     [][]byte
	many    map[string]bool // instead of few
	longest int
}

// fewNeedles is how many targets are looked for one after another.
const fewNeedles = 3

func (q *Query) needles() *needles {
	n := &needles{}
	for _, list := range [][]string{q.Phones, q.Extensions, q.Devices} {
		for _, text := range list {
			if text != "" {
				n.few = append(n.few, appendText(nil, text)[1:]) // with the mark that ends it
			}
		}
	}
	if len(n.few) > fewNeedles {
		n.count()
	}
	return n
}

// count makes a set of the needles.
func (n *needles) count() {
	n.many = map[string]bool{}
	for _, f := range n.few {
		n.many[string(f[:len(f)-1])] = true
		n.longest = max(n.longest, len(f))
	}
}

// in reports whether a line has one of the needles. It may stand in another field.
func (n *needles) in(line []byte) bool {
	if n.many != nil {
		return n.manyIn(line)
	}
	for _, f := range n.few {
		if bytes.Contains(line, f) {
			return true
		}
	}
	return false
}

// manyIn looks at the targets of a line. A line that cannot be read so may have any.
func (n *needles) manyIn(line []byte) bool {
	h, ok := readHead(line, false)
	c := cursor{line[h.end:]}
	c.raw(`,"email":`)
	c.raw(`,"siteId":`)
	c.raw(`,"site":`)
	c.raw(`,"callHandling":`)
	c.skip(`,"numbers":`)
	c.skip(`,"devices":`)
	for u, more := c.use(true); more; u, more = c.use(false) {
		if n.has(u.phone) || n.has(u.extension) || n.has(u.device) {
			return true
		}
	}
	return !ok || len(c.rest) != sumLength
}

func (n *needles) has(text []byte) bool {
	return len(text) > 0 && len(text) <= n.longest && n.many[string(text)]
}
