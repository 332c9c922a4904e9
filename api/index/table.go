package index

import (
	"cmp"
	"encoding/json"
	"slices"
)

// table is what one pass over the file learns about each extension.
type table struct {
	byID    map[string]int32
	entries []entry
	damaged int // lines whose extension is not known
	lines   int64

	words map[string]string // types and statuses, each once
	gaps  [][]Gap           // the different lists of what was not read; the first is empty
	gapID map[string]int32
	marks marks

	until int64                  // readings that began later are left out; 0 leaves none out
	looks func(line []byte) bool // whether a line may answer a query; nil without a query

	// run is told of each reading, and whether it differs from the one before it; may be nil.
	run func(e *entry, s span, h head, differs bool)

	changes bool // find out when each extension changed
}

// entry is what is known about an extension. Its name and status are those of the last
// line that has them, its uses those of the newest reading.
type entry struct {
	id, number, name string
	kind, status     string
	class            Class

	listedAt, readAt int64 // Unix time in milliseconds; 0 for never
	changedAt        int64 // when it was first read as it is now, and had been read otherwise; 0 for never
	read, listed     span  // the newest reading, and a later line of the list; none without one
	broken           span  // a damaged line behind the newest reading
	content          uint64
	outside          int32
	gaps             int32 // which list of gaps
	gone, hit        bool
}

func newTable() *table {
	return &table{byID: map[string]int32{}, words: map[string]string{}, gaps: [][]Gap{nil}, gapID: map[string]int32{}}
}

// usualLine is the length in bytes of most lines, twice where half of them are superseded.
const usualLine = 2 << 10

// fill reads all lines of a store.
func (t *table) fill(v view, path string) error {
	few := int(v.size / usualLine)
	t.entries, t.byID = make([]entry, 0, few), make(map[string]int32, few)
	return eachLine(v, v.size, func(line []byte, at int64) error {
		t.lines++
		if version := lineVersion(line); version > Version {
			return &NewerError{Path: path, Version: version}
		}
		t.add(line, span{at, int32(len(line))})
		return nil
	})
}

func (t *table) add(line []byte, s span) {
	if !checkSum(line) {
		t.addDamaged(line, s)
		return
	}
	h, ok := readHead(line, t.run != nil || t.changes)
	switch {
	case !ok:
		t.addDamaged(line, s)
	case string(h.class) == markClass:
		t.marks.add(line, s)
	case t.until != 0 && cmp.Or(h.since, h.listedAt) > t.until:
	case h.readAt == 0:
		e := t.entry(h.id)
		e.listed = s
		t.setFacts(e, h)
	default:
		t.addReading(t.entry(h.id), h, line, s)
	}
}

// addDamaged notes a damaged line. Its extension counts as not read until it is read again.
func (t *table) addDamaged(line []byte, s span) {
	c := cursor{line}
	_, id, ok := readStart(&c)
	if !ok || t.byID[string(id)] == 0 {
		t.damaged++
		return
	}
	t.entry(id).broken = s
}

func (t *table) addReading(e *entry, h head, line []byte, s span) {
	if h.readAt < e.readAt {
		return
	}
	differs := e.readAt == 0 || h.content != e.content
	if differs && e.readAt != 0 {
		e.changedAt = h.since
	}
	e.read, e.listed, e.broken = s, span{}, span{}
	e.readAt, e.content, e.outside, e.gaps = h.readAt, h.content, int32(h.outside), t.gapList(h.gaps)
	e.hit = t.looks != nil && t.looks(line)
	t.setFacts(e, h)
	if t.run != nil {
		t.run(e, s, h, differs)
	}
}

// setFacts takes what the list tells from a line.
func (t *table) setFacts(e *entry, h head) {
	e.class, e.gone = classOf(h.class), h.gone
	e.listedAt = max(e.listedAt, h.listedAt)
	if !sameText(h.number, e.number) {
		e.number = decodeText(h.number)
	}
	if !sameText(h.name, e.name) {
		e.name = decodeText(h.name)
	}
	e.kind, e.status = t.word(h.kind), t.word(h.status)
}

// entry returns the entry of an id as a line has it, and makes it when it is asked for
// first. It is valid until the next one is made.
func (t *table) entry(id []byte) *entry {
	i := t.byID[string(id)] // 0 for none: entries count from 1
	if i == 0 {
		t.entries = append(t.entries, entry{id: decodeText(id)})
		i = int32(len(t.entries))
		t.byID[string(id)] = i
	}
	return &t.entries[i-1]
}

func (t *table) word(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	if w, is := t.words[string(text)]; is {
		return w
	}
	w := decodeText(text)
	t.words[string(text)] = w
	return w
}

// gapList returns the number of a list of gaps.
func (t *table) gapList(list []byte) int32 {
	if len(list) == 0 {
		return 0
	}
	n, is := t.gapID[string(list)]
	if !is {
		n = int32(len(t.gaps))
		var gaps []Gap
		_ = json.Unmarshal(list, &gaps) // its checksum holds
		t.gaps = append(t.gaps, gaps)
		t.gapID[string(list)] = n
	}
	return n
}

func classOf(text []byte) Class {
	for _, c := range Classes {
		if string(text) == string(c) {
			return c
		}
	}
	return Class(text)
}

// sorted returns the entries by extension number, and then by id.
func (t *table) sorted() []*entry {
	all := make([]*entry, len(t.entries))
	for i := range t.entries {
		all[i] = &t.entries[i]
	}
	slices.SortFunc(all, func(a, b *entry) int {
		return cmp.Or(compareNumbers(a.number, b.number), compareNumbers(a.id, b.id))
	})
	return all
}

// compareNumbers orders short numbers as numbers; what has none comes last.
func compareNumbers(a, b string) int {
	if a == "" || b == "" {
		return cmp.Compare(len(b), len(a))
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}
