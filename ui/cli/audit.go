package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rcfwd/api"
	"rcfwd/api/audit"
	"rcfwd/api/filter"
	"rcfwd/api/risk"
	"rcfwd/api/settings"
	"rcfwd/ui/cli/output"
)

// What is risky about the forwarding of the whole account.

func auditVerb() *verb {
	return &verb{
		use: "audit", short: "Report what is risky about the forwarding of the account",
		long: "audit reports what is risky about the numbers and extensions to which calls of the account can go. Without a flag\n" +
			"that chooses, it reports all but new ones. It answers from the index, as rcfwd forwards does.\n\n" +
			"The ids of findings never change. --ignore names a file of exceptions, each a line with the id, the last day and\n" +
			"the reason:\n\n  premium:+19005551234 2027-03-31 The hotline of marketing\n\n" +
			"A line that has ended, or that cannot be read, is named, its finding is reported, and the exit code is 2.",
		prints: findingList(), run: runAudit, scopes: readScopes, flags: declareAudit,
		examples: []string{"rcfwd audit --demo --as 101", "rcfwd audit --demo --as 101 --allow US,CA --fail-on premium,satellite --json id,phoneNumber,text"},
	}
}

func declareAudit(cmd *cobra.Command, i *invocation) {
	questionFlags(cmd, i)
	i.truth(cmd, "outside", "report numbers that do not belong to the account")
	i.truth(cmd, "risk", "report what may cost much, cannot work, or goes round in a loop")
	i.truth(cmd, "leavers", "report what still leads to people whose extension is disabled or gone, or away from them")
	i.text(cmd, "new", "report what no extension forwarded to so long ago, as in 7d")
	i.text(cmd, "allow", "countries to which calls may go, as in US,CA (default: those of the profile)")
	i.text(cmd, "ignore", "`FILE` of exceptions: id, last day and reason, a line each")
	i.text(cmd, "fail-on", "exit with 3 if there is a finding of these kinds, as in premium,satellite")
	i.truth(cmd, "exit-code", "exit with 3 if there is any finding")
}

// auditKinds are the findings that a flag chooses.
func auditKinds(flag string) []settings.RiskID {
	switch flag {
	case "outside":
		return []settings.RiskID{settings.RiskOutside}
	case "leavers":
		return []settings.RiskID{settings.RiskLeaver, settings.RiskDisabledForwards}
	}
	return []settings.RiskID{settings.RiskListed, settings.RiskPremium, settings.RiskSharedCost, settings.RiskSatellite,
		settings.RiskNANPAbroad, settings.RiskImpossible, settings.RiskNotAllowed, settings.RiskHub, settings.RiskLoop}
}

// findingRow is a finding as a row of the answer.
type findingRow struct {
	audit.Finding
	target, profile string
}

// list returns a part of each extension that a finding is about.
func (f *findingRow) list(part func(audit.From) string) []string {
	all := []string{}
	for _, e := range f.From {
		all = append(all, part(e))
	}
	return all
}

func findingList() output.List {
	return output.List{Unit: "finding", Key: "id", Fields: []output.Field{
		{Name: "id", Kind: output.Text, Help: "Id of the finding: the same in every audit.",
			Value: output.Of(func(f *findingRow) any { return f.Finding.ID })},
		{Name: "finding", Kind: output.Text, Title: "Finding", Help: "Kind: listed, premium, shared-cost, satellite, nanp-abroad, impossible, not-allowed, outside, hub, new, leaver, disabled-forwards or loop.",
			Value: output.Of(func(f *findingRow) any { return string(f.Finding.Finding.ID) })},
		{Name: "level", Kind: output.Text, Help: "What the profile says about it: say, ask or refuse.",
			Value: output.Of(func(f *findingRow) any { return [...]string{"say", "ask", "refuse"}[f.Level] })},
		{Name: "phoneNumber", Kind: output.Text, Title: "Number", Help: "Number that calls go to; null for an extension.",
			Value: output.Of(func(f *findingRow) any { return orNull(f.Phone) })},
		{Name: "targetExtensionId", Kind: output.Text, Help: "Id of the extension that calls go to.",
			Value: output.Of(func(f *findingRow) any { return orNull(f.ExtensionID) })},
		{Name: "targetExtensionNumber", Kind: output.Text, Title: "To ext.", Help: "Its short number; null where the index does not know it.",
			Value: output.Of(func(f *findingRow) any { return orNull(f.target) })},
		{Name: "extensionNumbers", Kind: output.Array, Title: "From", Help: "Short numbers of the extensions whose calls can go there, or of those of a loop.",
			Value: output.Of(func(f *findingRow) any { return f.list(func(e audit.From) string { return e.Number }) })},
		{Name: "extensionIds", Kind: output.Array, Help: "Their ids, in the same order.",
			Value: output.Of(func(f *findingRow) any { return f.list(func(e audit.From) string { return e.ID }) })},
		{Name: "text", Kind: output.Text, Title: "Why", Help: "What was found, about it: the number or the extension.",
			Value: output.Of(func(f *findingRow) any { return f.Text })},
		{Name: "source", Kind: output.Text, Help: "Where it is known from.",
			Value: output.Of(func(f *findingRow) any { return f.Source })},
		{Name: "readAt", Kind: output.Time, Help: "When the oldest reading began that it is from.",
			Value: output.Of(func(f *findingRow) any { return f.ReadAt.Truncate(time.Second) })},
		{Name: "profile", Kind: output.Text, Help: "Name of the profile; null for none.",
			Value: output.Of(func(f *findingRow) any { return orNull(f.profile) })},
	}}
}

