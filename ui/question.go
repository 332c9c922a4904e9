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
	return actions{
		{key: q.keys.Choose, run: q.answer, short: true},
		{key: q.keys.Other, run: turn, short: true},
		{key: q.keys.Yes, run: func() intent { return q.then }, short: true},
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

// view is a sheet over the bottom of the screen: what it is about stays in
// sight above. When there are many lines the answers stay in sight.
func (q *question) view() []string {
	w, h := q.w, q.h
	lines := []string{q.st.muted.Render(rule(w))}
	for _, l := range wrap(q.text, w) {
		lines = append(lines, q.st.danger.Render(l))
	}
	for _, l := range q.lines {
		for _, part := range wrap(l, w-2) {
			lines = append(lines, "  "+part)
		}
	}
	if room := h - 2; len(lines) > room {
		lines = append(block(lines, room-1), q.st.muted.Render("  and more"))
	}
	no, yes := "[No]", " "+q.yes+" "
	if q.onYes {
		no, yes = " No ", q.st.chosen.Render("["+q.yes+"]")
	} else {
		no = q.st.chosen.Render(no)
	}
	return append(lines, "", no+"  "+yes)
}
