package risk

import (
	"fmt"
	"strings"
	"time"

	"rcfwd/api"
	"rcfwd/api/settings"
)

// Facts are what an index of the account knows about a number. The zero value of a field
// makes no finding.
type Facts struct {
	ReadAt time.Time // of the oldest reading that the facts are from

	// Outside reports that the number does not belong to the account. It is false while
	// the numbers of the account are not known.
	Outside bool

	Forwarders int       // how many extensions forward to it
	Hub        int       // how many make it a hub; 0 means DefaultHub
	Since      time.Time // when a use of it was first read, where an earlier reading had none; zero for no such reading

	Leaver   string   // the name of its owner, whose extension is disabled or gone
	Disabled []string // the names of the disabled extensions that still forward to it
	Loop     []string // the names of the extensions through which its calls come back, in their order
}

// DefaultHub is the number of extensions that make a number that they forward to a hub.
const DefaultHub = 10

// OfFacts returns what is risky about a target that is no number, such as an extension: only
// what the index knows.
func OfFacts(p Policy, known Facts) []Finding {
	j := &judge{policy: p}
	j.indexed(known)
	return j.found
}

// indexed adds the findings that come from the index.
func (j *judge) indexed(f Facts) {
	source := "the index"
	if !f.ReadAt.IsZero() {
		source += " of " + f.ReadAt.UTC().Format(time.RFC3339)
	}
	hub := f.Hub
	if hub == 0 {
		hub = DefaultHub
	}
	if f.Outside {
		j.add(settings.RiskOutside, source, "it does not belong to the account")
	}
	if f.Forwarders >= hub {
		j.add(settings.RiskHub, source, api.Plural(f.Forwarders, "extension")+" forward to it")
	}
	if !f.Since.IsZero() {
		j.add(settings.RiskNew, source, "no extension forwarded to it before "+f.Since.UTC().Format(time.RFC3339))
	}
	if f.Leaver != "" {
		j.add(settings.RiskLeaver, source, fmt.Sprintf("it belongs to %s, whose extension is disabled or gone", f.Leaver))
	}
	if len(f.Disabled) > 0 {
		j.add(settings.RiskDisabledForwards, source, "it still gets calls of disabled extensions: "+strings.Join(f.Disabled, ", "))
	}
	if len(f.Loop) > 0 {
		j.add(settings.RiskLoop, source, "its calls come back: "+strings.Join(f.Loop, ", then "))
	}
}
