package change

import (
	"slices"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// changed reports whether another user changed a number that a person saw. What only
// the other call handling knows is not compared after the account has moved.
func changed(saw, now *api.Number) bool {
	fields := journal.Differing(new(journal.RecordOf(saw)), new(journal.RecordOf(now)))
	if saw.CallHandling == now.CallHandling {
		return len(fields) > 0
	}
	return slices.ContainsFunc(fields, func(f api.Field) bool { return f == api.FieldPhone || f == api.FieldLabel || f == api.FieldFlip })
}

// storedFlip is the record of a number in the flip list; nil where it has none.
func storedFlip(n *api.Number) []byte {
	if !journal.RecordOf(n).HasPlaces() || !n.Has(api.CallFlip) {
		return nil
	}
	return n.Stored()
}
