package sandbox

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
)

// forwarding checks who rings in which order, and completes it: what is left
// out has its default, whatever was stored before (F: it replaces).
func (e *ruleEdit) forwarding(name string, value *json.RawMessage) error {
	var f object
	if err := into(name, *value, &f); err != nil {
		return err
	}
	if err := e.ringingMode(&f); err != nil {
		return err
	}
	if err := e.softPhones(&f); err != nil {
		return err
	}
	if err := e.steps(&f); err != nil {
		return err
	}
	*value = encode(f)
	return nil
}

// ringingMode is the mode, in order by default (S). Guess (I has the flags): a
// change to ringing together needs both features, and without them it is
// CMN-427.
func (e *ruleEdit) ringingMode(f *object) error {
	mode, ok := readAs[string](*f, "ringingMode")
	if !ok || mode != "" && mode != "Sequentially" && mode != "Simultaneously" {
		return invalid("forwarding.ringingMode")
	}
	mode = cmp.Or(mode, "Sequentially")
	f.set("ringingMode", mode)
	if mode == "Simultaneously" && e.stored().text("ringingMode") != mode {
		return e.requireFeatures("SimultaneousRingingMode", "EditSimultaneousRingingMode")
	}
	return nil
}

func (e *ruleEdit) stored() object { return e.rule.body.object("forwarding") }

// requireFeatures is CMN-427 (R21, of forwarding numbers).
func (c *call) requireFeatures(features ...string) error {
	for _, f := range features {
		if !c.target.has(f) {
			return refuse(http.StatusBadRequest, "CMN-427",
				"Feature [%s] is not available for the extension [%s].", f, c.target.ID)
		}
	}
	return nil
}

// softPhones are the own apps. S: they are told, and ring all the time, unless
// the request says otherwise; with a count of 0 or 1 that cannot be turned off
// (Guess: it stays on without a word). softPhonesPositionTop is for replies
// only, so what is sent is ignored. Guess: a count that is left out is 1.
func (e *ruleEdit) softPhones(f *object) error {
	for _, name := range []string{"notifyMySoftPhones", "softPhonesAlwaysRing"} {
		if _, ok := readAs[bool](*f, name); !ok {
			return invalid("forwarding." + name)
		}
		if !f.has(name) {
			f.set(name, true)
		}
	}
	count, ok := readAs[int32](*f, "softPhonesRingCount")
	if !ok || count < 0 {
		return invalid("forwarding.softPhonesRingCount")
	}
	if !f.has("softPhonesRingCount") {
		count = 1
		f.set("softPhonesRingCount", count)
	}
	if count <= 1 {
		f.set("softPhonesAlwaysRing", true)
	}
	e.appsPosition(f)
	return nil
}

// appsPosition is before the numbers unless the stored rule has the apps after
// them, and only there while apps are told (S).
func (e *ruleEdit) appsPosition(f *object) {
	const position = "softPhonesPositionTop"
	if !f.yes("notifyMySoftPhones") {
		f.drop(position)
		return
	}
	f.set(position, e.stored().yes(position) || !e.stored().has(position))
}

// steps puts the steps in the order of their index.
func (e *ruleEdit) steps(f *object) error {
	sent, ok := readAs[[]object](*f, "rules")
	if !ok {
		return invalid("forwarding.rules")
	}
	active, err := activeSteps(sent)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for i := range active {
		if err := e.step(&active[i], seen); err != nil {
			return err
		}
	}
	f.set("rules", active)
	return nil
}

// activeSteps leaves out those that are switched off: they have no index, and
// their numbers are inactive from then on (S). The others count from 1 without
// a gap: AWR-137 and AWR-100 (R18). Guess: with no index anywhere, the order is
// that of the list.
func activeSteps(sent []object) ([]object, error) {
	active, numbered := []object{}, 0
	for _, step := range sent {
		on, ok := readAs[bool](step, "enabled")
		if !ok {
			return nil, invalid("forwarding.rules.enabled")
		}
		if step.has("enabled") && !on {
			continue
		}
		index, ok := readAs[int32](step, "index")
		if !ok {
			return nil, invalid("forwarding.rules.index")
		}
		if step.has("index") {
			numbered++
			if index < 1 {
				return nil, refuse(http.StatusBadRequest, "AWR-137", "Rule index should be greater than 0")
			}
		}
		active = append(active, step)
	}
	return inSequence(active, numbered)
}

