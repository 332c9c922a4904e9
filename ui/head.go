package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"

	"rcfwd/api"
)

// The first lines of the window: the screens and the connection, and below them what
// rings now and how much the screen shows.

// extensionName names an extension. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func extensionName(e *api.Extension) string {
	switch {
	case e.Name != "" && e.Number != "":
		return e.Name + ", extension " + e.Number
	case e.Name != "":
		return e.Name
	case e.ID != "":
		return "extension " + e.ID
	}
	return "this extension"
}

// head is the top line: the screens, the signed-in user, the open extension,
// the server, and whether it is read-only. When there is little room, it keeps
// longest what prevents a change of the wrong extension: the address of a sandbox is cut
// before the number of the extension.
func (m *Model) head() string {
	tail := m.st.ofServer(m.conn.Server).Render(m.conn.Server)
	if m.screens.numbers.readOnly != "" {
		tail += "  read-only"
	}
	forms := m.names()
	if handling := m.facts.handlingWords(); handling != "" {
		forms = append([]string{forms[0] + "  " + handling}, forms...)
	}
	lefts := m.headLefts()
	for _, left := range lefts {
		for _, names := range forms {
			right := names + "  " + tail
			if width(left)+width(right)+2 <= m.w {
				return justify(left, right, m.w)
			}
		}
	}
	who := forms[len(forms)-1]
	return justify(lefts[len(lefts)-1], strings.TrimPrefix(who+" "+tail, " "), m.w)
}

// tab names a screen in the top line, with the key that opens it.
type tab struct {
	screen screen
	key    key.Binding
	name   string
}

// tabs are those of the screens that this connection has. It is not inlined: its copies would
// make the program larger.
//
//go:noinline
func (m *Model) tabs() []tab {
	k := m.keys.Screen
	tabs := []tab{{onNumbers, k.Numbers, "Numbers"}, {onRing, k.Ring, "Ring order"}}
	if m.conn.Calls != nil {
		tabs = append(tabs, tab{onCalls, k.Calls, "Calls"})
	}
	if m.conn.Account != nil {
		tabs = append(tabs, tab{onPeople, k.People, "People"})
	}
	return append(tabs, tab{onHistory, k.History, "History"})
}

// tabLines are the forms of the tabs, the longest first: all names, the keys with the
// name of the open screen, which of how many that is with its name, and that alone. More
// than colour marks the open screen.
func (m *Model) tabLines() []string {
	names, keys, count, name := "", " ", "", ""
	tabs := m.tabs()
	for i, t := range tabs {
		key := t.key.Help().Key
		if m.screens.open != t.screen {
			names, keys = names+"  "+key+" "+t.name, keys+" "+key
			continue
		}
		open := m.st.accent.Render("[" + key + " " + t.name + "]")
		names, keys = names+"  "+open, keys+" "+open
		count, name = " "+m.st.accent.Render(itoa(i+1)+"/"+itoa(len(tabs))), " "+m.st.accent.Render(t.name)
	}
	return []string{names, keys, count + name, count}
}

// names are the user and the open extension, the longest form first.
func (m *Model) names() []string {
	open := m.facts.open
	if open.ID == "" {
		return []string{""}
	}
	short := open.Name
	long := open.Name + "  ext " + open.Number
	forms := []string{long + "  " + open.Company, long, short, "ext " + open.Number}
	if m.facts.otherExtension() {
		by := m.facts.self.Name + " for "
		forms = []string{by + long + "  " + open.Company, by + long, "for " + long, by + "ext " + open.Number, "for ext " + open.Number}
	}
	return forms
}

// stateLine is the line below the top line: what rings now, or the filter, and how much
// the screen shows, in a rule over the whole width.
func (m *Model) stateLine() string {
	filter, counts := m.screens.current().status()
	if filter != "" {
		return m.st.titledRule([]string{filter}, counts, m.w)
	}
	forms := m.facts.nowForms()
	if len(forms)+len(counts) == 0 {
		return "" // a rule would be drawn twice
	}
	for i, f := range forms {
		forms[i] = m.st.now.Render("now") + " " + f
	}
	return m.st.titledRule(forms, counts, m.w)
}
