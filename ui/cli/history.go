package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/signin"
)

func (p program) historyCommand() *cobra.Command {
	var f flags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "history [WORD ...]",
		Short: "List the changes made with rcfwd, without asking the server",
		Long: "history prints the journal of an extension, the oldest change first. With words, it prints the changes\n" +
			"that contain all of them. The default is your own extension; --extension names another by its id.",
		RunE: func(cmd *cobra.Command, words []string) error {
			return p.printHistory(cmd, f, asJSON, strings.Join(words, " "))
		},
	}
	profileFlags(cmd, &f)
	cmd.Flags().StringVar(&f.extension, "extension", "", "id of the extension (default: your own)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func (p program) printHistory(cmd *cobra.Command, f flags, asJSON bool, query string) error {
	o, err := newConnector(f, p.keys).options("")
	if err != nil {
		return err
	}
	scope, err := historyScope(cmd.Context(), o)
	if err != nil {
		return err
	}
	j, err := journal.Open(journalFolder(o.Folders), scope, journal.Actor{})
	if err != nil {
		return errors.New(api.Explain(err).String())
	}
	h, err := j.History()
	if err != nil {
		return errors.New(api.Explain(err).String())
	}
	entries := h.Filter(query)
	if len(entries) == 0 && !asJSON {
		fmt.Fprintln(cmd.ErrOrStderr(), noEntries(query))
	}
	if h.Newer != nil {
		fmt.Fprintln(cmd.ErrOrStderr(), "A newer rcfwd wrote some of this, which may be missing: "+h.Newer.Error()+".")
	}
	return writeHistory(h, cmd.OutOrStdout(), asJSON, entries)
}

// noEntries says why nothing is printed, for a person: a script gets no line.
func noEntries(query string) string {
	if query == "" {
		return "No changes were made with rcfwd."
	}
	return fmt.Sprintf("No change contains %q. Without words, history prints all changes.", query)
}

// historyScope finds whose journal is meant, without asking the server: that of the
// extension that the flag names by its id, otherwise that of the signed-in one,
// otherwise the only one that there is at the server of the profile.
func historyScope(ctx context.Context, o signin.Options) (journal.Scope, error) {
	scopes := journal.Scopes(journalFolder(o.Folders))
	extension, server := "", o.Profile.ServerURL().String()
	if who, err := api.ParseWho(o.Profile.Extension); err == nil && who.By == api.ByID {
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
func newerJournal(ctx context.Context, o signin.Options) error {
	folder := journalFolder(o.Folders)
	if len(journal.Scopes(folder)) == 0 {
		return nil
	}
	scope, err := historyScope(ctx, o)
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

func writeHistory(h *journal.History, out io.Writer, asJSON bool, entries []journal.Entry) error {
	if asJSON {
		text, err := h.JSON(entries)
		fmt.Fprintln(out, string(text))
		return err
	}
	for _, e := range entries {
		fmt.Fprintf(out, "%s  %-10s  %-7s  %s\n", e.Time.UTC().Format("2006-01-02 15:04:05Z"), entryOutcome(e), e.Op, strings.Join(changesOf(e), "; "))
	}
	for _, d := range h.Damaged {
		fmt.Fprintf(out, "%s line %d cannot be read: %s\n", d.File, d.Line, d.Why)
	}
	return nil
}

func entryOutcome(e journal.Entry) string {
	if e.Undone {
		return "undone"
	}
	return cmp.Or(string(e.Outcome), "unknown")
}

// changesOf describes what a change did, number by number.
func changesOf(e journal.Entry) []string {
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
