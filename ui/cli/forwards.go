package cli

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rcfwd/api/filter"
	"rcfwd/api/index"
	"rcfwd/api/risk"
	"rcfwd/ui/cli/output"
)

// Who forwards where: a row for each place from which calls of an extension can go on.

func forwardsVerb() *verb {
	return &verb{
		use: "forwards [FILTER...]", short: "List where the calls of the account can go, a row a use",
		long: "forwards lists every place from which calls of an extension can go to a number, another extension or a device:\n" +
			"numbers, steps of rules, also those that are switched off, ends of rules, forwarding of all calls, queues, menus\n" +
			"and company rules. It answers from the index, and reads first what is missing there or too old. FILTER is as for\n" +
			"rcfwd people; a row is printed where its extension and the use itself fit. The exit code is 5 where something in\n" +
			"the scope was not read.",
		prints: useList(), run: listForwards, flags: questionFlags, scopes: readScopes,
		examples: []string{"rcfwd forwards --demo --as 101", "rcfwd forwards --demo --as 101 to:outside not:ext:104 --json extensionNumber,phoneNumber,risk"},
	}
}

// useRow is a use of an extension, as a row of the answer.
type useRow struct {
	of      *index.Reading
	use     *index.Use
	target  string // number of the extension that it leads to
	risk    []string
	profile string
}

func useList() output.List {
	return output.List{Unit: "use", Key: "extensionId", Fields: append(useOfFields(), useToFields()...)}
}

// useOfFields are the fields about where the calls come from.
func useOfFields() []output.Field {
	return []output.Field{
		{Name: "extensionId", Kind: output.Text, Help: "Id of the extension whose calls go there, or company.",
			Value: output.Of(func(r *useRow) any { return r.of.ID })},
		{Name: "extensionNumber", Kind: output.Text, Title: "Extension", Help: "Its short number.",
			Value: output.Of(func(r *useRow) any { return orNull(r.of.Number) })},
		{Name: "extensionName", Kind: output.Text, Title: "Name", Help: "Its name.",
			Value: output.Of(func(r *useRow) any { return orNull(r.of.Name) })},
		{Name: "callHandling", Kind: output.Text, Help: "legacy or new; null where it has neither.",
			Value: output.Of(func(r *useRow) any { return orNull(string(r.of.CallHandling)) })},
		{Name: "kind", Kind: output.Text, Title: "Kind", Help: "number, flip, step, no-answer, at-once, forward-all, dnd, queue-full, queue-wait, queue-no-answer, queue-agent, ivr-key or company.",
			Value: output.Of(func(r *useRow) any { return string(r.use.Kind) })},
		{Name: "ruleId", Kind: output.Text, Help: "Id of the rule; null for none.",
			Value: output.Of(func(r *useRow) any { return orNull(r.use.RuleID) })},
		{Name: "ruleName", Kind: output.Text, Title: "Rule", Help: "Name of the rule.",
			Value: output.Of(func(r *useRow) any { return orNull(r.use.RuleName) })},
		{Name: "step", Kind: output.Integer, Help: "Step of the rule, counted from 1; null for none.",
			Value: output.Of(func(r *useRow) any { return positive(r.use.Step) })},
		{Name: "enabled", Kind: output.Truth, Title: "On", Help: "Whether calls go there now: rule and step are switched on.",
			Value: output.Of(func(r *useRow) any { return r.use.Enabled }), Show: output.Shown(func(r *useRow) string { return yes(r.use.Enabled) })},
	}
}

