package ui

import (
	"slices"

	"rcfwd/api"
	"rcfwd/api/risk"
)

// ringDraft is a rule that is being changed: as it was at the first change, and
// as the user wants it. A later change by another user is in neither, so that
// writing the draft detects it.
type ringDraft struct {
	saw, want api.Rule
	mine      []api.Difference
	theirs    []api.Difference // the changes that another user made since, as far as they were read
}

// lines are the changes of the draft in words. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func (d *ringDraft) lines() []string { return api.Words(d.mine) }

// updateTheirs compares the draft of a rule with the rule that was read.
func (s *ringScreen) updateTheirs(id string, stored *api.Rule) {
	draft, changed := s.drafts[id]
	if !changed {
		return
	}
	draft.theirs = nil
	if !api.SameRule(draft.saw, *stored) {
		draft.theirs = api.Differences(&draft.saw, stored)
	}
	s.drafts[id] = draft
}

// edit changes the draft by f, or returns a notice with the reason why it
// cannot. A draft without a difference is deleted.
func (s *ringScreen) edit(f func(api.Rule) (api.Rule, error)) intent {
	next, err := f(s.rule())
	if err != nil {
		return showNotice{text: errorText(err), kind: warning}
	}
	draft, changed := s.drafts[s.selectedID]
	if !changed {
		draft.saw, _ = s.stored()
	}
	draft.want, draft.mine = next, api.Differences(&draft.saw, &next)
	s.drafts[s.selectedID] = draft
	if len(draft.mine) == 0 {
		delete(s.drafts, s.selectedID)
	}
	s.edits++
	s.followStep()
	return nil
}

// setRules shows the rules that were read. Drafts stay: writing one compares it
// with the stored rule. The draft of a rule that no longer exists stays too, to
// be looked at and dropped; lost names such rules the first time.
func (s *ringScreen) setRules(rules []api.Rule) (lost []string) {
	before := s.rules
	s.rules = slices.Clone(rules)
	for _, r := range before {
		if _, changed := s.drafts[r.ID]; !changed {
			continue
		}
		if i := s.find(r.ID); i >= 0 {
			s.fixDraft(r.ID, s.rules[i].Fixed)
			s.updateTheirs(r.ID, &s.rules[i])
			delete(s.gone, r.ID)
			continue
		}
		if !s.gone[r.ID] {
			lost = append(lost, r.Name)
		}
		s.gone[r.ID], r.Fixed = true, goneReason(&r, rules)
		s.fixDraft(r.ID, r.Fixed)
		s.rules = append(s.rules, r)
	}
	if s.pos() < 0 && len(s.rules) > 0 {
		s.moveRule(0)
	}
	s.followStep()
	return lost
}

// fixDraft sets the reason why a draft cannot be written; empty when it can. It is not inlined:
// its copies would make the program larger.
//
//go:noinline
func (s *ringScreen) fixDraft(id, why string) {
	draft := s.drafts[id]
	draft.want.Fixed = why
	s.drafts[id] = draft
}

// goneReason returns the reason why the draft of a missing rule cannot be
// written.
func goneReason(r *api.Rule, rules []api.Rule) string {
	if len(rules) > 0 && rules[0].CallHandling != r.CallHandling {
		return "RingCentral moved the account to " + string(rules[0].CallHandling) + " call handling, which has other rules. Your edits were not sent. Make them again in the new rule."
	}
	return "This rule no longer exists. Your edits were not sent."
}

// drop deletes a draft, and the rule with it if that no longer exists.
func (s *ringScreen) drop(id string) {
	delete(s.drafts, id)
	if s.gone[id] {
		delete(s.gone, id)
		s.rules = slices.DeleteFunc(s.rules, func(r api.Rule) bool { return r.ID == id })
		s.inSteps = false
	}
	if s.pos() < 0 {
		s.moveRule(0)
	}
	s.followStep()
}

// judgeDraft returns the risky numbers that a draft lets ring. Where calls go that no step
// takes is left out, unless the profile refuses it: the form for it has asked.
func (fs *facts) judgeDraft(d *ringDraft) []risk.Judged {
	return slices.DeleteFunc(fs.judgeRule(&d.saw, &d.want), func(j risk.Judged) bool {
		ending := j.Phone == d.want.NoAnswer.Phone || j.Phone == d.want.Destination.Phone
		return ending && risk.Worst(j.Found) == risk.Ask
	})
}
