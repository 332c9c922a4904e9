package ui

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// KeyMap names every action a key can reach. Which key that is, main says: no
// key name appears in this package. Actions of one group are live together, so
// within a group, and with Global, no two may share a key.
type KeyMap struct {
	Global   GlobalKeys
	Screen   ScreenKeys
	List     ListKeys
	Detail   DetailKeys
	History  HistoryKeys
	Ring     RingKeys
	Calls    CallsKeys
	Filter   FilterKeys
	Form     FormKeys
	Question QuestionKeys
	Conflict ConflictKeys
	Digit    DigitKeys
	Menu     MenuKeys
	Page     PageKeys
	Text     textinput.KeyMap // editing within any line of text
}

// GlobalKeys are live everywhere, even while text is typed.
type GlobalKeys struct{ Quit, Redraw, Suspend key.Binding }

// ScreenKeys are live on every screen while no dialog is open.
type ScreenKeys struct {
	Leave, Help, Palette, Reload  key.Binding
	Requests                      key.Binding
	Numbers, Ring, Calls, History key.Binding
	Undo, Redo                    key.Binding
}

// ListKeys are live while the list of numbers has the focus.
type ListKeys struct {
	Up, Down, First, Last, PageUp, PageDown key.Binding
	Open, NextPane, Back                    key.Binding
	Filter, Sort, Mark, MarkAll             key.Binding
	Add, Edit, Remove, Flip                 key.Binding
	FlipUp, FlipDown                        key.Binding // move a number through the digits
	Copy, CopyJSON                          key.Binding
}

// DetailKeys are live while the detail of a number has the focus; the keys that
// act on the number itself stay those of the list.
type DetailKeys struct{ Up, Down, First, Last, PageUp, PageDown, NextPane, Back key.Binding }

// HistoryKeys are live on the history, beside the keys that move in its list or
// detail. TakeBack is for the selected change, TakeBackAll for it and all that
// came after it.
type HistoryKeys struct{ TakeBack, TakeBackAll key.Binding }

// RingKeys compose a ring order, beside the keys that move, add and remove in a
// list. Switch is for a step, or on the list of rules for the rule.
type RingKeys struct {
	Up, Down         key.Binding // move a step
	Switch, Together key.Binding
	Longer, Shorter  key.Binding
	Join, Split      key.Binding
	Apps, Always     key.Binding // own apps as far as they ring beside the steps
	Ending           key.Binding // where calls go
	Write, NextPane  key.Binding
}

// CallsKeys act on a live call. Back, End and Stay answer a flip under way.
type CallsKeys struct{ Flip, Back, End, Stay key.Binding }

// FilterKeys are live while a filter is typed.
type FilterKeys struct{ Keep, Clear, Up, Down key.Binding }

// FormKeys are live while a form is filled in.
type FormKeys struct{ Next, Previous, Left, Right, Toggle, Accept, Leave, Copy key.Binding }

// QuestionKeys answer a question.
type QuestionKeys struct{ Yes, No, Other, Previous, Choose, Leave key.Binding }

// ConflictKeys say whose values are to hold.
type ConflictKeys struct{ Next, Previous, Turn, Accept, Leave key.Binding }

// DigitKeys choose a flip digit: Digits[0] clears, Digits[1] to Digits[8] set.
type DigitKeys struct {
	Digits [9]key.Binding
	Leave  key.Binding
}

// PageKeys read a page: the keys, the requests.
type PageKeys struct{ Up, Down, First, Last, PageUp, PageDown, Open, Copy, Back key.Binding }

// MenuKeys move in the palette, where all other keys are text.
type MenuKeys struct{ Up, Down, PageUp, PageDown, Choose, Leave key.Binding }

// action is one thing a key can do here and now. The list of them is both the
// dispatch and the help, so neither can promise what the other does not keep.
type action struct {
	key     key.Binding
	blocked string // why the key can do nothing now; empty when it can
	run     func() intent
	short   bool // worth a place in the bottom line
}

type actions []action

// match finds the action of a key. A blocked action answers with its reason.
func (as actions) match(msg tea.KeyPressMsg) (intent, bool) {
	for _, a := range as {
		if key.Matches(msg, a.key) {
			return a.choose(), true
		}
	}
	return nil, false
}

// choose does what the action is for, or says why it cannot.
func (a action) choose() intent {
	if a.blocked != "" {
		return showNotice{text: sentence(a.blocked), kind: warning}
	}
	return a.run()
}

// does is what an action runs that leaves nothing for the root to do.
func does(f func()) func() intent { return func() intent { f(); return nil } }

// moveKeys are the keys that move through a list or a text.
type moveKeys struct{ up, down, first, last, pageUp, pageDown key.Binding }

func (k ListKeys) move() moveKeys {
	return moveKeys{k.Up, k.Down, k.First, k.Last, k.PageUp, k.PageDown}
}

func (k DetailKeys) move() moveKeys {
	return moveKeys{k.Up, k.Down, k.First, k.Last, k.PageUp, k.PageDown}
}

func (k PageKeys) move() moveKeys {
	return moveKeys{k.Up, k.Down, k.First, k.Last, k.PageUp, k.PageDown}
}

// actions are those of the keys: they move by one, by a page of so many rows, or
// by more than any list has. move stops at both ends.
func (k moveKeys) actions(page int, move func(by int)) actions {
	const far = 1 << 20
	by := func(n int) func() intent { return does(func() { move(n) }) }
	return actions{
		{key: k.up, run: by(-1)}, {key: k.down, run: by(1)},
		{key: k.first, run: by(-far)}, {key: k.last, run: by(far)},
		{key: k.pageUp, run: by(-page)}, {key: k.pageDown, run: by(page)},
	}
}

// unbound is a binding without a key, for actions that only the palette reaches.
func unbound(what string) key.Binding { return key.NewBinding(key.WithHelp("", what)) }
