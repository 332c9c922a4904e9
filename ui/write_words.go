package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/change"
	"rcfwd/api/journal"
)

// The outcome of a write in words.

// DoingWords say what a write does while it does.
func DoingWords(w change.Write) string {
	switch w := w.(type) {
	case change.Create:
		return "Adding " + cmp.Or(w.Number.Label, w.Number.Phone, typeName(w.Number.Type))
	case change.Update:
		return "Changing " + w.Seen.Label
	case change.Remove:
		return "Removing " + someNames(labels(w.Seen))
	case change.Swap:
		return "Swapping digits of " + w.A.Label + " and " + w.B.Label
	case change.SetDigits:
		return "Moving " + w.Seen[0].Label
	case change.UpdateRule:
		return "Saving " + w.Want.Name
	case change.ToggleRule:
		return "Switching " + w.Saw.Name
	case change.CreateRule:
		return "Adding the rule " + w.Rule.Name
	case change.RemoveRule:
		return "Removing the rule " + w.Saw.Name
	}
	return "Undoing"
}

func labels(numbers []api.Number) []string {
	names := make([]string, 0, len(numbers))
	for _, n := range numbers {
		names = append(names, n.Label)
	}
	return names
}

// SuccessWords say what a write did, whether its answer was lost on the way, and what became of
// earlier changes whose outcome was not known.
func SuccessWords(write change.Write, result *change.Result) string {
	return doneWords(write, result) + lookedUpWords(&result.Entry) + resolvedWords(result.Resolved)
}

func doneWords(write change.Write, result *change.Result) string {
	switch w := write.(type) {
	case change.Create:
		if after := result.Entry.After; len(after) > 0 {
			return addedWords(&after[0])
		}
		return "Added."
	case change.Update:
		return changedWords(&w.Seen, w.Want)
	case change.Remove:
		return removedWords(w, &result.Entry)
	case change.UpdateRule:
		return "Saved " + w.Want.Name + "."
	case change.ToggleRule:
		if w.On {
			return sentence(commaList("Switched on "+w.Saw.Name, w.Saw.When))
		}
		return "Switched off " + w.Saw.Name + "."
	case change.CreateRule:
		return sentence(commaList("Added the rule "+w.Rule.Name, w.Rule.When))
	case change.RemoveRule:
		return "Removed the rule " + w.Saw.Name + "."
	case change.SetDigits:
		return movedWords(w)
	case change.Swap:
		return fmt.Sprintf("Swapped: %s has flip digit %s, %s has %s.", w.A.Label, orNone(w.B.Flip), w.B.Label, digitAfter(result, w.B.ID))
	}
	return "Done."
}

// digitAfter is the digit of a number after the write.
func digitAfter(r *change.Result, id string) string {
	for _, n := range r.Snapshot.Numbers {
		if n.ID == id {
			return orNone(n.Flip)
		}
	}
	return "another"
}

// lookedUpWords says that the answer of a write was lost and its effect was
// found by reading.
func lookedUpWords(e *journal.Entry) string {
	if e.LookedUp {
		return " The answer was lost; reading back shows that the change was made."
	}
	return ""
}

// removedWords names what was removed, and what another user had removed
// before.
func removedWords(w change.Remove, e *journal.Entry) string {
	var went, gone []string
	for _, n := range w.Seen {
		if slices.ContainsFunc(e.Before, func(r journal.Record) bool { return r.ID == n.ID }) {
			went = append(went, n.Label)
		} else {
			gone = append(gone, n.Label)
		}
	}
	text := ""
	if names := strings.Join(went, ", "); len(went) > 0 {
		text = sentence(removalWords(w.From, names))
	}
	if len(gone) > 0 {
		text += " Already gone: " + strings.Join(gone, ", ") + "."
	}
	return strings.TrimSpace(text)
}

// removalWords say what a removal did, as a clause in the past tense.
func removalWords(from []api.Feature, names string) string {
	switch {
	case len(from) != 1:
		return "removed " + names
	case from[0] == api.CallFlip:
		return "removed " + names + " from the flip list"
	}
	return "removed " + names + " from the rules"
}

func addedWords(r *journal.Record) string {
	digit := ", without a flip digit"
	if r.Flip != "" {
		digit = ", flip digit " + r.Flip
	}
	if rules := r.Value(api.FieldRules); rules != "" {
		digit += ", rings in " + rules
	}
	return "Added " + strings.TrimSpace(r.Label+" "+r.Phone) + digit + "."
}

// changedWords says how each value changed.
func changedWords(old *api.Number, c api.Change) string {
	var parts []string
	if c.Phone != nil {
		parts = append(parts, "number "+orNone(old.Phone)+" is now "+*c.Phone)
	}
	if c.Label != nil {
		parts = append(parts, "label is now "+*c.Label)
	}
	if c.Flip != nil {
		parts = append(parts, "flip digit "+orNone(old.Flip)+" is now "+orNone(*c.Flip))
	}
	return old.Label + ": " + strings.Join(parts, ", ") + "."
}
