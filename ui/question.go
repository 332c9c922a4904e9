package ui

// question asks before something is lost. It names the thing, starts on No, and
// no key but its own answers it.
type question struct {
	keys  QuestionKeys
	st    *styles
	text  string   // what is asked
	lines []string // what it is about, a line each
	yes   string   // what Yes does, as a verb
	then  intent   // what Yes asks for
	no    intent   // what No asks for; nil just closes
	onYes bool
	w, h  int
}

func (q *question) actions() actions {
	turn := func() intent { q.onYes = !q.onYes; return nil }
	unread, chosen := q.unread(), ""
	if q.onYes {
		chosen = unread
	}
	return actions{
		{key: q.keys.Choose, blocked: chosen, run: q.answer, short: true},
		{key: q.keys.Other, run: turn, short: true},
		{key: q.keys.Yes, blocked: unread, run: func() intent { return q.then }, short: true},
		{key: q.keys.No, run: q.refuse, short: true},
		{key: q.keys.Leave, run: q.refuse},
	}
}

func (q *question) setSize(w, h int) { q.w, q.h = w, h }

func (q *question) answer() intent {
	if q.onYes {
		return q.then
	}
	return q.refuse()
}

func (q *question) refuse() intent {
	if q.no != nil {
		return q.no
	}
	return closeDialog{}
}

// unread says why Yes is not taken: nobody says it to what cannot be read.
func (q *question) unread() string {
	if len(q.asked())+len(q.about(1))+len(q.answers()) > q.h {
		return "there is no room here for the question; make the window larger and read it first"
	}
	return ""
}

// asked is the question, as many lines as it takes.
func (q *question) asked() []string {
	lines := wrap(q.text, q.w)
	for i, l := range lines {
		lines[i] = q.st.danger.Render(l)
	}
	return lines
}

// about is the first n things that it is about, or all of them when there are
// fewer.
func (q *question) about(n int) []string {
	var lines []string
	for _, l := range q.lines[:min(n, len(q.lines))] {
		lines = append(lines, indent(wrap(l, q.w-2), 2)...)
	}
	return lines
}

// answers stand beside each other, or below where there is no room.
func (q *question) answers() []string {
	no, yes := "[No]", " "+q.yes+" "
	if q.onYes {
		no, yes = " No ", "["+q.yes+"]"
	}
	apart := width(no)+2+width(yes) > q.w
	no, yes = cut(no, q.w), cut(yes, q.w)
	if q.onYes {
		yes = q.st.chosen.Render(yes)
	} else {
		no = q.st.chosen.Render(no)
	}
	if apart {
		return []string{no, yes}
	}
	return []string{no + "  " + yes}
}

// view is a sheet over the bottom of the screen: what it is about stays in
// sight above. When there are many lines the question and its answers stay in
// sight; when there is no room even for those it says so.
func (q *question) view() []string {
	answers := q.answers()
	if why := q.unread(); why != "" {
		return append(block(wrap(sentence(why), q.w), max(q.h-len(answers), 0)), answers...)
	}
	lines := append(q.asked(), q.about(len(q.lines))...)
	if room := q.h - len(answers); len(lines) > room {
		lines = append(lines[:max(room-1, len(q.asked())+len(q.about(1)))], q.st.muted.Render("  and more"))[:room]
	}
	if len(lines)+len(answers) < q.h {
		lines = append([]string{q.st.muted.Render(rule(q.w))}, lines...)
	}
	if len(lines)+len(answers) < q.h {
		lines = append(lines, "")
	}
	return append(lines, answers...)
}
