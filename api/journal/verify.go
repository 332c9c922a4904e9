package journal

import "rcfwd/api"

// verify compares what came of e with what was asked for, and with nothing
// else: others may change the same number in the same moment.
func verify(e Entry) error {
	var wrong []FieldChange
	if e.Op == OpRemove {
		return nil
	}
	for _, want := range e.Want {
		got, asked := outcomeOf(e, want)
		for _, f := range asked {
			if got.Value(f) != want.Value(f) {
				wrong = append(wrong, FieldChange{f, want.Value(f), got.Value(f), true})
			}
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return &Mismatch{Entry: e, Fields: wrong}
}

// outcomeOf is the number that want is about, and the fields that were asked for.
func outcomeOf(e Entry, want Record) (got Record, asked []api.Field) {
	if e.Op == OpCreate && len(e.After) == 1 {
		for _, f := range fields {
			if want.Value(f) != "" {
				asked = append(asked, f)
			}
		}
		return e.After[0], asked
	}
	before, _ := e.before(want)
	got, _ = byID(e.After, want.ID)
	return got, differing(before, want)
}
