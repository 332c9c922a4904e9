package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"rcfwd/api"
	"rcfwd/api/change"
	"rcfwd/api/journal"
	"rcfwd/ui"
)

// Undo and redo, through the same plan as on the screen.

func undoChanges(ctx context.Context, i *invocation) error {
	return i.revert(ctx, change.Undo, func(h *journal.History) ([]journal.Entry, error) {
		if len(i.args) == 0 {
			return oneEntry(h.Last()), nil
		}
		return entriesWithIDs(h, i.args)
	})
}

func redoChange(ctx context.Context, i *invocation) error {
	return i.revert(ctx, change.Redo, func(h *journal.History) ([]journal.Entry, error) { return oneEntry(h.LastUndone()), nil })
}

func oneEntry(e journal.Entry, there bool) []journal.Entry {
	if !there {
		return nil
	}
	return []journal.Entry{e}
}

// entriesWithIDs returns the changes with these ids, the newest first, as they are undone.
func entriesWithIDs(h *journal.History, ids []string) (entries []journal.Entry, err error) {
	wanted := map[string]bool{}
	for _, id := range ids {
		e, there := h.Entry(id)
		switch {
		case !there:
			return nil, fmt.Errorf("the history has no change with the id %q; rcfwd history lists them", id)
		case !e.Resolved():
			return nil, fmt.Errorf("the result of %s is not known, so it cannot be undone", id)
		case !e.Effective():
			return nil, fmt.Errorf("%s changed nothing, so there is nothing to undo", id)
		}
		wanted[id] = !e.Undone
	}
	for n := len(h.Entries) - 1; n >= 0; n-- {
		if wanted[h.Entries[n].ID] {
			entries = append(entries, h.Entries[n])
		}
	}
	return entries, nil
}

// revert plans an undo or a redo of what choose returns, shows the plan, asks, and runs it.
func (i *invocation) revert(ctx context.Context, d change.Direction, choose func(*journal.History) ([]journal.Entry, error)) error {
	if err := i.noHash(); err != nil {
		return err
	}
	s, err := i.open(ctx)
	if err != nil {
		return err
	}
	editor, h, err := s.openHistory(ctx)
	if err != nil {
		return err
	}
	entries, err := choose(h)
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		s.note("%s", nothingToRevert(d, len(i.args) > 0))
		return printAll(i, historyList(), []historyRow{})
	}
	plan, err := editor.Plan(d, &s.snapshot, entries...)
	if err != nil {
		return err
	}
	return s.runPlan(ctx, editor, &plan)
}

func nothingToRevert(d change.Direction, named bool) string {
	switch {
	case d == change.Redo:
		return "Nothing to redo."
	case named:
		return "It is undone already. Nothing was sent."
	}
	return "Nothing to undo."
}

// openHistory reads the extension and opens its journal, and looks up the changes whose
// results are not known: a plan would not be about the last change otherwise.
func (s *session) openHistory(ctx context.Context) (editor, *journal.History, error) {
	editor, err := s.editor(ctx)
	if err != nil {
		return editor, nil, err
	}
	if err := s.read(ctx, api.Need{Numbers: true, Rules: true, ForwardAll: true}); err != nil {
		return editor, nil, err
	}
	found, err := editor.ResolvePending(ctx, &s.snapshot)
	if err != nil {
		return editor, nil, err
	}
	s.snapshot = s.snapshot.Merge(&found.Snapshot)
	for _, e := range found.Resolved {
		s.note("Result of an earlier change: %s: %s.", ui.Describe(&e), e.Outcome)
	}
	h, err := editor.History()
	if err == nil && h.Newer != nil {
		err = named(h.Newer, "changes are blocked because a newer rcfwd wrote the journal")
	}
	return editor, h, err
}

// runPlan shows what a plan would send and what will not be as it was, asks, and runs it.
func (s *session) runPlan(ctx context.Context, editor editor, plan *change.Plan) error {
	blocked := blockedWords(plan)
	risks, err := s.judge(ctx, new(plan.Base()), new(plan.After()))
	switch {
	case err != nil:
		return err
	case len(plan.Steps) == 0 && blocked != "":
		return errors.New(blocked)
	case len(plan.Steps) == 0:
		s.note("%s", "It is so already. Nothing was sent.")
		return printAll(s.invocation, historyList(), []historyRow{})
	case s.writing.dryRun:
		for _, d := range plan.Drafts() {
			s.printCurl(s.client().Requests(d))
		}
		return nil
	}
	for _, e := range plan.Entries {
		if err := s.permitted(ctx, permissionFor(&e)); err != nil {
			return err
		}
	}
	if err := s.confirmPlan(plan, blocked, risks); err != nil {
		return err
	}
	results, err := editor.Run(ctx, plan)
	rows := make([]historyRow, 0, len(results))
	for _, r := range results {
		if r.Entry.ID != "" {
			rows = append(rows, historyRow{r.Entry})
		}
		for _, note := range r.Entry.Notes() {
			s.note("%s", note)
		}
	}
	if blocked != "" {
		s.tell(incomplete(errors.New(blocked)))
	}
	if err != nil && len(rows) == 0 {
		return err
	}
	if s.tell(err); err == nil {
		s.note("%s: %s.", map[change.Direction]string{change.Undo: "Undone", change.Redo: "Redone"}[plan.Direction], planWords(plan))
	}
	return printAll(s.invocation, historyList(), rows)
}

// planWords names the changes of a plan.
func planWords(p *change.Plan) string {
	if len(p.Entries) != 1 {
		return api.Plural(len(p.Entries), "change")
	}
	return ui.Describe(&p.Entries[0]) + " (" + p.Entries[0].ID + ")"
}

// permissionFor is the permission that undoing or redoing a change needs.
func permissionFor(e *journal.Entry) string {
	if e.RuleBefore != nil || e.RuleWant != nil {
		return api.PermissionEditRules
	}
	return api.PermissionEditNumbers
}

// confirmPlan shows a plan, and asks.
func (s *session) confirmPlan(plan *change.Plan, blocked string, risks []string) error {
	if s.writing.yes {
		return nil
	}
	for _, e := range plan.Entries {
		s.note("%s: %s (%s)", map[change.Direction]string{change.Undo: "Undo", change.Redo: "Redo"}[plan.Direction], ui.Describe(&e), e.ID)
	}
	for _, step := range plan.Steps {
		s.note("  %s", step.Text)
	}
	for _, n := range plan.Notes {
		s.note("Note: %s", n)
	}
	for _, r := range risks {
		s.note("%s", r)
	}
	if blocked != "" {
		s.note("Not possible: %s", blocked)
	}
	return s.ask("Send this?")
}

// blockedWords say what of a plan cannot be done.
func blockedWords(p *change.Plan) string {
	words := make([]string, 0, len(p.Blocked))
	for _, b := range p.Blocked {
		words = append(words, b.Why)
	}
	return strings.Join(words, " ")
}
