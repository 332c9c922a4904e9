package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/signin"
	"rcfwd/ui"
	"rcfwd/ui/cli/output"
)

// historyRow is a change in the journal.
type historyRow struct{ journal.Entry }

func historyList() output.List {
	return output.List{Unit: "change", Key: "id", Fields: []output.Field{
		{Name: "time", Kind: output.Time, Title: "Time", Help: "When it was about to be sent.",
			Value: output.Of(func(e *historyRow) any { return e.Time }), Show: output.Shown(func(e *historyRow) string { return e.Time.UTC().Format("2006-01-02 15:04:05Z") })},
		{Name: "result", Kind: output.Text, Title: "Result", Help: "The outcome, or undone for a change that was undone since.",
			Value: output.Of(func(e *historyRow) any { return entryOutcome(&e.Entry) })},
		{Name: "op", Kind: output.Text, Title: "Kind", Help: "create, update, remove, swap, ring, switch or another kind of change.",
			Value: output.Of(func(e *historyRow) any { return string(e.Op) })},
		{Name: "summary", Kind: output.Text, Title: "Change", Help: "What it changed, in words.",
			Value: output.Of(func(e *historyRow) any { return summaryOf(&e.Entry) })},
		{Name: "id", Kind: output.Text, Title: "Id", Help: "Id of the change, for rcfwd history undo.",
			Value: output.Of(func(e *historyRow) any { return e.ID })},
		{Name: "outcome", Kind: output.Text, Help: "done, partly, refused, not done, unknown, cancelled or unchanged.",
			Value: output.Of(func(e *historyRow) any { return orNull(string(e.Outcome)) })},
		{Name: "ended", Kind: output.Time, Help: "When the outcome became known.",
			Value: output.Of(func(e *historyRow) any { return timeOrNull(e.Ended) })},
		{Name: "who", Kind: output.Object, Help: "Extension that was signed in: id, extensionNumber and name.",
			Value: output.Of(func(e *historyRow) any { return e.Who })},
		{Name: "profile", Kind: output.Text, Help: "Profile that was open.",
			Value: output.Of(func(e *historyRow) any { return orNull(e.Profile) })},
		{Name: "server", Kind: output.Text, Help: "Address of the server.",
			Value: output.Of(func(e *historyRow) any { return orNull(e.Server) })},
		{Name: "account", Kind: output.Text, Help: "Id of the account.",
			Value: output.Of(func(e *historyRow) any { return orNull(e.Account) })},
		{Name: "extension", Kind: output.Text, Help: "Id of the extension that was changed.",
			Value: output.Of(func(e *historyRow) any { return orNull(e.Extension) })},
		{Name: "changes", Kind: output.Array, Help: "The numbers before and after, field by field.",
			Value: output.Of(func(e *historyRow) any { return orNullList(e.Comparisons()) })},
		{Name: "lines", Kind: output.Array, Help: "What changed in a rule, or where removed numbers rang, in words.",
			Value: output.Of(func(e *historyRow) any { return orNullList(e.Lines) })},
		{Name: "code", Kind: output.Text, Help: "Error code of a refusal.",
			Value: output.Of(func(e *historyRow) any { return orNull(e.Code) })},
		{Name: "message", Kind: output.Text, Help: "Why it was refused, or is not known.",
			Value: output.Of(func(e *historyRow) any { return orNull(e.Message) })},
		{Name: "request", Kind: output.Text, Help: "The service's id of the last request.",
			Value: output.Of(func(e *historyRow) any { return orNull(e.RequestID) })},
		{Name: "undoes", Kind: output.Text, Help: "Id of the change that this one undoes.",
			Value: output.Of(func(e *historyRow) any { return orNull(e.Undoes) })},
		{Name: "redoes", Kind: output.Text, Help: "Id of the change that this one redoes.",
			Value: output.Of(func(e *historyRow) any { return orNull(e.Redoes) })},
		{Name: "undone", Kind: output.Truth, Help: "Whether it was undone, and not redone since.",
			Value: output.Of(func(e *historyRow) any { return e.Undone })},
		{Name: "lookedUp", Kind: output.Truth, Help: "Whether the outcome was found by reading, because the answer was lost or the program ended before it came.",
			Value: output.Of(func(e *historyRow) any { return e.LookedUp })},
		{Name: "before", Kind: output.Array, Help: "The numbers as they were read just before.",
			Value: output.Of(func(e *historyRow) any { return orNullList(e.Before) })},
		{Name: "want", Kind: output.Array, Help: "The numbers as they should be afterwards.",
			Value: output.Of(func(e *historyRow) any { return orNullList(e.Want) })},
		{Name: "after", Kind: output.Array, Help: "The numbers as they were afterwards, without those that were removed.",
			Value: output.Of(func(e *historyRow) any { return orNullList(e.After) })},
		{Name: "ruleBefore", Kind: output.Object, Help: "The rule as it was read just before.",
			Value: output.Of(func(e *historyRow) any { return orNullRule(e.RuleBefore) })},
		{Name: "ruleWant", Kind: output.Object, Help: "The rule as it should be afterwards.",
			Value: output.Of(func(e *historyRow) any { return orNullRule(e.RuleWant) })},
		{Name: "ruleAfter", Kind: output.Object, Help: "The rule as it was afterwards.",
			Value: output.Of(func(e *historyRow) any { return orNullRule(e.RuleAfter) })},
		{Name: "from", Kind: output.Array, Help: "The uses that numbers were removed from, on new call handling; null for all.",
			Value: output.Of(func(e *historyRow) any { return stringsOf(e.From) })},
		{Name: "rang", Kind: output.Array, Help: "The rules that rang removed numbers, as they were before.",
			Value: output.Of(func(e *historyRow) any { return orNullList(e.Rang) })},
		{Name: "docs", Kind: output.Array, Help: "The documents of the service that it edited.",
			Value: output.Of(func(e *historyRow) any { return orNullList(e.Docs) })},
		{Name: "method", Kind: output.Text, Help: "Method of a request that rcfwd api sent.",
			Value: output.Of(func(e *historyRow) any { return orNull(e.Method) })},
		{Name: "path", Kind: output.Text, Help: "Its path, with the query.",
			Value: output.Of(func(e *historyRow) any { return orNull(e.Path) })},
		{Name: "body", Kind: output.Any, Help: "Its body, as JSON.",
			Value: output.Of(func(e *historyRow) any { return orNullBody(e.Body) })},
	}}
}

