package filter

import (
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/risk"
	"rcfwd/api/settings"
)

// Row is what a filter looks at. There may be 50,000 of them, so it is made once for an
// extension, and matching makes no text.
type Row struct {
	// Text is what plain words are searched in, in lower case: number, name, e-mail address,
	// and what was read of labels and numbers; NUL between.
	Text string

	Number, Type, Status string // as the service sends them
	Site                 api.Site

	// To are the numbers to which calls can go, with a space before each. Rules are the ids
	// and names of the rules that send calls elsewhere, in lower case with hyphens for
	// spaces, and a space before each.
	To, Rules string

	ReadAt    int64 // Unix seconds; 0 while its uses were not read
	ChangedAt int64 // when what was read last changed; 0 where no change is known
	N         int32 // how many numbers, extensions and devices calls can go to
	Risks     Risks
	Flags     Flags
}

// Flags are yes-or-no facts of a row.
type Flags uint16

// The flags. Those about uses are of uses that are switched off, too, except for the two
// states.
const (
	Outside     Flags = 1 << iota // to a number that does not belong to the account
	ToExtension                   // to another extension
	ToDevice                      // to a device
	ForwardsAll                   // all calls are forwarded now
	NotDisturbed
	Incomplete // some of it could not be read
	Gone       // no longer in the list
)

// Risks is a set of kinds of findings.
type Risks uint16

// RisksOf returns the kinds of findings.
func RisksOf(all []risk.Finding) (r Risks) {
	for _, f := range all {
		r |= riskBit(f.ID)
	}
	return r
}

// riskBit is not inlined: its copies would make the program larger.
//
//go:noinline
func riskBit(id settings.RiskID) Risks {
	return 1 << max(0, slices.Index(settings.RiskIDs, id))
}

// Has reports whether a kind of finding is in the set.
func (r Risks) Has(id settings.RiskID) bool { return r&riskBit(id) != 0 }

// Any reports whether there is a finding besides that a number is outside, which most are.
func (r Risks) Any() bool { return r&^riskBit(settings.RiskOutside) != 0 }

// OfPerson returns the row of an extension as the list has it.
func OfPerson(p *api.Person) Row {
	return Row{Text: lowered(p.Number, p.Name, p.Email), Number: p.Number, Type: p.Type, Status: p.Status, Site: p.Site}
}

// OfReading returns the row of a reading. changedAt is when what was read last changed, as
// index.Head has it; judge returns what is risky about a number, and may be nil.
func OfReading(r *index.Reading, changedAt int64, judge func(phone string) Risks) Row {
	b := rowBuilder{seen: map[string]bool{}, judge: judge}
	b.Row = Row{Number: r.Number, Type: r.Type, Status: r.Status, Site: api.Site{ID: r.SiteID, Name: r.Site}, ChangedAt: changedAt}
	b.texts = []string{r.Number, r.Name, r.Email}
	if !r.ReadAt.IsZero() {
		b.ReadAt = r.ReadAt.Unix()
	}
	if r.Gone {
		b.Flags |= Gone
	}
	if len(r.NotRead) > 0 {
		b.Flags |= Incomplete
	}
	for i := range r.Uses {
		b.add(&r.Uses[i])
	}
	b.Text, b.N = lowered(b.texts...), int32(len(b.seen))
	return b.Row
}

// lowered joins texts in lower case.
func lowered(texts ...string) string { return strings.ToLower(strings.Join(texts, "\x00")) }

// rowBuilder adds up uses.
type rowBuilder struct {
	Row
	texts []string
	seen  map[string]bool // targets
	judge func(string) Risks
}

func (b *rowBuilder) add(u *index.Use) {
	b.addRule(u.RuleID, u.RuleName)
	if u.Enabled && u.Kind == index.ForwardAll {
		b.Flags |= ForwardsAll
	}
	if u.Enabled && u.Kind == index.DoNotDisturb {
		b.Flags |= NotDisturbed
	}
	if u.Outside {
		b.Flags, b.Risks = b.Flags|Outside, b.Risks|riskBit(settings.RiskOutside)
	}
	if u.Label != "" && !slices.Contains(b.texts, u.Label) {
		b.texts = append(b.texts, u.Label)
	}
	b.addTarget(u)
}

func (b *rowBuilder) addTarget(u *index.Use) {
	target := u.Phone
	switch {
	case u.ExtensionID != "":
		target, b.Flags = "ext:"+u.ExtensionID, b.Flags|ToExtension
	case u.DeviceID != "":
		target, b.Flags = "device:"+u.DeviceID, b.Flags|ToDevice
	}
	if target == "" || b.seen[target] {
		return
	}
	b.seen[target] = true
	if u.Phone == "" {
		return
	}
	b.texts = append(b.texts, u.Phone)
	b.To += " " + u.Phone
	if b.judge != nil {
		b.Risks |= b.judge(u.Phone)
	}
}

func (b *rowBuilder) addRule(texts ...string) {
	for _, t := range texts {
		if word := ruleWord(t); word != "" && !strings.Contains(b.Rules+" ", " "+word+" ") {
			b.Rules += " " + word
		}
	}
}

// ruleWord is the name of a rule as a filter has it.
func ruleWord(name string) string { return strings.Join(strings.Fields(strings.ToLower(name)), "-") }
