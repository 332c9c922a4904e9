package ui

import (
	"slices"
	"strings"
	"time"
	"unique"

	people "rcfwd/api/filter"
	"rcfwd/api/index"
	"rcfwd/api/phonenumber"
	"rcfwd/api/risk"
	"rcfwd/api/settings"
)

// forwards is where the calls of an extension go, in short: the worst of its targets, and
// how many more there are. The zero value is that of one that was not read yet.
type forwards struct {
	worst  string                       // the number or the id of the worst target, or words
	shared unique.Handle[forwardsTexts] // the zero value has none

	readAt    uint32     // Unix time in seconds; 0 for never
	changedAt uint32     // when it last changed; 0 where that is not known
	targets   uint16     // as in people.Row.N
	more      uint16     // how many other targets get calls now
	target    targetKind // of the worst
	severity  uint8      // how bad the worst is: see severityOf

	risks people.Risks
	flags people.Flags
}

// forwardsTexts are texts that many extensions have in common. They are kept once.
type forwardsTexts struct {
	where string // the country or network of a number, and what is risky about it
	gaps  string // what could not be read, with the codes; empty for nothing
	rules string // as in people.Row
}

// texts returns the texts about what was read.
func (f *forwards) texts() forwardsTexts {
	if f.readAt == 0 {
		return forwardsTexts{}
	}
	return f.shared.Value()
}

// targetKind is the kind of the worst target.
type targetKind uint8

const (
	noTarget targetKind = iota
	toPhone
	toExtension
	toDevice
	toWords // no target: voicemail, do not disturb
)

// judgeUse returns what is risky about a number.
type judgeUse func(phone string) []risk.Finding

// judgeFor returns the judge of a profile.
func judgeFor(policy risk.Policy) judgeUse {
	return func(phone string) []risk.Finding { return risk.Of(phone, policy, nil) }
}

// once returns the same judge, which judges a number once.
func (j judgeUse) once() judgeUse {
	judged := map[string][]risk.Finding{}
	return func(phone string) []risk.Finding {
		found, is := judged[phone]
		if !is {
			found = j(phone)
			judged[phone] = found
		}
		return found
	}
}

// severityOf is how bad a number is: 0 for one of the account without findings. The order
// of findings is that of settings.RiskIDs, the worst first; their first one is returned.
func severityOf(found []risk.Finding, outside bool) (level uint8, worst settings.RiskID) {
	switch {
	case len(found) > 0:
		worst = found[0].ID
	case outside:
		worst = settings.RiskOutside
	default:
		return 0, ""
	}
	return uint8(len(settings.RiskIDs) - slices.Index(settings.RiskIDs, worst)), worst
}

// forwardsOf sums up a reading. Only uses that are in force count, and of the lists of
// numbers none: what no rule rings gets no calls.
func forwardsOf(r *index.Reading, row *people.Row, j judgeUse) forwards {
	f := forwards{
		readAt: uint32(row.ReadAt), changedAt: uint32(row.ChangedAt),
		targets: uint16(row.N), risks: row.Risks, flags: row.Flags,
	}
	said := forwardsTexts{gaps: gapWords(r.NotRead), rules: row.Rules}
	var seen []string
	for i := range r.Uses {
		u := &r.Uses[i]
		target := u.Phone + u.ExtensionID + u.DeviceID
		if !u.Enabled || u.Kind == index.InFlips || u.Kind == index.InNumbers || slices.Contains(seen, target) {
			continue
		}
		seen = append(seen, target)
		f.add(u, &said, j)
	}
	f.more = uint16(max(len(seen)-1, 0))
	f.shared = unique.Make(said)
	return f
}

// add takes a use into account. The first of several that are as bad stays, but one that
// takes all calls comes before it.
func (f *forwards) add(u *index.Use, said *forwardsTexts, j judgeUse) {
	var level uint8
	var id settings.RiskID
	if u.Phone != "" {
		level, id = severityOf(j(u.Phone), u.Outside)
	}
	if f.target != noTarget && (level < f.severity || level == f.severity && u.Kind != index.ForwardAll) {
		return
	}
	f.severity = level
	said.where = "inside"
	switch {
	case u.Phone != "":
		f.target, f.worst, said.where = toPhone, u.Phone, whereWords(u.Phone, id)
	case u.ExtensionID != "":
		f.target, f.worst = toExtension, u.ExtensionID
	case u.DeviceID != "":
		f.target, f.worst = toDevice, u.Label
	default:
		f.target, f.worst = toWords, u.Label
	}
}

// whereWords are the country or the network of a number, and the worst finding about it.
func whereWords(phone string, id settings.RiskID) string {
	where := ""
	if n, err := phonenumber.Parse(phone, ""); err == nil {
		where = phonenumber.CountryName(n.Region(), n.Code)
	}
	if id == "" || id == settings.RiskOutside {
		return where
	}
	return strings.TrimSpace(where + " " + riskMark + " " + string(id))
}

// riskMark is before what is risky.
const riskMark = "!"

// gapWords name what could not be read, each with its code.
func gapWords(gaps []index.Gap) string {
	words := make([]string, 0, len(gaps))
	for _, g := range gaps {
		words = append(words, g.What+" ("+g.Code+")")
	}
	return strings.Join(words, ", ")
}

// isRead reports whether everything of the extension was read.
func (f *forwards) isRead() bool { return f.readAt != 0 && f.flags&people.Incomplete == 0 }

// isOutside reports whether calls can go to a number that does not belong to the account,
// isRisky whether to one about which there is more to say.
func (f *forwards) isOutside() bool { return f.flags&people.Outside != 0 }
func (f *forwards) isRisky() bool   { return f.risks.Any() }

// ageWords is how long ago something was, as short as it can be told.
func ageWords(at uint32, now time.Time) string {
	age := now.Sub(time.Unix(int64(at), 0))
	switch {
	case at == 0:
		return ""
	case age < time.Minute:
		return "now"
	case age < time.Hour:
		return itoa(int(age/time.Minute)) + "m"
	case age < 48*time.Hour:
		return itoa(int(age/time.Hour)) + "h"
	}
	return itoa(int(age/(24*time.Hour))) + "d"
}
