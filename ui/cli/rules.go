package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"rcfwd/api"
	"rcfwd/ui/cli/output"
)

// The rules of an extension, as screen 2 shows and changes them.

// ruleRow is a rule with what is known of it beside its record.
type ruleRow struct {
	api.Rule
	ruleRecord
	readAt time.Time
}

func ruleList() output.List {
	return output.List{Unit: "rule", Key: "id", Fields: []output.Field{
		{Name: "name", Kind: output.Text, Title: "Rule", Help: "Name of the rule.",
			Value: output.Of(func(r *ruleRow) any { return valueOf(r.ruleRecord.Name) })},
		{Name: "enabled", Kind: output.Truth, Title: "State", Help: "Whether the rule, or its state, is switched on.",
			Value: output.Of(func(r *ruleRow) any { return valueOf(r.ruleRecord.Enabled) }), Show: output.Shown((*ruleRow).state)},
		{Name: "when", Kind: output.Text, Title: "When", Help: "When it applies, in the time zone of the extension, as set reads it.",
			Value: output.Of(func(r *ruleRow) any { return valueOf(r.ruleRecord.When) }), Show: output.Shown(func(r *ruleRow) string { return r.Rule.When })},
		{Name: "id", Kind: output.Text, Title: "Id", Help: "Id of the rule; opaque.",
			Value: output.Of(func(r *ruleRow) any { return valueOf(r.ruleRecord.ID) })},
		{Name: "kind", Kind: output.Text, Help: "work-hours, after-hours, custom, forward-all, dnd, agent or other.",
			Value: output.Of(func(r *ruleRow) any { return valueOf(r.ruleRecord.Kind) })},
		{Name: "callHandling", Kind: output.Text, Help: "legacy or new.",
			Value: output.Of(func(r *ruleRow) any { return valueOf(r.ruleRecord.CallHandling) })},
		{Name: "inForce", Kind: output.Truth, Help: "Whether it decides about calls now; null when that is not known.",
			Value: output.Of(func(r *ruleRow) any { return valueOf(r.InForce) })},
		{Name: "callers", Kind: output.Array, Help: "Callers that a custom rule is for: phoneNumber and name; empty for any caller, null for other kinds.",
			Value: output.Of(func(r *ruleRow) any { return orNullList(r.Callers) })},
		{Name: "calledNumbers", Kind: output.Array, Help: "Called numbers that a custom rule is for; empty for any number, null for other kinds.",
			Value: output.Of(func(r *ruleRow) any { return orNullList(r.CalledNumbers) })},
		{Name: "mode", Kind: output.Text, Help: "How the steps ring: in-order, at-once, or elsewhere when nothing rings and calls go to destination.",
			Value: output.Of(func(r *ruleRow) any { return valueOf(r.ruleRecord.Mode) })},
		{Name: "unit", Kind: output.Text, Help: "Unit of every length: rings, of five seconds each, or seconds.",
			Value: output.Of(func(r *ruleRow) any { return valueOf(r.ruleRecord.Unit) })},
		{Name: "steps", Kind: output.Array, Help: "What rings, in this order: on, length and targets (kind, id, name, phoneNumber, type), which ring together.",
			Value: output.Of(func(r *ruleRow) any { return orNullList(r.ruleRecord.Steps) }), Show: output.Shown(func(r *ruleRow) string { return stepWords(&r.Rule) })},
		{Name: "apps", Kind: output.Object, Help: "Own apps that ring apart from the steps: on, always (to the end), headStart, last (after the steps) and targets.",
			Value: output.Of(func(r *ruleRow) any { return valueOf(r.ruleRecord.Apps) }), Show: output.Shown((*ruleRow).appWords)},
		{Name: "noAnswer", Kind: output.Object, Help: "Where calls go that no one answers: to (voicemail, number, extension, announcement or other), id, name and phoneNumber.",
			Value: output.Of(func(r *ruleRow) any { return valueOf(r.ruleRecord.NoAnswer) }), Show: output.Shown(func(r *ruleRow) string { return endWords(r.Rule.NoAnswer) })},
		{Name: "destination", Kind: output.Object, Help: "Where calls go at once, in the mode elsewhere; as noAnswer.",
			Value: output.Of(func(r *ruleRow) any { return valueOf(r.ruleRecord.Destination) }), Show: output.Shown(func(r *ruleRow) string { return endWords(r.Rule.Destination) })},
		{Name: "fixed", Kind: output.Text, Help: "Why the rule cannot be changed; null when it can.",
			Value: output.Of(func(r *ruleRow) any { return valueOf(r.ruleRecord.Fixed) })},
		{Name: "hash", Kind: output.Text, Help: "SHA-256 of its stored record, for set and --if-unchanged.",
			Value: output.Of(func(r *ruleRow) any { return valueOf(r.ruleRecord.Hash) })},
		{Name: "readAt", Kind: output.Time, Help: "When it was read.",
			Value: output.Of(func(r *ruleRow) any { return r.readAt })},
	}}
}

