package sandbox

import (
	"fmt"
	"slices"
	"strings"
)

// watched has what the extensions were that an edit of the company found. It is
// nil outside of Server.Change.
type watched map[*Extension]extensionState

// extensionState is an extension in parts, each as text.
type extensionState struct {
	rules, states, features, permissions, numbers, rest string
	// hasRules reports that rules is filled. Rules are created on first use, and
	// until then they cannot have been edited.
	hasRules bool
}

// note keeps the state of an extension that an edit finds. One that the edit
// has just added is new as a whole.
func (w watched) note(e *Extension) {
	if w == nil || e == nil || e.company == nil {
		return
	}
	if _, known := w[e]; !known {
		w[e] = stateOf(e)
	}
}

// noteRules keeps the rules of an extension that did not exist when an edit
// found it, before the edit changes them.
func (w watched) noteRules(e *Extension) {
	if was, known := w[e]; known && !was.hasRules {
		was.rules, was.hasRules = rulesText(e), true
		w[e] = was
	}
}

func stateOf(e *Extension) extensionState {
	s := extensionState{
		features: fmt.Sprint(e.Features), permissions: fmt.Sprint(e.Permissions), numbers: fmt.Sprint(e.Numbers),
		rest: fmt.Sprint(e.Number, e.FirstName, e.LastName, e.Email, e.Type, e.Status, e.SiteID, e.SiteName, e.Admin),
		states: fmt.Sprint(e.Hours, e.AgentHours, e.ForwardAllCalls, e.DoNotDisturb, e.ForwardAllFrom, e.ForwardAllTo,
			e.ForwardAllStart, e.ForwardAllEnd, e.forwardAll),
	}
	if e.AnsweringRules != nil && (!e.company.NewCallHandling || !isPerson(e.Type) || e.StateRules != nil) {
		s.rules, s.hasRules = rulesText(e), true
	}
	return s
}

func rulesText(e *Extension) string {
	var text strings.Builder
	for _, r := range slices.Concat(e.AnsweringRules, e.v2Rules()) {
		text.WriteString(r.ID + r.Mirrors)
		text.Write(encode(r.body))
	}
	return text.String()
}

// changes returns the hints about the parts of an extension that differ now (G;
// Guess: ExtensionInfo for whatever has no hint of its own), and whether any
// does. Numbers have no hint: no event is documented for them.
func (s *extensionState) changes(e *Extension) (hints []string, changed bool) {
	now := stateOf(e)
	if !s.hasRules {
		now.rules = ""
	}
	for _, part := range [][3]string{
		{s.states + s.rules, now.states + now.rules, "AnsweringRules"}, {s.features, now.features, "Features"},
		{s.permissions, now.permissions, "Permissions"}, {s.rest, now.rest, "ExtensionInfo"},
	} {
		if part[0] != part[1] {
			hints = append(hints, part[2])
		}
	}
	return hints, len(hints) > 0 || s.numbers != now.numbers
}

// reportEdit records what an edit did to the extensions, and sends events.
// before are the Company.Extensions that there were.
func (s *Server) reportEdit(before map[string]*Extension) {
	found := s.company.watched
	s.company.watched = nil
	for _, e := range s.company.Extensions {
		if before[e.ID] == nil {
			s.reportExtension(e, "CREATE", "Create")
		}
	}
	for e := range s.company.keptMembers() {
		was, watched := found[e]
		if !watched {
			continue
		}
		if hints, changed := was.changes(e); changed {
			s.reportExtension(e, "UPDATE", "Update", hints...)
		}
	}
	for _, e := range s.company.missing(before, found) {
		s.reportExtension(e, "DELETE", "Delete")
	}
}

// missing returns the extensions that are gone, by short number.
func (c *Company) missing(before map[string]*Extension, found watched) []*Extension {
	var gone []*Extension
	for id, e := range before {
		if c.byID(id) == nil {
			gone = append(gone, e)
		}
	}
	for e := range found {
		if before[e.ID] == nil && c.byID(e.ID) == nil {
			gone = append(gone, e)
		}
	}
	slices.SortFunc(gone, byNumber)
	return gone
}

// reportExtension records a change by the administrator, and sends its event.
// Numbers alone have no event.
func (s *Server) reportExtension(e *Extension, event, eventType string, hints ...string) {
	if eventType != "Update" || len(hints) > 0 {
		s.notifyList(e, eventType, hints...)
	}
	by := e
	if admin := s.company.byID(s.company.ID); admin != nil {
		by = admin
	}
	s.addAudit(auditRecord{action: "CHANGE_USER_INFO", setting: "Extension", event: event, by: partyOf(by), target: partyOf(e), ip: "127.0.0.1"})
}
