package change

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/jsonobj"
	"rcfwd/api/sandbox"
)

// The bench compares documents part by part: the label of a number, how long a rule rings
// a number, whether a state is on.

// part is a place in a document that holds one value.
type part struct {
	doc   api.DocumentID
	field string
}

// parts are all values of some documents. A part that is not there is as good as empty.
type parts map[part]string

func (p parts) set(doc api.DocumentID, field, value string) {
	if value != "" {
		p[part{doc, field}] = value
	}
}

// differing are the parts in which a and b differ. The order of a rule differs only if
// what both have is ordered otherwise.
func differing(a, b parts) []part {
	var all []part
	for k, v := range a {
		if b[k] != v && (k.field != "order" || !sameOrder(v, b[k])) {
			all = append(all, k)
		}
	}
	for k, v := range b {
		if _, both := a[k]; !both && (k.field != "order" || !sameOrder("", v)) {
			all = append(all, k)
		}
	}
	return all
}

// sameOrder compares what two orders have in common.
func sameOrder(a, b string) bool {
	common := func(order, other string) (groups []string) {
		for group := range strings.SplitSeq(order, ", ") {
			var kept []string
			for key := range strings.SplitSeq(group, " with ") {
				if slices.Contains(strings.FieldsFunc(other, func(r rune) bool { return r == ',' || r == ';' }), key) {
					kept = append(kept, key)
				}
			}
			if len(kept) > 0 {
				groups = append(groups, strings.Join(kept, " with "))
			}
		}
		return groups
	}
	flat := func(s string) string { return strings.NewReplacer(", ", ",", " with ", ",").Replace(s) }
	return slices.Equal(common(a, flat(b)), common(b, flat(a)))
}

var flipsDoc = api.DocumentID{Kind: api.FlipDocument}

func ruleDoc(id string) api.DocumentID   { return api.DocumentID{Kind: api.RuleDocument, ID: id} }
func stateDoc(id string) api.DocumentID  { return api.DocumentID{Kind: api.StateDocument, ID: id} }
func numberDoc(id string) api.DocumentID { return api.DocumentID{Kind: api.NumberDocument, ID: id} }

// addNumber adds a forwarding number of v1, or of the flip list of v2.
func (p parts) addNumber(v2 bool, n *journal.Record, unknown string) {
	doc, prefix := numberDoc(n.ID), ""
	if v2 {
		doc, prefix = flipsDoc, n.ID+" "
	} else {
		p.set(doc, "type", string(n.Type)+" "+n.DeviceID)
	}
	p.set(doc, prefix+"phone", n.Phone)
	p.set(doc, prefix+"label", n.Label)
	p.set(doc, prefix+"flip", n.Flip)
	p.set(doc, prefix+"unknown", unknown)
}

// targetKey tells what a rule rings apart. A number of v1 is known by its id.
func targetKey(t *api.Target) string {
	switch {
	case t.Kind == api.NumberTarget && t.ID == "":
		return "number " + t.Phone
	case t.Kind == api.NumberTarget:
		return "number " + t.ID
	case t.Kind == api.OtherTarget:
		return t.Type + " " + t.Name
	}
	return string(t.Kind) + " " + t.Type + " " + t.ID
}

func keyInRules(n *journal.Record, v2 bool) string {
	if v2 {
		return targetKey(&api.Target{Kind: api.NumberTarget, Phone: n.Phone})
	}
	return targetKey(&api.Target{Kind: api.NumberTarget, ID: n.ID})
}

// addRule adds a rule. It returns the targets that the rule rings twice.
func (p parts) addRule(r *api.Rule) (twice []string) {
	doc := ruleDoc(r.ID)
	on := doc
	if r.CallHandling == api.V2 && r.Kind != api.Custom {
		on = stateDoc(r.ID)
	}
	p.set(on, "on", fmt.Sprint(r.Enabled))
	if r.Kind == api.Custom {
		p.set(doc, "name", r.Name)
		p.set(doc, "when", r.When)
	}
	p.set(doc, "mode", string(r.Mode))
	p.set(doc, "no answer", fmt.Sprint(r.NoAnswer.Kind, r.NoAnswer.ID, r.NoAnswer.Phone))
	p.set(doc, "at once", fmt.Sprint(r.Destination.Kind, r.Destination.ID, r.Destination.Phone))
	p.set(doc, "apps", fmt.Sprint(r.Apps.On, r.Apps.Always, r.Apps.HeadStart, r.Apps.Last, len(r.Apps.Targets)))
	p.addUnknown(r)
	var groups []string
	for _, s := range r.Steps {
		if r.Unit == api.InRings && !s.On {
			continue // as good as not there
		}
		var keys []string
		for _, t := range s.Targets {
			key := targetKey(&t)
			if _, had := p[part{doc, key + " rings"}]; had {
				twice = append(twice, r.Name+": "+key)
			}
			keys = append(keys, key)
			p.set(doc, key+" rings", "yes")
			p.set(doc, key+" length", fmt.Sprint(s.Length))
			p.set(doc, key+" on", fmt.Sprint(s.On))
			if t.Kind == api.NumberTarget && t.ID == "" {
				p.set(doc, key+" name", t.Name)
			}
		}
		groups = append(groups, strings.Join(keys, " with "))
	}
	p.set(doc, "order", strings.Join(groups, ", "))
	return twice
}