// state is whether the rule is on, as screen 2 shows it.
func (r *ruleRow) state() string {
	switch {
	case at(r.InForce):
		return "on now"
	case r.Rule.Enabled:
		return "on"
	}
	return "off"
}

// appWords say how own apps ring that are no steps.
func (r *ruleRow) appWords() string {
	a := r.Rule.Apps
	switch {
	case len(a.Targets) == 0:
		return ""
	case !a.On:
		return "off"
	case a.Always:
		return "ring to the end"
	}
	before := map[bool]string{true: "after", false: "before"}[a.Last]
	return fmt.Sprintf("%s %s the steps", api.Plural(a.HeadStart, strings.TrimSuffix(string(r.Rule.Unit), "s")), before)
}

func endWords(e api.Fallback) string {
	if e.Kind == "" {
		return ""
	}
	return e.Words()
}

// openRules opens the extension, and reads its rules.
func (i *invocation) openRules(ctx context.Context, need api.Need) (*session, error) {
	s, err := i.open(ctx)
	if err != nil {
		return nil, err
	}
	need.Rules, need.ForwardAll, need.Labels = true, true, true
	if err := s.read(ctx, need); err != nil {
		return nil, err
	}
	if s.snapshot.Rules == nil {
		return nil, cmp.Or(s.snapshot.RulesRefused, fmt.Errorf("the rules could not be read"))
	}
	s.readHours(ctx)
	return s, nil
}

// readHours reads the work hours, which are no part of the rules on legacy call handling.
func (s *session) readHours(ctx context.Context) {
	if !s.snapshot.ForwardsApart() {
		return
	}
	if err := s.read(ctx, api.Need{Hours: true}); err != nil {
		s.tell(incomplete(named(err, "the work hours could not be read")))
	}
}

// ruleRows returns rules with what the snapshot says of them. Which rule is in force costs a
// request, and is found out only where it is printed.
func (s *session) ruleRows(ctx context.Context, rules ...api.Rule) ([]ruleRow, error) {
	inForce, known := api.Rule{}, false
	if s.printing.wants("inForce", "enabled") || s.printing.toml {
		where, err := s.who(ctx)
		if err != nil {
			return nil, err
		}
		if zone, ok := where.Zone.Location(); ok {
			inForce, known = s.snapshot.InForce(&api.TimeSet{}, s.now().In(zone))
		}
	}
	rows := make([]ruleRow, 0, len(rules))
	for _, r := range rules {
		row := ruleRow{r, recordOf(&r), s.snapshot.At.Truncate(time.Second)}
		row.ReadAt = timeText(row.readAt)
		if known {
			is := r.ID == inForce.ID
			row.InForce = &is
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func listRules(ctx context.Context, i *invocation) error {
	s, err := i.openRules(ctx, api.Need{})
	if err != nil {
		return err
	}
	rows, err := s.ruleRows(ctx, s.snapshot.Rules...)
	if err != nil {
		return err
	}
	return printAll(i, ruleList(), rows)
}

func showRule(ctx context.Context, i *invocation) error {
	s, err := i.openRules(ctx, api.Need{})
	if err != nil {
		return err
	}
	r, err := s.snapshot.FindRule(i.args[0])
	if err != nil {
		return err
	}
	return s.printRule(ctx, &r)
}

// printRule prints one rule.
func (s *session) printRule(ctx context.Context, r *api.Rule) error {
	rows, err := s.ruleRows(ctx, *r)
	if err != nil {
		return err
	}
	if s.printing.toml {
		return s.printText(rows[0].toml())
	}
	return printOne(s.invocation, ruleList(), &rows[0])
}

// now is the time.
func (i *invocation) now() time.Time {
	if i.Clock == nil {
		return time.Now()
	}
	return i.Clock()
}
