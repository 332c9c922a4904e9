package ui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/change"
)

// Moving a number through the flip digits. The presses of a held key are gathered:
// they become one change, with one entry in the history, which is sent once the key
// has been quiet for moveQuiet or any other key asks for something. The list shows
// every step at once.

// digitMove is what was pressed so far.
type digitMove struct {
	id      string     // of the number that was moved last
	draft   *api.Draft // the numbers with all moves
	presses int
	sent    bool
}

// moveQuiet is longer than the delay after which a held key begins to repeat, which
// is up to 660 ms by default, so that a held key is one change.
const moveQuiet = 700 * time.Millisecond

// moveDueMsg is sent when a move has had no press for a while.
type moveDueMsg struct {
	move    *digitMove
	presses int
}

// moveFlip moves a number to the next or the previous digit. It does not ask:
// the other number keeps a digit too, and one key moves it back.
func (m *Model) moveFlip(in moveFlip) tea.Cmd {
	if m.move != nil && m.move.sent {
		return m.notify(warning, "The last move is being sent. Wait for its result.")
	}
	move := cmp.Or(m.move, &digitMove{draft: m.facts.snapshot.Draft()})
	shown := move.draft.Snapshot()
	n, ok := shown.Number(in.id, "")
	digit, err := strconv.Atoi(n.Flip)
	if !ok || err != nil {
		return nil
	}
	want := itoa(digit + in.by)
	holder, taken := api.HolderOf(want, shown.Numbers)
	if why := m.screens.numbers.busy(holder.ID); taken && why != "" {
		return m.notify(warning, sentence(why))
	}
	if taken {
		err = move.draft.Swap(n.ID, holder.ID)
	} else {
		err = move.draft.Change(n.ID, api.Change{Flip: &want})
	}
	if err != nil {
		return m.notify(warning, api.Explain(err).String())
	}
	move.id = n.ID
	move.presses++
	m.move = move
	m.refreshViews()
	due := moveDueMsg{move, move.presses}
	return tea.Tick(moveQuiet, func(time.Time) tea.Msg { return due })
}

// moveDue sends a move unless the key was pressed again.
func (m *Model) moveDue(msg moveDueMsg) tea.Cmd {
	if msg.move != m.move || msg.presses != m.move.presses {
		return nil
	}
	return m.sendMove()
}

// sendMoveBefore sends a move before another intent is applied.
func (m *Model) sendMoveBefore(in intent) tea.Cmd {
	if _, on := in.(moveFlip); on || in == nil {
		return nil
	}
	return m.sendMove()
}

// sendMove sends the change that a move amounts to, if there is one to send.
func (m *Model) sendMove() tea.Cmd {
	if m.move == nil || m.move.sent {
		return nil
	}
	write, ids := m.move.write()
	if write == nil {
		m.move = nil
		m.refreshViews()
		return m.notify(info, "No flip digit has changed. Nothing was sent.")
	}
	m.move.sent = true
	return m.sendJob(job{write: write, ids: ids, move: m.move})
}

// write is the change that leads to the digits of the draft; nil when all are as they
// were.
func (d *digitMove) write() (w change.Write, ids []string) {
	var moved change.SetDigits
	numbers := d.draft.Base().Numbers
	if first, ok := new(d.draft.Base()).Number(d.id, ""); ok { // named first in the words about it
		numbers = append([]api.Number{first}, slices.DeleteFunc(slices.Clone(numbers), func(n api.Number) bool { return n.ID == d.id })...)
	}
	for _, was := range numbers {
		if n, ok := new(d.draft.Snapshot()).Number(was.ID, ""); ok && n.Flip != was.Flip {
			moved.Seen, moved.Want, ids = append(moved.Seen, was), append(moved.Want, n.Flip), append(ids, was.ID)
		}
	}
	switch {
	case len(ids) == 0:
		return nil, nil
	case len(ids) == 1:
		return change.Update{Seen: moved.Seen[0], Want: api.Change{Flip: &moved.Want[0]}}, ids
	case len(ids) == 2 && moved.Want[0] == moved.Seen[1].Flip && moved.Want[1] == moved.Seen[0].Flip:
		return change.Swap{A: moved.Seen[0], B: moved.Seen[1]}, ids
	}
	return moved, ids
}

// shownFacts are the facts with the move that is not confirmed yet.
func (m *Model) shownFacts() facts {
	fs := m.facts
	if m.move != nil {
		fs.snapshot = m.move.draft.Snapshot()
	}
	return fs
}

// movedWords names the digits after a move, the lowest first.
func movedWords(w change.SetDigits) string {
	parts := make([]string, len(w.Seen))
	for i, n := range w.Seen {
		parts[i] = w.Want[i] + " " + n.Label
	}
	slices.Sort(parts)
	return "Flip digits now: " + strings.Join(parts, ", ") + "."
}
