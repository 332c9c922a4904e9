package index

import (
	"time"
)

// Proof says how complete an answer is: how much of the account was read, and what was
// not.
type Proof struct {
	Expected int   `json:"expected"` // extensions in the scope
	Read     int   `json:"read"`     // those of them that were read without a gap
	Scope    Scope `json:"scope"`

	OldestReadAt time.Time `json:"oldestReadAt,omitzero"` // of the readings in the scope
	ListedAt     time.Time `json:"listedAt,omitzero"`     // when the list was last read to its end

	NotRead        []NotRead  `json:"notRead"`
	ClassesNotRead []ClassGap `json:"classesNotRead"`
	Damaged        int        `json:"damaged,omitempty"` // lines of the file of which not even the extension is known
}

// NotRead is an extension, or a part of it, that was not read.
type NotRead struct {
	ID     string `json:"extensionId"`
	Number string `json:"extensionNumber,omitempty"`
	Name   string `json:"extensionName,omitempty"`
	What   string `json:"what"` // a Gap's, or "all"
	Code   string `json:"code"` // a Gap's, or one of the codes of this package
}

// The codes of what was not read for a reason that is not the service's.
const (
	CodeNever   = "not-read-yet"
	CodeOld     = "too-old"
	CodeDamaged = "damaged-line"
)

// Complete reports whether everything in the scope was read.
func (p *Proof) Complete() bool {
	return !p.ListedAt.IsZero() && p.Read >= p.Expected && len(p.NotRead)+len(p.ClassesNotRead)+p.Damaged == 0
}

// Proof returns how much of a scope was read.
func (x *Index) Proof(s Scope) (Proof, error) { return x.ProofSince(s, time.Time{}) }

// ProofSince is Proof to which readings that began before a time are gaps. The zero time
// makes none a gap.
func (x *Index) ProofSince(s Scope, since time.Time) (p Proof, err error) {
	err = x.pass(newTable(), func(t *table, _ *reader) error {
		p = t.proof(s, since)
		return nil
	})
	return p, err
}

func (t *table) proof(s Scope, since time.Time) Proof {
	p := Proof{Scope: s, NotRead: []NotRead{}, ClassesNotRead: []ClassGap{}, ListedAt: t.marks.At, Damaged: t.damaged}
	if s == "" {
		p.Scope = Everything
	}
	known := map[Class]int{}
	var oldest int64
	for _, e := range t.sorted() {
		if e.gone || !s.Has(e.class) {
			continue
		}
		known[e.class]++
		if gaps := t.gapsOf(e, since); len(gaps) == 0 {
			p.Read++
		} else {
			p.name(e, gaps)
		}
		if e.readAt != 0 && (oldest == 0 || e.readAt < oldest) {
			oldest = e.readAt
		}
	}
	p.OldestReadAt = timeOf(oldest)
	for _, c := range Classes {
		if s.Has(c) {
			p.Expected += max(known[c], t.marks.expected(c))
		}
	}
	p.ClassesNotRead = append(p.ClassesNotRead, without(t.marks.NotRead, func(g ClassGap) bool { return !s.Has(g.Class) })...)
	return p
}

func (p *Proof) name(e *entry, gaps []Gap) {
	for _, g := range gaps {
		p.NotRead = append(p.NotRead, NotRead{ID: e.id, Number: e.number, Name: e.name, What: g.What, Code: g.Code})
	}
}

// gapsOf returns what was not read of an extension.
func (t *table) gapsOf(e *entry, since time.Time) []Gap {
	switch {
	case !e.broken.none():
		return []Gap{{"all", CodeDamaged}}
	case e.readAt == 0:
		return []Gap{{"all", CodeNever}}
	case !since.IsZero() && e.readAt < since.UnixMilli():
		return []Gap{{"all", CodeOld}}
	}
	return t.gaps[e.gaps]
}
