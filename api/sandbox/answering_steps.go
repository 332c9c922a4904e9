package sandbox

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
)

// forwarding checks which numbers ring in which order and fills in defaults. A
// field that was left out gets its default, whatever was stored before (F: the
// object is replaced).
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

// ringingMode defaults to Sequentially (S). Guess (I has the flags): a change
// to Simultaneously needs both features, and is CMN-427 without them.
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

// requireFeatures returns CMN-427 for the first feature that is not available
// (R21, for forwarding numbers).
func (c *call) requireFeatures(features ...string) error {
	for _, f := range features {
		if !c.target.has(f) {
			return refuse(http.StatusBadRequest, "CMN-427",
				"Feature [%s] is not available for the extension [%s].", f, c.target.ID)
		}
	}
	return nil
}

// softPhones checks the settings of the extension's own apps. S: by default the
// apps are notified and always ring; with a count of 0 or 1 they always ring.
// Guess: the server then ignores softPhonesAlwaysRing=false without an error.
// softPhonesPositionTop is for replies only, so a sent value is ignored. Guess:
// the count defaults to 1.
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

// appsPosition puts the apps before the numbers unless the stored rule has them
// after. The field exists only while apps are notified (S).
func (e *ruleEdit) appsPosition(f *object) {
	const position = "softPhonesPositionTop"
	if !f.yes("notifyMySoftPhones") {
		f.drop(position)
		return
	}
	f.set(position, e.stored().yes(position) || !e.stored().has(position))
}

// steps sorts the steps by their index.
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

// activeSteps drops steps that are switched off: they have no index, and their
// numbers become inactive (S). The indexes of the others run from 1 without a
// gap: AWR-137 and AWR-100 (R18). Guess: without any index, the order is that
// of the list.
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

// step checks one ring step. R21: the count defaults to four rings. Guess: any
// count from 1 is accepted; a step without a number is AWR-136, whose text
// names a ring group that is not found; a number rings once in a rule.
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

// hasGroups reports whether the stored rule already has a group, which may
// stay.
func (e *ruleEdit) hasGroups() bool {
	return slices.ContainsFunc(e.stored().objects("rules"), func(step object) bool {
		return len(step.objects("forwardingNumbers")) > 1
	})
}

// stepNumber resolves the number that an entry names. S: its ID is enough. F: a
// number that cannot be used is CMN-101. Guess: so is a number that rules
// cannot ring. The data of the number is not stored; unknown fields are.
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

// findNumber finds a number by ID. Guess: without an ID, by phone number; R18
// has FPN-105 and FPN-108 for rules too.
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
