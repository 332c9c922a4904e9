package ui

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// palette lists actions by name. Typing narrows it.
type palette struct {
	title   string // what the actions are for; empty for all actions
	chooses string // what choosing one of them does, in a word; empty runs it
	always  string // the name of an action that matches whatever is typed

	keys   MenuKeys
	st     *styles
	all    actions
	input  textinput.Model
	cursor int
	size

	verbs map[string][]string // other verbs for an action, by its keys, or by its name when it has none

	renew func() actions // makes the list again from newer facts; may be nil
}

func newPalette(all actions, keys KeyMap, st *styles) *palette {
	p := &palette{keys: keys.Menu, st: st, all: all, input: newInput(keys.Text, st, maxSearchText)}
	p.input.Focus()
	return p
}

// actionPalette is the palette of all actions but those that move: the ones that were
// chosen last first, and those that can do nothing now last.
func (m *Model) actionPalette() *palette {
	all := append(m.activeActions().without(ofMoving), m.connectionActions()...)
	sort.SliceStable(all, func(i, j int) bool { return m.place(all[i]) < m.place(all[j]) })
	p := newPalette(all, m.keys, m.st)
	p.verbs = m.keys.verbs()
	return p
}

// maxPicked is how many chosen actions come first.
const maxPicked = 5

// place orders the actions of the palette.
func (m *Model) place(a action) int {
	if a.blocked != "" {
		return maxPicked + 1
	}
	return m.lastPicked(a)
}

// lastPicked is the place of an action among those that were chosen last.
func (m *Model) lastPicked(a action) int {
	if i := slices.Index(m.picked, a.key.Help().Desc); i >= 0 {
		return i
	}
	return maxPicked
}

// notePicked remembers that an action was chosen in the palette of all actions.
func (m *Model) notePicked(a action) {
	name := a.key.Help().Desc
	others := slices.DeleteFunc(m.picked, func(n string) bool { return n == name })
	m.picked = append([]string{name}, others...)
	m.picked = m.picked[:min(len(m.picked), maxPicked)]
}

// verbs are the verbs for which people look that are not in the names of actions.
func (k *KeyMap) verbs() map[string][]string {
	all := map[string][]string{}
	add := func(b key.Binding, verbs ...string) { all[b.Help().Key] = append(all[b.Help().Key], verbs...) }
	add(k.Screen.Help, "help", "shortcuts")
	add(k.Screen.Reload, "refresh", "read again")
	add(k.Screen.Leave, "exit", "leave")
	add(k.Screen.Palette, "commands", "palette")
	add(k.Screen.Requests, "log", "debug")
	add(k.Screen.Undo, "revert", "restore")
	add(k.Screen.Redo, "repeat")
	add(k.List.Add, "add", "create")
	add(k.List.Edit, "rename", "change", "label")
	add(k.List.Remove, "delete", "drop")
	add(k.List.Filter, "search", "find")
	add(k.List.Sort, "sort", "order")
	add(k.List.Mark, "select")
	all[anotherSignIn] = []string{"login"}
	all[endSignIn] = []string{"logout", "log out", "sign out"}
	return all
}

func (p *palette) actions() actions {
	move := func(by int) func() intent { return does(func() { p.move(by) }) }
	moves := actions{
		{key: p.keys.Up, run: move(-1)}, {key: p.keys.Down, run: move(1)},
		{key: p.keys.PageUp, run: move(-10)}, {key: p.keys.PageDown, run: move(10)},
	}.in(ofMoving)
	return append(moves,
		action{key: reworded(p.keys.Choose, cmp.Or(p.chooses, p.keys.Choose.Help().Desc)), run: p.choose, short: true},
		action{key: p.keys.Leave, run: returns(closeDialog{}), short: true})
}

// setActions replaces the actions. The cursor stays on its action.
func (p *palette) setActions(all actions) {
	var at key.Help
	if shown := p.shown(); p.cursor < len(shown) {
		at = shown[p.cursor].key.Help()
	}
	p.all = all
	if i := slices.IndexFunc(p.shown(), func(a action) bool { return a.key.Help() == at }); i >= 0 {
		p.cursor = i
	}
	p.move(0)
}

func (p *palette) move(by int) { p.cursor = clamp(p.cursor+by, 0, len(p.shown())-1) }

func (p *palette) choose() intent {
	if shown := p.shown(); p.cursor < len(shown) {
		return pick{shown[p.cursor]}
	}
	return nil
}

func (p *palette) textInput() *textinput.Model { return &p.input }

func (p *palette) typed(msg tea.Msg) {
	p.input, _ = p.input.Update(cleanPaste(msg))
	p.move(0)
}

// shown are the actions that match what is typed, the best match first. Without anything
// typed these are all.
func (p *palette) shown() actions {
	typed := strings.TrimSpace(p.input.Value())
	if typed == "" {
		return p.all
	}
	var byMatch [noMatch]actions
	for _, a := range p.all {
		if m := p.match(a, typed); m < noMatch {
			byMatch[m] = append(byMatch[m], a)
		}
	}
	return slices.Concat(byMatch[:]...)
}

// match is how well an action matches what is typed.
type match int

const (
	isIt       match = iota // its name, its key, or another verb for it
	startsIt                // the beginning of its name
	startsVerb              // the beginning of another verb
	isIn                    // all words are in its name
	noMatch
)

func (p *palette) match(a action, typed string) match {
	lower := strings.ToLower(typed)
	name := strings.ToLower(a.key.Help().Desc)
	verb, _, _ := strings.Cut(name, ",")
	verbs := p.verbs[cmp.Or(a.key.Help().Key, a.key.Help().Desc)]
	switch {
	case name == lower || verb == lower || slices.Contains(a.key.Keys(), typed) || slices.Contains(verbs, lower):
		return isIt
	case strings.HasPrefix(name, lower):
		return startsIt
	case slices.ContainsFunc(verbs, func(v string) bool { return strings.HasPrefix(v, lower) }):
		return startsVerb
	}
	words := strings.Fields(lower)
	for _, w := range words {
		if !strings.Contains(name, w) && p.always != a.key.Help().Desc {
			return noMatch
		}
	}
	if strings.HasPrefix(name, words[0]) {
		return startsIt
	}
	return isIn
}

func (p *palette) setSize(w, h int) {
	p.w, p.h = w, h
	p.input.SetWidth(max(w-4-min(width(p.title), w/2), 4))
}

func (p *palette) view() []string {
	lines := []string{p.st.title.Render(truncate(p.title, p.w/2)) + p.st.accent.Render(": ") + p.input.View()}
	var rows []string
	names := p.nameWidth()
	for i, a := range p.shown() {
		rows = append(rows, p.row(a, names, i == p.cursor))
	}
	if len(rows) == 0 {
		none := "No action of this screen matches."
		if p.title != "" {
			none = "Nothing matches."
		}
		rows = []string{p.st.muted.Render(truncate(none, p.w))}
	}
	return block(append(lines, window(rows, p.cursor, p.h-1)...), p.h)
}

// nameWidth fits the longest name, if that leaves room for what is beside it.
func (p *palette) nameWidth() int {
	most := 0
	for _, a := range p.all {
		most = max(most, width(a.key.Help().Desc))
	}
	return min(max(most, 32), max(p.w-3-16, min(32, p.w-3-8)), p.w-3)
}

func (p *palette) row(a action, names int, selected bool) string {
	text, style := pad(a.key.Help().Desc, names)+" "+a.key.Help().Key, p.st.text
	if a.blocked != "" {
		text, style = text+"  "+a.blocked, p.st.muted
	}
	return p.st.row("", text, style, p.w, selectedIf(selected, true))
}