// orNullBody is a JSON text, or null for none.
func orNullBody(body json.RawMessage) any {
	if len(body) == 0 {
		return nil
	}
	return body
}

// orNullRule is a rule, or null for none.
func orNullRule(r *journal.RuleRecord) any {
	if r == nil {
		return nil
	}
	return r
}

func listHistory(ctx context.Context, i *invocation) error {
	h, err := i.readHistory(ctx)
	if err != nil {
		return err
	}
	query := strings.Join(i.args, " ")
	entries := h.Filter(query)
	if len(entries) == 0 && !i.printing.json.given {
		i.note("%s", noEntries(query))
	}
	if h.Newer != nil {
		i.tell(incomplete(named(h.Newer, "a newer rcfwd wrote some of this, which may be missing")))
	}
	for _, d := range h.Damaged {
		i.tell(incomplete(fmt.Errorf("%s line %d cannot be read: %s", d.File, d.Line, d.Why)))
	}
	return printAll(i, historyList(), historyRows(entries))
}

// historyRows is not inlined: its copies would make the program larger.
//
//go:noinline
func historyRows(entries []journal.Entry) []historyRow {
	rows := make([]historyRow, 0, len(entries))
	for _, e := range entries {
		rows = append(rows, historyRow{e})
	}
	return rows
}

// readHistory reads the journal of the extension. That of the demo is in memory. The server
// is asked only for an extension that the command line names by something else than its id.
func (i *invocation) readHistory(ctx context.Context) (*journal.History, error) {
	who, err := api.ParseWho(i.flags.extension)
	if err != nil {
		return nil, asUsage(fmt.Errorf("--extension: %w", err), i.cmd)
	}
	extension := ""
	if i.flags.demo || who.By != api.ByID {
		s, err := i.open(ctx)
		if err != nil {
			return nil, err
		}
		open, err := s.who(ctx)
		if err != nil {
			return nil, err
		}
		if i.flags.demo {
			editor, err := s.editor(ctx)
			if err != nil {
				return nil, err
			}
			return editor.History()
		}
		extension = open.ID
	}
	o, err := i.options("")
	if err != nil {
		return nil, err
	}
	scope, err := historyScope(ctx, &o, extension)
	if err != nil {
		return nil, err
	}
	j, err := journal.Open(journalFolder(o.Folders), scope, journal.Actor{})
	if err != nil {
		return nil, err
	}
	return j.History()
}

