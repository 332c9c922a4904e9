package ui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// KeyMap names every action that a key can reach. Package main assigns the
// keys: no key name appears in this package. The actions of one group are
// active together, so within a group, and with Global, no two may share a key.
//
// The names of groups and fields are the names of the key settings.
type KeyMap struct {
	Global   GlobalKeys
	Screen   ScreenKeys
	List     ListKeys
	Detail   DetailKeys
	History  HistoryKeys
	Ring     RingKeys
	Calls    CallsKeys
	People   PeopleKeys
	Filter   FilterKeys
	Form     FormKeys
	Question QuestionKeys
	Conflict ConflictKeys
	Digit    DigitKeys
	Menu     MenuKeys
	Page     PageKeys
	Text     textinput.KeyMap // editing a line of text
}

// GlobalKeys are active everywhere, even while text is typed.
type GlobalKeys struct{ Quit, Redraw, Suspend key.Binding }

// ScreenKeys are active on every screen while no dialog is open.
type ScreenKeys struct {
	Leave, Help, Palette, Reload          key.Binding
	Requests                              key.Binding
	Numbers, Ring, Calls, People, History key.Binding
	Who                                   key.Binding // who forwards to the selected thing
	Home                                  key.Binding // opens the own extension again
	Undo, Redo                            key.Binding
}

// ListKeys are active while the list of numbers has the focus.
type ListKeys struct {
	Up, Down, First, Last, PageUp, PageDown key.Binding
	Open, NextPane, Back                    key.Binding
	Filter, Sort, SortReverse               key.Binding
	Mark, MarkAll                           key.Binding
	Add, Edit, Remove, Flip                 key.Binding
	FlipUp, FlipDown                        key.Binding // move a number to the previous or next digit
	Copy, CopyJSON                          key.Binding
}

// DetailKeys are active while the detail of a number has the focus. The keys
// that act on the number itself are those of the list.
type DetailKeys struct{ Up, Down, First, Last, PageUp, PageDown, NextPane, Back key.Binding }

// HistoryKeys are active on the history, with the keys of its list or detail.
// TakeBack undoes the selected change, TakeBackAll that one and all later ones.
type HistoryKeys struct{ TakeBack, TakeBackAll key.Binding }

// RingKeys edit a ring order, with the keys of a list that move, add and
// remove. Switch is for a step, or in the list of rules for the rule.
type RingKeys struct {
	Up, Down         key.Binding // move a step
	Switch, Together key.Binding
	Longer, Shorter  key.Binding
	Join, Split      key.Binding
	Apps, Always     key.Binding // switch the own apps that ring beside the steps, or let them ring to the end
	Ending           key.Binding // where calls go
	Write, NextPane  key.Binding
}

// CallsKeys act on a live call. Back, End and Stay answer a step of a flip.
type CallsKeys struct{ Flip, Back, End, Stay key.Binding }

// PeopleKeys are active on the list of people, with the keys of a list. Sweep reads the
// account, or pauses that.
type PeopleKeys struct{ Sweep, Export key.Binding }

// FilterKeys are active while a filter is typed.
type FilterKeys struct{ Keep, Clear, Up, Down key.Binding }

// FormKeys are active while a form is open.
type FormKeys struct{ Next, Previous, Left, Right, Toggle, Accept, Leave, Copy key.Binding }

// QuestionKeys answer a question.
type QuestionKeys struct{ Yes, No, Other, Previous, Choose, Leave key.Binding }

// ConflictKeys choose the values of a conflict.
type ConflictKeys struct{ Next, Previous, Turn, Accept, Leave key.Binding }

// DigitKeys choose a flip digit: Digits[0] clears it, Digits[1] to Digits[8]
// set it.
type DigitKeys struct {
	Digits [9]key.Binding
	Leave  key.Binding
}

// PageKeys are active on a page, such as the help or the requests.
type PageKeys struct{ Up, Down, First, Last, PageUp, PageDown, Open, Copy, Back key.Binding }