// addUnknown adds the members of a rule that the client does not know, those of a step or
// a target with each target.
func (p parts) addUnknown(r *api.Rule) {
	doc := ruleDoc(r.ID)
	w, _ := jsonobj.Read(r.Record())
	where, steps, targets := "forwarding", "rules", "forwardingNumbers"
	if r.CallHandling == api.V2 {
		where, steps, targets = "dispatching", "actions", "targets"
	}
	outer := w.Object(where)
	p.set(doc, "unknown", unknownMembers(w.With(where, outer.Without(steps)).Raw()))
	for _, step := range outer.Objects(steps) {
		if !step.Bool("enabled", true) && r.CallHandling == api.V1 {
			continue
		}
		for _, t := range step.Objects(targets) {
			key := targetKey(&api.Target{Kind: api.NumberTarget, ID: t.Text("id"), Phone: t.Object("destination").Text("phoneNumber")})
			p.set(doc, key+" unknown", unknownMembers(step.Without(targets).Raw())+unknownMembers(t.Raw()))
		}
	}
}

// members are what the rules of the demo have and no schema does, and what the other user
// of the bench adds.
var members = []string{"theirs", "wakeUp", "cadence", "volume", "whisper", "origin", "ringtone", "satellite", "loudness"}

// unknownMembers are the members of a rule that the client does not know.
func unknownMembers(raw json.RawMessage) string {
	var found []string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, one := range v {
				walk(one)
			}
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				if slices.Contains(members, name) {
					text, _ := json.Marshal(v[name])
					found = append(found, name+":"+string(text))
				} else {
					walk(v[name])
				}
			}
		}
	}
	walk(decodedJSON(raw))
	slices.Sort(found)
	return strings.Join(found, " ")
}

// decodedJSON keeps numbers as they are written.
func decodedJSON(raw json.RawMessage) (v any) {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	_ = d.Decode(&v)
	return v
}

// partsOfSnapshot are what a client shows of an extension.
func partsOfSnapshot(s *api.Snapshot) parts {
	p, v2 := parts{}, s.CallHandling == api.V2
	for _, n := range s.Numbers {
		if v2 && !n.Has(api.CallFlip) {
			continue // it is in the rules
		}
		var unknown []string
		for _, u := range n.Unknown {
			unknown = append(unknown, u.Name+":"+u.Value)
		}
		if !v2 {
			unknown = nil
		}
		p.addNumber(v2, new(journal.RecordOf(&n)), strings.Join(unknown, " "))
	}
	for _, r := range s.Rules {
		p.addRule(&r)
	}
	return p
}

// partsOfDocument are those of one document of a journal entry.
func partsOfDocument(h api.CallHandling, id api.DocumentID, raw json.RawMessage) parts {
	p := parts{}
	w, _ := jsonobj.Read(raw)
	number := func(w jsonobj.Object) {
		p.addNumber(h == api.V2, &journal.Record{
			ID: w.Text("id"), Phone: w.Text("phoneNumber"), Label: w.Text("label"), Flip: w.Text("flipNumber"),
		}, flipUnknown(w))
	}
	switch id.Kind {
	case api.NumberDocument:
		if raw != nil {
			number(w)
		}
	case api.FlipDocument:
		for _, r := range w.Objects("records") {
			number(r)
		}
	case api.RuleDocument, api.StateDocument:
		if r, err := api.ReadRule(h, raw); err == nil {
			p.addRule(&r)
		}
		maps.DeleteFunc(p, func(k part, _ string) bool { return k.doc != id })
	}
	return p
}

func flipUnknown(w jsonobj.Object) string {
	var found []string
	for _, m := range w {
		if !slices.Contains([]string{"id", "phoneNumber", "type", "label", "flipNumber", "uri", "features", "device"}, m.Name) {
			found = append(found, m.Name+":"+string(m.Value))
		}
	}
	slices.Sort(found)
	return strings.Join(found, " ")
}

