package cli

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"rcfwd/api/index"
	"rcfwd/api/sweep"
)

// tellCoverage says how much of the scope is in the index now. A gap is an error, which
// names what was not read; old readings are gaps only where --max-age says so.
func (s *session) tellCoverage(x *index.Index, o sweep.Options) error {
	since := time.Time{}
	if o.MaxAge > 0 {
		since = time.Now().Add(-o.MaxAge)
	}
	proof, err := x.ProofSince(o.Scope, since)
	if o.Filter != nil && err == nil {
		err = onlySelected(x, &proof, o.Filter)
	}
	if err != nil {
		return err
	}
	if words := sweepCoverage(&proof); proof.Complete() {
		s.note("%s", words)
	} else {
		s.tell(incomplete(errors.New(words)))
	}
	return nil
}

// onlySelected makes the proof of an index that of the extensions that a filter selects.
func onlySelected(x *index.Index, p *index.Proof, selects func(*index.Reading) bool) error {
	gaps := map[string][]index.NotRead{}
	for _, g := range p.NotRead {
		gaps[g.ID] = append(gaps[g.ID], g)
	}
	p.Expected, p.Read, p.NotRead, p.ClassesNotRead, p.OldestReadAt = 0, 0, nil, nil, time.Time{}
	for r, err := range x.Newest() {
		if err != nil {
			return err
		}
		if r.Gone || r.Class == sweep.Other || !p.Scope.Has(r.Class) || !selects(&r) {
			continue
		}
		p.Expected++
		if p.NotRead = append(p.NotRead, gaps[r.ID]...); len(gaps[r.ID]) == 0 {
			p.Read++
		}
		if !r.ReadAt.IsZero() && (p.OldestReadAt.IsZero() || r.ReadAt.Before(p.OldestReadAt)) {
			p.OldestReadAt = r.ReadAt
		}
	}
	return nil
}

// mostNames is how many of those that were not read a sentence names.
const mostNames = 10

// sweepCoverage says how complete an index is, as in "812 of 1,000 extensions read, the oldest 3
// hours ago. Not read: …".
func sweepCoverage(p *index.Proof) string {
	if p.ListedAt.IsZero() {
		return "The account was not read yet. rcfwd sweep reads it."
	}
	words := fmt.Sprintf("%s of %s read", sweep.Count(p.Read), counted(p.Expected, "extension"))
	if !p.OldestReadAt.IsZero() {
		words += ", the oldest " + sweep.Duration(time.Since(p.OldestReadAt)) + " ago"
	}
	words += "."
	if len(p.NotRead) > 0 {
		words += " Not read: " + notReadWords(p.NotRead) + "."
	}
	if len(p.ClassesNotRead) > 0 {
		words += " RingCentral does not show " + classGapWords(p.ClassesNotRead) + "."
	}
	if p.Damaged > 0 {
		words += fmt.Sprintf(" %s of the index cannot be read.", counted(p.Damaged, "line"))
	}
	return words
}

func counted(n int, unit string) string {
	if n != 1 {
		unit += "s"
	}
	return sweep.Count(n) + " " + unit
}

// notReadWords names what was not read, each extension once, as in "109 Service Calls
// (rules: CMN-408)". What was not read of one stands together.
func notReadWords(all []index.NotRead) string {
	var names []string
	more := 0
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].ID == all[0].ID {
			n++
		}
		if len(names) < mostNames {
			names = append(names, notReadName(all[:n]))
		} else {
			more++
		}
		all = all[n:]
	}
	if more > 0 {
		names = append(names, "and "+sweep.Count(more)+" more")
	}
	return strings.Join(names, ", ")
}

func notReadName(gaps []index.NotRead) string {
	var parts []string
	for i := range gaps {
		parts = append(parts, gapText(gaps[i].What, gaps[i].Code))
	}
	name := strings.TrimSpace(gaps[0].Number + " " + gaps[0].Name)
	return cmp.Or(name, gaps[0].ID) + " (" + strings.Join(parts, ", ") + ")"
}

// gapText says what of an extension was not read and why.
func gapText(what, code string) string {
	switch code {
	case index.CodeNever:
		return "not read yet"
	case index.CodeOld:
		return "read too long ago"
	case index.CodeDamaged:
		return "damaged in the index"
	}
	return what + ": " + code
}

func classGapWords(all []index.ClassGap) string {
	var words []string
	for _, g := range all {
		words = append(words, fmt.Sprintf("the rules of %s (%s)", classNames[g.Class], g.Code))
	}
	return strings.Join(words, ", ")
}

var classNames = map[index.Class]string{index.Users: "users", index.Queues: "queues", index.IVR: "IVR menus", index.Company: "the company"}