func runAudit(ctx context.Context, i *invocation) error {
	fail, err := readKinds(i.flag("fail-on"))
	if err != nil {
		return asUsage(err, i.cmd)
	}
	o, err := i.auditOptions()
	if err != nil {
		return asUsage(err, i.cmd)
	}
	except, err := i.exceptions()
	if err != nil {
		return asUsage(err, i.cmd)
	}
	q, err := i.inquire(ctx)
	if err != nil {
		return err
	}
	rows, err := q.audit(ctx, o, except)
	if err != nil {
		return err
	}
	proof, err := q.index.ProofSince(q.scope, q.since)
	if err := cmp.Or(err, printAll(i, findingList(), rows), q.prove(proof)); err != nil {
		return err
	}
	return i.foundIn(rows, fail)
}

// audit looks for findings, and tells what could not be compared.
func (q *inquiry) audit(ctx context.Context, o audit.Options, except *audit.Exceptions) (rows []findingRow, err error) {
	risks, err := q.numberRisks(ctx)
	if err != nil {
		return nil, err
	}
	allow := o.Policy.Allow
	if o.Policy, o.Scope = risks.policy, q.scope; allow != nil {
		o.Policy.Allow = allow
	}
	found, err := audit.Of(q.index, o)
	if err != nil {
		return nil, err
	}
	q.tellCompared(o, &found)
	heads, err := q.heads()
	ofCost := false
	for _, f := range found.Findings {
		if !except.Has(&f) {
			rows = append(rows, findingRow{f, heads[f.ExtensionID].Number, q.to.Profile})
			ofCost = ofCost || f.OfCost()
		}
	}
	if ofCost {
		q.note("%s", risk.Unknowns)
	}
	return rows, err
}

// tellCompared says which readings were compared for what is new.
func (q *inquiry) tellCompared(o audit.Options, found *audit.Result) {
	if o.Before.IsZero() {
		return
	}
	if !found.EarlierAt.IsZero() {
		q.note("What is new was compared with the last readings before %s, the oldest of %s.", o.Before.UTC().Format(time.RFC3339), found.EarlierAt.Format(time.RFC3339))
	}
	if n := len(found.NoEarlier); n > 0 {
		q.tell(incomplete(fmt.Errorf("what is new cannot be told of %s that %s not read before %s, such as %s",
			api.Plural(n, "extension"), wasWere(n), o.Before.UTC().Format(time.RFC3339), found.NoEarlier[0].Name)))
	}
}

func wasWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// foundIn returns the error of findings for which the exit code is asked.
func (i *invocation) foundIn(rows []findingRow, fail []settings.RiskID) error {
	if slices.ContainsFunc(rows, func(r findingRow) bool {
		return i.is("exit-code") || slices.Contains(fail, r.Finding.Finding.ID)
	}) {
		return exitError{errFound, ExitFound}
	}
	return nil
}

// auditOptions reads the flags that choose findings.
func (i *invocation) auditOptions() (o audit.Options, err error) {
	for _, name := range []string{"outside", "risk", "leavers"} {
		if i.is(name) {
			o.Kinds = append(o.Kinds, auditKinds(name)...)
		}
	}
	if text := i.flag("new"); text != "" {
		ago, err := filter.ParseDuration(text)
		if err != nil || ago <= 0 {
			return o, fmt.Errorf("--new %s: write a time such as 24h or 7d", text)
		}
		o.Kinds, o.Before = append(o.Kinds, settings.RiskNew), i.now().Add(-ago)
	}
	if text := i.flag("allow"); text != "" {
		for country := range strings.SplitSeq(strings.ToUpper(text), ",") {
			if err := api.CheckRegion(country); err != nil {
				return o, fmt.Errorf("--allow: %w", err)
			}
			o.Policy.Allow = append(o.Policy.Allow, country)
		}
	}
	return o, nil
}

// readKinds reads kinds of findings with commas between.
func readKinds(text string) (kinds []settings.RiskID, err error) {
	if text == "" {
		return nil, nil
	}
	for word := range strings.SplitSeq(text, ",") {
		if !slices.Contains(settings.RiskIDs, settings.RiskID(word)) {
			return nil, fmt.Errorf("--fail-on: there is no finding %q; use %s", word, kindWords())
		}
		kinds = append(kinds, settings.RiskID(word))
	}
	return kinds, nil
}

func kindWords() string {
	var words []string
	for _, id := range settings.RiskIDs {
		words = append(words, string(id))
	}
	return strings.Join(words, ", ")
}

// exceptions reads the file of --ignore, and tells of lines that do not hold; nil without
// one.
func (i *invocation) exceptions() (*audit.Exceptions, error) {
	name := i.flag("ignore")
	if name == "" {
		return nil, nil
	}
	text, err := readNamed(i, name)
	if err != nil {
		return nil, fmt.Errorf("--ignore: %w", err)
	}
	e := audit.ReadExceptions(name, string(text), i.now())
	for _, p := range e.Problems {
		i.tell(usageError{p})
	}
	return e, nil
}