// MenuKeys are active in the palette, where all other keys are text.
type MenuKeys struct{ Up, Down, PageUp, PageDown, Choose, Leave key.Binding }

// action is something a key can do here and now. One list of them is both the
// dispatch and the help, so that the two always agree.
type action struct {
	key     key.Binding
	blocked string // why the key can do nothing now; empty when it can
	run     func() intent
	short   bool // shown in the bottom line
	group   actionGroup
}

// actionGroup tells where else an action works, for the page of keys.
type actionGroup int

const (
	ofFocus   actionGroup = iota // what has the focus
	ofMoving                     // moves through what has the focus
	ofScreens                    // every screen
	everywhere
	groupCount
)

var groupTitles = [groupCount]string{"Here", "Move", "Every screen", "Everywhere"}

// in puts actions into a group.
func (as actions) in(g actionGroup) actions {
	for i := range as {
		as[i].group = g
	}
	return as
}

// of returns the actions of a group.
func (as actions) of(g actionGroup) actions {
	return slices.DeleteFunc(slices.Clone(as), func(a action) bool { return a.group != g })
}

// without returns the actions that are not in a group.
func (as actions) without(g actionGroup) actions {
	return slices.DeleteFunc(slices.Clone(as), func(a action) bool { return a.group == g })
}

type actions []action

// match returns the intent of a key. That of a blocked action shows its reason.
func (as actions) match(msg tea.KeyPressMsg) (intent, bool) {
	for _, a := range as {
		if key.Matches(msg, a.key) {
			return a.choose(), true
		}
	}
	return nil, false
}

// reaches reports whether a binding is that of one of the actions.
func (as actions) reaches(b key.Binding) bool {
	return slices.ContainsFunc(as, func(a action) bool { return slices.Equal(a.key.Keys(), b.Keys()) })
}

// choose runs the action, or returns a notice with the reason why it is
// blocked.
func (a *action) choose() intent {
	if a.blocked != "" {
		return showNotice{text: sentence(a.blocked), kind: warning}
	}
	return a.run()
}

// reworded returns a key with other words about what it does. It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func reworded(b key.Binding, words string) key.Binding {
	b.SetHelp(b.Help().Key, words)
	return b
}

// does returns the run function of an action that leaves nothing to do for the
// root. It is not inlined: its copies would make the program larger.
//
//go:noinline
func does(f func()) func() intent { return func() intent { f(); return nil } }

// returns is the run function of an action that only asks for in. It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func returns(in intent) func() intent { return func() intent { return in } }

// moveKeys are the keys that move through a list or a text.
type moveKeys struct{ up, down, first, last, pageUp, pageDown key.Binding }

// move is not inlined: its copies would make the program larger.
//
//go:noinline
func (k *ListKeys) move() moveKeys {
	return moveKeys{k.Up, k.Down, k.First, k.Last, k.PageUp, k.PageDown}
}

// move is not inlined: its copies would make the program larger.
//
//go:noinline
func (k *DetailKeys) move() moveKeys {
	return moveKeys{k.Up, k.Down, k.First, k.Last, k.PageUp, k.PageDown}
}

// move is not inlined: its copies would make the program larger.
//
//go:noinline
func (k *PageKeys) move() moveKeys {
	return moveKeys{k.Up, k.Down, k.First, k.Last, k.PageUp, k.PageDown}
}

// actions move by one, by a page of page rows, or to either end. move must stop
// at both ends.
func (k moveKeys) actions(page int, move func(by int)) actions {
	const far = 1 << 20
	by := func(n int) func() intent { return does(func() { move(n) }) }
	return actions{
		{key: k.up, run: by(-1)}, {key: k.down, run: by(1)},
		{key: k.first, run: by(-far)}, {key: k.last, run: by(far)},
		{key: k.pageUp, run: by(-page)}, {key: k.pageDown, run: by(page)},
	}.in(ofMoving)
}

// unbound returns a binding without a key, for actions that only the palette
// reaches.
func unbound(what string) key.Binding { return key.NewBinding(key.WithHelp("", what)) }