// noEntries says why nothing is printed, for a person: a script gets no line.
func noEntries(query string) string {
	if query == "" {
		return "No changes were made with rcfwd."
	}
	return fmt.Sprintf("No change contains %q. Without words, history prints all changes.", query)
}

// historyScope finds whose journal is meant, without asking the server: that of the
// extension with an id, if that is not empty, otherwise of the one that the profile names
// by its id, otherwise that of the signed-in one, otherwise the only one that there is at
// the server of the profile.
func historyScope(ctx context.Context, o *signin.Options, extension string) (journal.Scope, error) {
	scopes := journal.Scopes(journalFolder(o.Folders))
	server := o.Profile.ServerURL().String()
	if who, err := api.ParseWho(o.Profile.Extension); err == nil && who.By == api.ByID && extension == "" {
		extension = who.Text
	}
	if status, err := signin.ReadStatus(ctx, o); err == nil {
		server = status.Server // the environment may name another
		if extension == "" && o.Profile.Extension == "" {
			extension = status.OwnerID
		}
	}
	scopes = slices.DeleteFunc(scopes, func(s journal.Scope) bool {
		return extension != "" && s.Extension != extension ||
			o.Profile.Account != "" && s.Account != "" && s.Account != o.Profile.Account ||
			s.Server != "" && s.Server != server ||
			s.Server == "" && s.Profile != o.Profile.Name
	})
	var known []string // a scope without a server is a journal that the other is read with
	for _, s := range scopes {
		if !slices.Contains(known, s.Extension) {
			known = append(known, s.Extension)
		}
	}
	switch {
	case len(known) > 1:
		return journal.Scope{}, fmt.Errorf("several extensions have a journal; choose one with --extension: %s", strings.Join(known, ", "))
	case len(scopes) > 0:
		i := max(slices.IndexFunc(scopes, func(s journal.Scope) bool { return s.Server != "" }), 0)
		scopes[i].Profile = o.Profile.Name
		return scopes[i], nil
	case extension != "":
		return journal.Scope{Profile: o.Profile.Name, Extension: extension}, nil
	}
	return journal.Scope{}, errors.New("no changes were made under this profile; for another extension, use --extension ID")
}

// newerJournal is the error of the journal that history prints where a later version
// wrote in it; nil also where there is no such journal, or it cannot be read.
func newerJournal(ctx context.Context, o *signin.Options) error {
	folder := journalFolder(o.Folders)
	if len(journal.Scopes(folder)) == 0 {
		return nil
	}
	scope, err := historyScope(ctx, o, "")
	if err != nil {
		return nil
	}
	j, err := journal.Open(folder, scope, journal.Actor{})
	if err != nil {
		return nil
	}
	h, err := j.History()
	if err != nil {
		return nil
	}
	return h.Newer
}

func entryOutcome(e *journal.Entry) string {
	if e.Undone {
		return "undone"
	}
	return cmp.Or(string(e.Outcome), "unknown")
}

// summaryOf describes a change in a line, which names what was changed.
func summaryOf(e *journal.Entry) string {
	changes := strings.Join(changesOf(e), "; ")
	if changes == "" {
		return ui.Describe(e)
	}
	if r := e.Rule(); r != nil {
		return r.Name + ": " + changes
	}
	return changes
}

// changesOf describes what a change did, number by number.
func changesOf(e *journal.Entry) []string {
	var parts []string
	for _, c := range e.Comparisons() {
		name := ""
		for _, r := range []*journal.Record{c.After, c.Before} {
			if r != nil && name == "" {
				name = cmp.Or(r.Label, r.Phone)
			}
		}
		var fields []string
		for _, p := range c.Fields {
			if p.Differs {
				fields = append(fields, fmt.Sprintf("%s %s > %s", p.Field, cmp.Or(p.Before, "none"), cmp.Or(p.After, "none")))
			}
		}
		parts = append(parts, name+": "+strings.Join(fields, ", "))
	}
	return append(parts, e.Lines...)
}
