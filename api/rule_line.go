package api

import (
	"cmp"
	"slices"
	"sort"
)

// Span is a part of a timeline.
type Span struct {
	From, To int      // seconds after the call came in
	Who      []string // who rings; for EndSpan what happens then
	Step     int      // index in Rule.Steps, or AppsSpan or EndSpan
}

// The values of Span.Step that are not steps.
const (
	AppsSpan = -1 // own apps that ring apart from the steps
	EndSpan  = -2
)

// Timeline returns who rings when: one span for each step that rings and one for the apps
// that ring apart from them, sorted by their beginning; spans may overlap. The last one
// has no length and says what happens when no one has answered. The result is empty for a
// mode that this version does not know.
//
// That the steps begin after the head start of own apps, in both modes, is an inference
// from the dossier's section 9.
func (r *Rule) Timeline() []Span {
	if r.Mode == NoRinging {
		return []Span{{Who: []string{r.Destination.Words()}, Step: EndSpan}}
	}
	if r.Mode != InOrder && r.Mode != AtOnce {
		return nil
	}
	lead := r.lead()
	spans, end := r.stepSpans(lead)
	if r.Apps.On && len(r.Apps.Targets) > 0 {
		apps := r.appsSpan(lead, end)
		spans, end = append(spans, apps), max(end, apps.To)
	}
	sort.SliceStable(spans, func(i, j int) bool {
		a, b := &spans[i], &spans[j]
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Step, b.Step)) < 0
	})
	return append(spans, Span{From: end, To: end, Who: []string{r.afterwards()}, Step: EndSpan})
}

// lead returns how long own apps ring alone, in seconds.
func (r *Rule) lead() int {
	a := r.Apps
	if !a.On || a.Always || a.Last || len(a.Targets) == 0 {
		return 0
	}
	return r.Seconds(a.HeadStart)
}

func (r *Rule) stepSpans(from int) (spans []Span, end int) {
	at := from
	end = from
	for i, s := range r.Steps {
		if !s.On || len(s.Targets) == 0 {
			continue
		}
		spans = append(spans, Span{From: at, To: at + r.Seconds(s.Length), Who: r.labels(s.Targets), Step: i})
		end = max(end, at+r.Seconds(s.Length))
		if r.Mode == InOrder {
			at = end
		}
	}
	return spans, end
}

// appsSpan returns when own apps ring: before the steps, after them, or all the time.
func (r *Rule) appsSpan(lead, end int) Span {
	s := Span{Who: r.labels(r.Apps.Targets), Step: AppsSpan, To: lead}
	switch {
	case r.Apps.Always && end == 0: // nothing else rings, and no source says for how long
		s.To = r.Seconds(r.usualLength())
	case r.Apps.Always:
		s.To = end
	case r.Apps.Last:
		s.From, s.To = end, end+r.Seconds(r.Apps.HeadStart)
	}
	return s
}

func (r *Rule) afterwards() string {
	if r.NoAnswer.Kind == "" && r.Kind == Agent {
		return "back to the queue"
	}
	return r.NoAnswer.Words()
}

func names(targets []Target) []string {
	var all []string
	for _, t := range targets {
		all = append(all, t.Name)
	}
	return all
}

// labels names targets of the rule, each as Label does. It is not inlined: its copies would
// make the program larger.
//
//go:noinline
func (r *Rule) labels(targets []Target) []string {
	var all []string
	for _, t := range targets {
		all = append(all, r.Label(&t))
	}
	return all
}

// Label returns the name of a target of the rule, with its number or id where another
// target of the rule has the same name.
func (r *Rule) Label(t *Target) string {
	alike := func(other Target) bool { return other.Name == t.Name && other.key() != t.key() }
	among := slices.ContainsFunc(r.Apps.Targets, alike) ||
		slices.ContainsFunc(r.Steps, func(s Step) bool { return slices.ContainsFunc(s.Targets, alike) })
	mark := cmp.Or(t.Phone, t.ID, t.Type)
	switch {
	case !among || mark == t.Name:
		return t.Name
	case t.Kind == CoworkerApps:
		mark = t.namedAs("") // the same person may be there with both kinds of apps
	case t.Kind == DeviceTarget || t.Kind == OtherTarget:
		mark = cmp.Or(t.ID, t.mark, mark)
	}
	return t.Name + " (" + mark + ")"
}
