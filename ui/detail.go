package ui

import (
	"slices"
	"strings"

	"rcfwd/api"
)

// fact is a line of the detail pane.
type fact struct {
	name, value string
	note        string // shown after the value, less prominently
}

// detail shows everything that is known of one number.
type detail struct {
	st    *styles
	title string
	facts []fact
	body  []string // the facts, in lines of at most w cells
	top   int
	id    string
	size
}

func (d *detail) setSize(w, h int) {
	if d.w != w {
		d.w = w
		d.layOut()
	}
	d.h = h
	d.scroll(0)
}

// setNumber changes the number that is shown. Another number starts at its top.
func (d *detail) setNumber(n *api.Number, fs *facts, focused bool) {
	if n.ID != d.id {
		d.top = 0
	}
	d.id, d.title, d.facts = n.ID, n.Label, fs.about(n, d.room(), focused)
	if d.title == "" {
		d.title = "(no label)"
	}
	d.layOut()
	d.scroll(0)
}

func (d *detail) clear() { d.id, d.title, d.facts, d.body = "", "", nil, nil }

func (d *detail) scroll(by int) {
	d.top = clamp(d.top+by, 0, len(d.body)-d.h+1)
}

func (d *detail) view(focused bool) []string {
	if d.id == "" {
		return nil
	}
	lines := append([]string{d.st.paneRule(d.title, focused, d.w)}, d.body[d.top:]...)
	if len(lines) > d.h && d.h > 1 {
		lines[d.h-1] = d.st.muted.Render(truncate("("+itoa(len(lines)-d.h+1)+" more lines)", d.w))
	}
	return lines
}

// factNameWidth is the width of the names of facts, with the blank after them.
const factNameWidth = 11

// room is the width of the values.
func (d *detail) room() int { return max(d.w-factNameWidth, 10) }

// layOut breaks the facts into lines. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func (d *detail) layOut() {
	d.body = nil
	for _, f := range d.facts {
		d.body = append(d.body, d.lines(f)...)
	}
}

// lines draws a fact, with its name in a column of its own. What does not fit continues
// below the value. A name that is longer than the column has the value behind it or, where
// there is no room, below it.
func (d *detail) lines(f fact) []string {
	room := d.room()
	text := f.value
	if f.note != "" {
		text += "  " + f.note
	}
	if width(f.name) >= factNameWidth {
		if width(f.name+" "+text) <= d.w {
			return []string{d.st.label.Render(f.name) + " " + text}
		}
		return append([]string{d.st.label.Render(truncate(f.name, d.w))}, d.lines(fact{value: f.value, note: f.note})...)
	}
	parts := wrap(text, room)
	for i, p := range parts {
		name := ""
		if i == 0 {
			name = f.name
			if v, note, found := strings.Cut(p, f.value+"  "); found && v == "" {
				p = f.value + "  " + d.st.muted.Render(note)
			}
		} else {
			p = d.st.muted.Render(p)
		}
		parts[i] = d.st.label.Render(pad(name, factNameWidth)) + p
	}
	return parts
}

// about lists everything that is known of n, the most useful first, and its address
// only where the detail has the focus. Each line of a fact about a rule is for room
// cells.
func (fs *facts) about(n *api.Number, room int, focused bool) []fact {
	phone := api.DescribePhone(n.Phone, fs.region)
	all := []fact{
		{name: "Number", value: orNone(phone.Pretty), note: phone.E164},
		{name: "Flip digit", value: orNone(n.Flip), note: flipNote(n)},
	}
	all = append(all, fs.useFacts(n, room)...)
	all = append(all,
		reachFact(phone),
		fact{name: "Type", value: typeName(n.Type), note: typeNote(n.Type)},
		fact{name: "Used for", value: usedInWords(n)})
	if n.DeviceID != "" {
		all = append(all, fs.deviceFact(n.DeviceID))
	}
	if n.Apps != nil {
		all = append(all, fact{name: "Apps of", value: n.Apps.Name, note: "extension " + n.Apps.Number})
	}
	for _, u := range n.Unknown {
		all = append(all, fact{name: u.Name, value: u.Value})
	}
	id := n.ID
	if id == n.IDInRules() {
		id = "" // it is our own, not the service's
	}
	all = append(all, fact{name: "Id", value: id}, fs.timeFact("Read", fs.snapshot.At))
	if focused {
		all = append(all, fact{name: "Address", value: n.URI})
	}
	return slices.DeleteFunc(all, func(f fact) bool { return f.value == "" && f.note == "" })
}

// reachFact is the country or the network of a number, the kind of line, and a doubt.
func reachFact(p api.Phone) fact {
	value, note, _ := strings.Cut(p.Words(), ", ")
	return fact{name: "Reaches", value: value, note: strings.TrimSpace(note + doubtNote(p))}
}

func (fs *facts) deviceFact(id string) fact {
	d, found := fs.deviceOf(id)
	if !found {
		return fact{name: "Device", value: id, note: fs.noDevices}
	}
	return fact{name: "Device", value: d.Name, note: deviceNote(&d)}
}

// deviceNote distinguishes a device from others of the same name.
func deviceNote(d *api.Device) string {
	parts := []string{d.Model, deviceTypeName(d.Type), strings.ToLower(d.Status)}
	if d.Status == "" {
		parts[2] = "state unknown"
	}
	return commaList(append(parts, d.ID)...)
}

// deviceTypeName is the type of a device in words.
func deviceTypeName(t string) string {
	switch t {
	case "HardPhone":
		return "desk phone"
	case "SoftPhone":
		return "softphone"
	}
	return spelledOut(t)
}

func doubtNote(p api.Phone) string {
	if p.Doubt == "" {
		return ""
	}
	return " (" + p.Doubt + ")"
}

func typeNote(t api.Type) string {
	switch t {
	case api.PhoneLine:
		return "a RingCentral device"
	case api.Home, api.Mobile, api.Work, api.Other:
		return ""
	case api.BusinessMobilePhone, api.ExtensionApps, api.Outage:
		return "managed by RingCentral"
	}
	return "unknown to this version"
}

// ruleNames names the rules that ring a number.
func ruleNames(rules []api.RuleRef) string {
	names := make([]string, 0, len(rules))
	for _, r := range rules {
		if r.Off {
			r.Name += " (off)"
		}
		names = append(names, r.Name)
	}
	return strings.Join(names, ", ")
}

func usedInWords(n *api.Number) string {
	switch forwarding, flip := n.Has(api.CallForwarding), n.Has(api.CallFlip); {
	case forwarding && flip:
		return "call forwarding and call flip"
	case forwarding:
		return "call forwarding"
	case flip:
		return "call flip"
	}
	return featureWords(n)
}

// flipNote says what the flip digit of a number does. A digit alone does not make
// RingCentral flip calls to a number; that is a feature of it.
func flipNote(n *api.Number) string {
	switch {
	case n.Flip == "":
		return "a live call cannot be moved here"
	case n.Has(api.CallFlip):
		return "*" + n.Flip + " during a call moves it here"
	case n.Features == nil:
		return "RingCentral does not say whether it flips calls to this number"
	}
	return noFlipsTo
}

const noFlipsTo = "RingCentral does not flip calls to this number"