// readTruth returns what the service has, and what it has twice.
func readTruth(s *sandbox.Server, v2 bool) (p parts, twice []string) {
	p = parts{}
	s.Change(func(c *sandbox.Company) {
		e := c.Extension("104")
		e.Rule("") // makes the rules on first use
		seen := map[string]bool{}
		for _, n := range e.Numbers {
			p.addNumber(v2, new(recordOfSandbox(&n)), extraOf(&n, v2))
			once := n.Type + n.PhoneNumber + n.Label
			if v2 {
				once = n.PhoneNumber
			}
			if seen[once] {
				twice = append(twice, once)
			}
			seen[once] = true
		}
		for _, id := range storedRuleIDs(e, v2) {
			r := readRuleOnce(e, id, v2)
			maps.Copy(p, r.parts)
			twice = append(twice, r.twice...)
			name := r.parts[part{ruleDoc(id), "name"}]
			if name != "" && seen["rule "+name] {
				twice = append(twice, name)
			}
			seen["rule "+name] = true
		}
	})
	return p, twice
}

func recordOfSandbox(n *sandbox.Number) journal.Record {
	r := journal.Record{ID: n.ID, Type: api.Type(n.Type), Phone: n.PhoneNumber, Label: n.Label, DeviceID: n.DeviceID}
	if n.Flip != 0 {
		r.Flip = fmt.Sprint(n.Flip)
	}
	return r
}

func extraOf(n *sandbox.Number, v2 bool) string {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(n.Extra)) {
		value, _ := json.Marshal(n.Extra[name])
		found = append(found, name+":"+string(value))
	}
	if !v2 {
		return ""
	}
	return strings.Join(found, " ")
}

// readRules remembers the parts of rules by their texts, for reading them is a third of
// the time of a run.
var readRules sync.Map

type readRule struct {
	parts parts
	twice []string
}

func readRuleOnce(e *sandbox.Extension, id string, v2 bool) readRule {
	key := fmt.Sprint(v2, id, e.ForwardAllCalls, e.DoNotDisturb, e.Rule(id).JSON())
	if known, ok := readRules.Load(key); ok {
		return known.(readRule)
	}
	read := readRule{parts: parts{}}
	if r, err := storedRule(e, id, v2); err == nil {
		read.twice = read.parts.addRule(&r)
	}
	readRules.Store(key, read)
	return read
}

func storedRuleIDs(e *sandbox.Extension, v2 bool) []string {
	var ids []string
	lists := [][]*sandbox.Rule{e.AnsweringRules}
	if v2 {
		lists = [][]*sandbox.Rule{e.StateRules, e.InteractionRules}
	}
	for _, r := range slices.Concat(lists...) {
		if r.ID != "agent" { // the demo person is in no queue
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func storedRule(e *sandbox.Extension, id string, v2 bool) (api.Rule, error) {
	body, _ := jsonobj.Read(json.RawMessage(e.Rule(id).JSON()))
	if !v2 {
		return api.ReadRule(api.V1, body.Raw())
	}
	on := map[string]bool{"forward-all-calls": e.ForwardAllCalls, "dnd": e.DoNotDisturb, "work-hours": true, "after-hours": true}
	body = append(jsonobj.New("id", id), body...)
	if enabled, state := on[id]; state {
		body = body.With("state", jsonobj.New("id", id, "enabled", enabled))
	}
	return api.ReadRule(api.V2, body.Raw())
}

// outline is the extension without ids, to compare states between which numbers got
// others.
func outline(p parts, v2 bool) string {
	names := map[string]string{} // of the numbers of v1, by their keys in rules
	numbers := map[string]map[string]string{}
	for k, v := range p {
		id, field := k.doc.ID, k.field
		if k.doc == flipsDoc {
			id, field, _ = strings.Cut(k.field, " ")
		} else if k.doc.Kind != api.NumberDocument {
			continue
		}
		if numbers[id] == nil {
			numbers[id] = map[string]string{}
		}
		numbers[id][field] = v
	}
	var lines []string
	for id, n := range numbers {
		lines = append(lines, strings.Join([]string{n["type"], n["phone"], n["label"], n["flip"], n["unknown"]}, "|"))
		if !v2 {
			names[keyInRules(&journal.Record{ID: id}, false)] = "number " + n["phone"] + n["label"]
		}
	}
	var pairs []string
	for old, name := range names {
		pairs = append(pairs, old, name)
	}
	replace := strings.NewReplacer(pairs...)
	for k, v := range p {
		if k.doc.Kind == api.RuleDocument || k.doc.Kind == api.StateDocument {
			doc := k.doc.String()
			if name := p[part{k.doc, "name"}]; name != "" {
				doc = "rule " + name // which has another id when it was made again
			}
			lines = append(lines, replace.Replace(doc+" "+k.field+": "+v))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