func inSequence(steps []object, numbered int) ([]object, error) {
	at := func(step object) int32 { n, _ := readAs[int32](step, "index"); return n }
	if numbered > 0 {
		slices.SortStableFunc(steps, func(a, b object) int { return cmp.Compare(at(a), at(b)) })
	}
	for i := range steps {
		if numbered > 0 && at(steps[i]) != int32(i)+1 {
			return nil, refuse(http.StatusBadRequest, "AWR-100", "Rule indexes should be sequential")
		}
		steps[i].set("index", i+1)
		steps[i].drop("enabled")
	}
	return steps, nil
}

// step checks one ring step. R21: four rings if it does not say. Guess: any
// number of rings from 1; that a step with no number is AWR-136, whose text
// speaks of a ring group that is not found; that a number rings once in a rule.
func (e *ruleEdit) step(step *object, seen map[string]bool) error {
	rings, ok := readAs[int32](*step, "ringCount")
	if !ok || step.has("ringCount") && rings < 1 {
		return invalid("forwarding.rules.ringCount")
	}
	if !step.has("ringCount") {
		step.set("ringCount", defaultRings)
	}
	numbers, ok := readAs[[]object](*step, "forwardingNumbers")
	if !ok {
		return invalid("forwarding.rules.forwardingNumbers")
	}
	if len(numbers) == 0 {
		return refuse(http.StatusBadRequest, "AWR-136", "Ring group with index %s is not found", step.raw("index"))
	}
	if len(numbers) > 1 && !e.hasGroups() {
		if err := e.requireFeatures("RingGroups"); err != nil { // I
			return err
		}
	}
	for i := range numbers {
		if err := e.stepNumber(&numbers[i], seen); err != nil {
			return err
		}
	}
	step.set("forwardingNumbers", numbers)
	return nil
}

// hasGroups reports whether the stored rule has a group already, which may stay.
func (e *ruleEdit) hasGroups() bool {
	return slices.ContainsFunc(e.stored().objects("rules"), func(step object) bool {
		return len(step.objects("forwardingNumbers")) > 1
	})
}

// stepNumber finds the number that an entry means. S: its ID is enough. F: one
// that cannot be used is CMN-101. Guess: so is one that rules cannot ring. What
// the number is called is not stored, and what nobody knows is.
func (e *ruleEdit) stepNumber(entry *object, seen map[string]bool) error {
	n, err := e.findNumber(*entry)
	if err != nil {
		return err
	}
	if n == nil || !n.canRing() || seen[n.ID] {
		return invalid("forwarding.rules.forwardingNumbers.id")
	}
	seen[n.ID] = true
	entry.set("id", n.ID)
	entry.drop("uri", "phoneNumber", "label", "type")
	return nil
}

// findNumber looks by ID. Guess: without one, by number; R18 has FPN-105 and FPN-108
// for rules too.
func (e *ruleEdit) findNumber(entry object) (*Number, error) {
	id, ok := readAs[string](entry, "id")
	if !ok {
		return nil, invalid("forwarding.rules.forwardingNumbers.id")
	}
	if id != "" {
		return e.target.NumberByID(id), nil
	}
	phone := normalize(entry.text("phoneNumber"))
	if phone == "" {
		return nil, invalid("forwarding.rules.forwardingNumbers.phoneNumber")
	}
	for i := range e.target.Numbers {
		if e.target.Numbers[i].PhoneNumber == phone {
			return &e.target.Numbers[i], nil
		}
	}
	return nil, e.checkPhone(phone)
}
