package sandbox

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"sort"

	"rcfwd/api/jsonobj"
)

// forwarding checks which numbers ring in which order and fills in defaults. A
// field that was left out gets its default, whatever was stored before (F: the
// object is replaced).
func (e *ruleEdit) forwarding(name string, value *json.RawMessage) error {
	var f jsonobj.Object
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
func (e *ruleEdit) ringingMode(f *jsonobj.Object) error {
	mode, ok := jsonobj.As[string](*f, "ringingMode")
	if !ok || mode != "" && mode != "Sequentially" && mode != "Simultaneously" {
		return invalid("forwarding.ringingMode")
	}
	mode = cmp.Or(mode, "Sequentially")
	*f = f.With("ringingMode", mode)
	if mode == "Simultaneously" && e.stored().Str("ringingMode") != mode {
		return e.requireFeatures("SimultaneousRingingMode", "EditSimultaneousRingingMode")
	}
	return nil
}

func (e *ruleEdit) stored() jsonobj.Object { return e.rule.body.Object("forwarding") }

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
func (e *ruleEdit) softPhones(f *jsonobj.Object) error {
	for _, name := range []string{"notifyMySoftPhones", "softPhonesAlwaysRing"} {
		if _, ok := jsonobj.As[bool](*f, name); !ok {
			return invalid("forwarding." + name)
		}
		if !f.Has(name) {
			*f = f.With(name, true)
		}
	}
	count, ok := jsonobj.As[int32](*f, "softPhonesRingCount")
	if !ok || count < 0 {
		return invalid("forwarding.softPhonesRingCount")
	}
	if !f.Has("softPhonesRingCount") {
		count = 1
		*f = f.With("softPhonesRingCount", count)
	}
	if count <= 1 {
		*f = f.With("softPhonesAlwaysRing", true)
	}
	e.appsPosition(f)
	return nil
}

// appsPosition puts the apps before the numbers unless the stored rule has them
// after. The field exists only while apps are notified (S).
func (e *ruleEdit) appsPosition(f *jsonobj.Object) {
	const position = "softPhonesPositionTop"
	if !f.Bool("notifyMySoftPhones", false) {
		*f = f.Without(position)
		return
	}
	*f = f.With(position, e.stored().Bool(position, false) || !e.stored().Has(position))
}

// steps sorts the steps by their index.
func (e *ruleEdit) steps(f *jsonobj.Object) error {
	sent, ok := jsonobj.As[[]jsonobj.Object](*f, "rules")
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
	*f = f.With("rules", active)
	return nil
}

// activeSteps drops steps that are switched off: they have no index, and their
// numbers become inactive (S). The indexes of the others run from 1 without a
// gap: AWR-137 and AWR-100 (R18). Guess: without any index, the order is that
// of the list.
func activeSteps(sent []jsonobj.Object) ([]jsonobj.Object, error) {
	active, numbered := []jsonobj.Object{}, 0
	for _, step := range sent {
		on, ok := jsonobj.As[bool](step, "enabled")
		if !ok {
			return nil, invalid("forwarding.rules.enabled")
		}
		if step.Has("enabled") && !on {
			continue
		}
		index, ok := jsonobj.As[int32](step, "index")
		if !ok {
			return nil, invalid("forwarding.rules.index")
		}
		if step.Has("index") {
			numbered++
			if index < 1 {
				return nil, refuse(http.StatusBadRequest, "AWR-137", "Rule index should be greater than 0")
			}
		}
		active = append(active, step)
	}
	return inSequence(active, numbered)
}

func inSequence(steps []jsonobj.Object, numbered int) ([]jsonobj.Object, error) {
	at := func(step jsonobj.Object) int32 { n, _ := jsonobj.As[int32](step, "index"); return n }
	if numbered > 0 {
		sort.SliceStable(steps, func(i, j int) bool { return at(steps[i]) < at(steps[j]) })
	}
	for i := range steps {
		if numbered > 0 && at(steps[i]) != int32(i)+1 {
			return nil, refuse(http.StatusBadRequest, "AWR-100", "Rule indexes should be sequential")
		}
		steps[i] = steps[i].With("index", i+1)
		steps[i] = steps[i].Without("enabled")
	}
	return steps, nil
}

// step checks one ring step. R21: the count defaults to four rings. Guess: any
// count from 1 is accepted; a step without a number is AWR-136, whose text
// names a ring group that is not found; a number rings once in a rule.
func (e *ruleEdit) step(step *jsonobj.Object, seen map[string]bool) error {
	rings, ok := jsonobj.As[int32](*step, "ringCount")
	if !ok || step.Has("ringCount") && rings < 1 {
		return invalid("forwarding.rules.ringCount")
	}
	if !step.Has("ringCount") {
		*step = step.With("ringCount", defaultRings)
	}
	numbers, ok := jsonobj.As[[]jsonobj.Object](*step, "forwardingNumbers")
	if !ok {
		return invalid("forwarding.rules.forwardingNumbers")
	}
	if len(numbers) == 0 {
		return refuse(http.StatusBadRequest, "AWR-136", "Ring group with index %s is not found", step.Get("index"))
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
	*step = step.With("forwardingNumbers", numbers)
	return nil
}

// hasGroups reports whether the stored rule already has a group, which may
// stay.
func (e *ruleEdit) hasGroups() bool {
	return slices.ContainsFunc(e.stored().Objects("rules"), func(step jsonobj.Object) bool {
		return len(step.Objects("forwardingNumbers")) > 1
	})
}

// stepNumber resolves the number that an entry names. S: its ID is enough. F: a
// number that cannot be used is CMN-101. Guess: so is a number that rules
// cannot ring. The data of the number is not stored; unknown fields are.
func (e *ruleEdit) stepNumber(entry *jsonobj.Object, seen map[string]bool) error {
	n, err := e.findNumber(*entry)
	if err != nil {
		return err
	}
	if n == nil || !n.canRing() || seen[n.ID] {
		return invalid("forwarding.rules.forwardingNumbers.id")
	}
	seen[n.ID] = true
	*entry = entry.With("id", n.ID)
	*entry = entry.Without("uri", "phoneNumber", "label", "type")
	return nil
}

// findNumber finds a number by ID. Guess: without an ID, by phone number; R18
// has FPN-105 and FPN-108 for rules too.
func (e *ruleEdit) findNumber(entry jsonobj.Object) (*Number, error) {
	id, ok := jsonobj.As[string](entry, "id")
	if !ok {
		return nil, invalid("forwarding.rules.forwardingNumbers.id")
	}
	if id != "" {
		return e.target.NumberByID(id), nil
	}
	phone := normalize(entry.Str("phoneNumber"))
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
