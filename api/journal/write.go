package journal

import "rcfwd/api"

// Write is a change that a person wants: a Create, Update, Remove or Swap. What
// they saw when they decided is part of it.
type Write interface {
	op() Op
}

// Create adds a number.
type Create struct {
	Number api.NewNumber
	Seen   []api.Number // the list on the screen, for the local check; may be nil

	link link
}

// Update changes what Want holds.
type Update struct {
	Seen api.Number // as the person saw it
	Want api.Change

	link link
}

// Remove removes numbers, in one request where there are several.
type Remove struct {
	Seen []api.Number

	link link
}

// Swap gives A the flip digit of B, and B that of A, which may have none.
type Swap struct {
	A, B api.Number // as the person saw them

	link link
}

func (Create) op() Op { return OpCreate }
func (Update) op() Op { return OpUpdate }
func (Remove) op() Op { return OpRemove }
func (Swap) op() Op   { return OpSwap }

// link says which entry a write takes back or does again.
type link struct {
	undoes, redoes string
	of             []string
	more           bool
}