// useToFields are the fields about where the calls go.
func useToFields() []output.Field {
	return []output.Field{
		{Name: "phoneNumber", Kind: output.Text, Title: "Number", Help: "Number that calls go to; null for an extension or a device.",
			Value: output.Of(func(r *useRow) any { return orNull(r.use.Phone) })},
		{Name: "targetExtensionId", Kind: output.Text, Help: "Id of the extension that calls go to.",
			Value: output.Of(func(r *useRow) any { return orNull(r.use.ExtensionID) })},
		{Name: "targetExtensionNumber", Kind: output.Text, Title: "To ext.", Help: "Its short number; null where the index does not know it.",
			Value: output.Of(func(r *useRow) any { return orNull(r.target) })},
		{Name: "deviceId", Kind: output.Text, Title: "Device", Help: "Id of the device that calls go to.",
			Value: output.Of(func(r *useRow) any { return orNull(r.use.DeviceID) })},
		{Name: "outside", Kind: output.Truth, Title: "Outside", Help: "Whether the number belonged to no one in the account.",
			Value: output.Of(func(r *useRow) any { return r.use.Outside }), Show: output.Shown(func(r *useRow) string { return yes(r.use.Outside) })},
		{Name: "risk", Kind: output.Array, Title: "Risk", Help: "What is risky about the number: premium, shared-cost, satellite and others.",
			Value: output.Of(func(r *useRow) any { return r.risk })},
		{Name: "use", Kind: output.Text, Help: "Id of the use: the same for the same place in every reading of an extension.",
			Value: output.Of(func(r *useRow) any { return r.use.ID })},
		{Name: "readAt", Kind: output.Time, Help: "When the extension was read.",
			Value: output.Of(func(r *useRow) any { return r.of.ReadAt.Truncate(time.Second) })},
		{Name: "profile", Kind: output.Text, Help: "Name of the profile; null for none.",
			Value: output.Of(func(r *useRow) any { return orNull(r.profile) })},
	}
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

func positive(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func listForwards(ctx context.Context, i *invocation) error {
	chosen, err := i.filter()
	if err != nil {
		return err
	}
	q, err := i.inquire(ctx)
	if err != nil {
		return err
	}
	p, err := newPrinter(i, useList(), false)
	if err != nil {
		return err
	}
	j, err := q.numberRisks(ctx)
	if err != nil {
		return err
	}
	if err := q.printForwards(p, chosen, j); err != nil {
		return err
	}
	proof, err := q.index.ProofSince(q.scope, q.since)
	return cmp.Or(err, p.Close(), q.prove(proof))
}

func (q *inquiry) printForwards(p *output.Printer, chosen *filter.Filter, risks *numberRisks) error {
	heads, err := q.heads()
	if err != nil {
		return err
	}
	return q.each(func(r *index.Reading, changedAt int64) error {
		for _, u := range chosenUses(chosen, r, changedAt, risks.kinds) {
			if err := p.Print(&useRow{r, u, heads[u.ExtensionID].Number, risks.ids(u), q.to.Profile}); err != nil {
				return err
			}
		}
		return nil
	})
}

// each calls do for the newest reading of each extension in the scope that is not gone, with
// when it last changed.
func (q *inquiry) each(do func(r *index.Reading, changedAt int64) error) error {
	heads, err := q.heads()
	if err != nil {
		return err
	}
	for r, err := range q.index.Newest() {
		if err != nil {
			return err
		}
		if r.Gone || !q.scope.Has(r.Class) {
			continue
		}
		if err := do(&r, unixOf(heads[r.ID].ChangedAt)); err != nil {
			return err
		}
	}
	return nil
}

// heads are what is known about each extension, by its id.
func (q *inquiry) heads() (map[string]index.Head, error) {
	all, err := q.index.Heads()
	byID := make(map[string]index.Head, len(all))
	for _, h := range all {
		byID[h.ID] = h
	}
	return byID, err
}

func unixOf(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// chosenUses returns the uses of a reading that a filter selects: it holds for the
// extension, and for the extension as if it had the use alone.
func chosenUses(f *filter.Filter, r *index.Reading, changedAt int64, risks func(string) filter.Risks) (uses []*index.Use) {
	whole := filter.OfReading(r, changedAt, risks)
	if !f.Matches(&whole) {
		return nil
	}
	for n := range r.Uses {
		one := *r
		one.Uses = r.Uses[n : n+1]
		row := filter.OfReading(&one, changedAt, risks)
		row.N, row.Flags = whole.N, row.Flags|whole.Flags&(filter.ForwardsAll|filter.NotDisturbed)
		if f.Empty() || f.Matches(&row) {
			uses = append(uses, &r.Uses[n])
		}
	}
	return uses
}

// numberRisks finds what is risky about numbers, about each once.
type numberRisks struct {
	policy risk.Policy
	known  map[string][]risk.Finding
}

// numberRisks returns that of the open profile.
func (q *inquiry) numberRisks(ctx context.Context) (*numberRisks, error) {
	policy := q.to.Risk
	policy.Home = q.to.Region
	if policy.Home == "" && !q.is("cached") {
		home, err := q.region(ctx)
		if err != nil {
			return nil, err
		}
		policy.Home = home
	}
	return &numberRisks{policy, map[string][]risk.Finding{}}, nil
}

func (j *numberRisks) of(phone string) []risk.Finding {
	found, is := j.known[phone]
	if !is {
		found = risk.Of(phone, j.policy, nil)
		j.known[phone] = found
	}
	return found
}

func (j *numberRisks) kinds(phone string) filter.Risks { return filter.RisksOf(j.of(phone)) }

// ids are the kinds of findings about the number of a use.
func (j *numberRisks) ids(u *index.Use) []string {
	ids := []string{}
	if u.Phone == "" {
		return ids
	}
	for _, f := range j.of(u.Phone) {
		ids = append(ids, string(f.ID))
	}
	return ids
}

var errFound = errors.New("")

// whoForwardsVerb is the question that a leaver's number raises.
func whoForwardsVerb() *verb {
	return &verb{
		use: "who-forwards-to NUMBER|EXT|DEVICE|-", short: "List where calls go to a number, an extension or a device",
		long: "who-forwards-to lists every place of the account from which calls can go to a target: the rows of rcfwd forwards.\n" +
			"A target is a telephone number, an extension by its number, id or whole name, or the id of a device. number:, ext:,\n" +
			"id:, name: and device: force one. For an extension, its own numbers and devices are looked for too. - reads a list\n" +
			"from standard input, a target a line. What was not read is named, and the exit code is 5 then; with --exit-code it\n" +
			"is 3 where something was found.",
		prints: useList(), run: whoForwards, scopes: readScopes,
		flags: func(cmd *cobra.Command, i *invocation) {
			questionFlags(cmd, i)
			i.truth(cmd, "exit-code", "exit with 3 if anything was found")
		},
		examples: []string{"rcfwd who-forwards-to --demo --as 101 +14155550118", "rcfwd who-forwards-to --demo --as 101 ext:104 --exit-code --json extensionNumber,kind,ruleName # exits with 3"},
	}
}

func whoForwards(ctx context.Context, i *invocation) error {
	targets, err := i.targets()
	if err != nil {
		return err
	}
	q, err := i.inquire(ctx)
	if err != nil {
		return err
	}
	query, err := q.query(ctx, targets)
	if err != nil {
		return err
	}
	answer, err := q.index.Find(query)
	if err != nil {
		return err
	}
	j, err := q.numberRisks(ctx)
	if err != nil {
		return err
	}
	var rows []useRow
	for _, row := range answer.Rows {
		rows = append(rows, useRow{row.Reading, row.Use, answer.Known[row.Use.ExtensionID].Number, j.ids(row.Use), q.to.Profile})
	}
	err = cmp.Or(printAll(i, useList(), rows), q.prove(answer.Proof))
	if err == nil && len(rows) > 0 && i.is("exit-code") {
		return exitError{errFound, ExitFound}
	}
	return err
}

// targets are those of the command line, or of standard input.
func (i *invocation) targets() ([]string, error) {
	if i.args[0] != "-" {
		return i.args, nil
	}
	text, err := readNamed(i, "-")
	if err != nil {
		return nil, err
	}
	var targets []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" {
			targets = append(targets, line)
		}
	}
	if len(targets) == 0 {
		return nil, asUsage(errors.New("standard input has no target; write one a line"), i.cmd)
	}
	return targets, nil
}
