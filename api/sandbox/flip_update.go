package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"rcfwd/api/jsonobj"
)

// updateFlipNumbers replaces the whole list (G, S): numbers that are not in it
// are removed, and so are fields that a record leaves out. No code of this call
// is published. Guess: CMN-101 for the invalid field (I), and the codes of
// forwarding numbers where those have one for the same rule. If any record is
// refused, nothing changes.
func (c *call) updateFlipNumbers() (result, error) {
	if err := c.checkForwarding(); err != nil {
		return result{}, err
	}
	if err := c.checkPlan(); err != nil {
		return result{}, err
	}
	records, err := c.flipRecords()
	if err != nil {
		return result{}, err
	}
	list, err := c.flipList(records)
	if err != nil {
		return result{}, err
	}
	for i := range list {
		if list[i].ID == "" {
			list[i].ID = c.company.NewID()
		}
	}
	others := without(c.target.Numbers, Number.canFlip)
	c.target.Numbers = append(list, others...)
	return success(c.showFlipNumbers()), nil
}

// flipRecords reads the list. S: generally up to ten.
func (c *call) flipRecords() ([]jsonobj.Object, error) {
	body, err := c.jsonBody()
	if err != nil {
		return nil, err
	}
	records, ok := jsonobj.As[[]jsonobj.Object](body, "records")
	if !ok || !body.Has("records") || len(records) > maxNumbers {
		return nil, invalid("records")
	}
	return records, nil
}

// flipList converts the records to numbers.
func (c *call) flipList(records []jsonobj.Object) ([]Number, error) {
	old := c.target.flipNumbers()
	matches, err := matchFlips(old, records)
	if err != nil {
		return nil, err
	}
	var list []Number
	for i, r := range records {
		e := flipEdit{call: c, record: r, old: matches[i]}
		n, err := e.number()
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, checkFlips(old, list)
}

// matchFlips finds the existing number of each record; nil for a new number.
// Guess (S does not say): the number with the record's ID, or else with its
// phone number.
func matchFlips(old []Number, records []jsonobj.Object) ([]*Number, error) {
	matches, taken := make([]*Number, len(records)), map[string]bool{}
	match := func(i int, is func(Number) bool) bool {
		at := slices.IndexFunc(old, is)
		if at < 0 || matches[i] != nil {
			return true
		}
		if taken[old[at].ID] {
			return false
		}
		matches[i], taken[old[at].ID] = &old[at], true
		return true
	}
	for i, r := range records {
		id, ok := jsonobj.As[string](r, "id")
		if !ok || !match(i, func(n Number) bool { return n.ID == id }) {
			return nil, invalid("id")
		}
	}
	for i, r := range records {
		phone := normalize(r.Str("phoneNumber"))
		if !match(i, func(n Number) bool { return n.PhoneNumber == phone && !taken[n.ID] }) {
			return nil, invalid("phoneNumber")
		}
	}
	return matches, nil
}

// checkFlips checks the list as a whole: no digit twice, no number twice
// (Guess), and every number that the system added is present (S: PhoneLine;
// Guess: BusinessMobile too).
func checkFlips(old, list []Number) error {
	digits, phones, ids := map[int]bool{}, map[string]bool{}, map[string]bool{}
	for _, n := range list {
		if n.Flip != 0 && digits[n.Flip] {
			return invalid("flipNumber")
		}
		if phones[n.PhoneNumber] {
			return invalid("phoneNumber")
		}
		digits[n.Flip], phones[n.PhoneNumber], ids[n.ID] = true, true, true
	}
	for _, n := range old {
		if n.flipType() != flipExternal && !ids[n.ID] {
			return invalid("records")
		}
	}
	return nil
}

// flipEdit converts one record of the list.
type flipEdit struct {
	*call
	record jsonobj.Object
	old    *Number // nil for a new one
}

func (e flipEdit) number() (Number, error) {
	n := Number{Type: typeOther, Features: []string{"CallFlip", "CallForwarding"}}
	if e.old != nil {
		n = *e.old
	}
	for _, change := range []func(*Number) error{e.numberType, e.phone, e.label, e.digit} {
		if err := change(&n); err != nil {
			return n, err
		}
	}
	n.Extra = nil
	for _, m := range e.record {
		if !slices.Contains([]string{"id", "phoneNumber", "type", "label", "flipNumber"}, m.Name) {
			if n.Extra == nil {
				n.Extra = map[string]any{}
			}
			n.Extra[m.Name] = json.RawMessage(slices.Clone(m.Value))
		}
	}
	return n, nil
}

// numberType checks the type. It cannot change, and what a user adds is
// External (S). Guess: it may be left out.
func (e flipEdit) numberType(n *Number) error {
	kind, ok := jsonobj.As[string](e.record, "type")
	if !ok || kind != "" && kind != n.flipType() {
		return invalid("type")
	}
	return nil
}

// phone checks the phone number. That of a number that the system added cannot
// change. Guess: a missing one in a known record means no change.
func (e flipEdit) phone(n *Number) error {
	text, ok := jsonobj.As[string](e.record, "phoneNumber")
	number := normalize(text)
	switch {
	case ok && text == "" && e.old != nil, number == n.PhoneNumber && number != "":
		return nil
	case number == "" || n.flipType() != flipExternal:
		return invalid("phoneNumber")
	}
	if err := e.requireFeatures("EditExternalForwarding"); err != nil {
		return err
	}
	n.PhoneNumber = number
	return e.checkPhone(number)
}

// label checks the label: at most 60 characters (S), and the device's name for
// a line. Guess: it defaults to the phone number.
func (e flipEdit) label(n *Number) error {
	label, ok := jsonobj.As[string](e.record, "label")
	if !ok || utf8.RuneCountInString(label) > maxLabel {
		return invalid("label")
	}
	if n.flipType() != flipExternal {
		if label != "" && label != n.Label {
			return invalid("label")
		}
		return nil
	}
	n.Label = label
	if label == "" {
		n.Label = n.PhoneNumber
	}
	return nil
}

// digit checks the flip digit, a string from "1" to "8" (S). I: it may be left
// out, as up to ten numbers share eight digits.
func (e flipEdit) digit(n *Number) error {
	text, ok := jsonobj.As[string](e.record, "flipNumber")
	digit := strings.Index(" 12345678", text)
	if !ok || len(text) > 1 || digit < 0 || text == " " {
		return invalid("flipNumber")
	}
	if digit != n.Flip && !e.target.has("EditCallFlip") {
		return refuse(http.StatusBadRequest, "BIL-101", "Feature [EditCallFlip] is not available for current service plan")
	}
	n.Flip = digit
	return nil
}
