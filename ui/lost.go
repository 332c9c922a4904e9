package ui

import (
	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

// lost is a write whose answer got lost. Before anything is sent again the
// list is read, and says which it was.
type lost struct {
	ids     []string // locked until it is settled
	message string   // said when the write took effect
	missing string   // said when it did not
	took    func([]api.Number) bool
}

func lostCreate(msg numberCreatedMsg, before []api.Number) lost {
	had := map[string]bool{}
	for _, n := range before {
		had[n.ID] = true
	}
	want := msg.request
	return lost{
		message: "The answer got lost, but the number is there: it was added.",
		missing: "The answer got lost, and the number is not in the list: it was not added. Saving again is safe.",
		took: func(now []api.Number) bool {
			for _, n := range now {
				if !had[n.ID] && n.Type == want.Type && (n.Phone == want.Phone || n.DeviceID == want.DeviceID && want.DeviceID != "") {
					return true
				}
			}
			return false
		},
	}
}

func lostChange(msg numberChangedMsg) lost {
	want := msg.want.Of(msg.old)
	return lost{
		ids:     []string{msg.old.ID},
		message: "The answer got lost, but the change is there. " + changed(msg.old, msg.want),
		missing: "The answer got lost, and " + msg.old.Label + " is unchanged. Trying again is safe.",
		took: func(now []api.Number) bool {
			for _, n := range now {
				if n.ID == msg.old.ID {
					return n.Phone == want.Phone && n.Label == want.Label && n.Flip == want.Flip
				}
			}
			return false
		},
	}
}

func lostRemove(unknown, locked []string, before []api.Number) lost {
	return lost{
		ids:     locked,
		message: "The answer got lost, but " + plural(len(unknown), "number") + " went as asked.",
		missing: "The answer got lost, and not every number went; those still in the list were not removed. Trying again is safe.",
		took: func(now []api.Number) bool {
			for _, n := range now {
				for _, id := range unknown {
					if n.ID == id {
						return false
					}
				}
			}
			return true
		},
	}
}

// lookUp reads the list to find out what became of a write.
func (m *Model) lookUp(l lost) tea.Cmd {
	m.write.lost = append(m.write.lost, l)
	return tea.Batch(m.loadNumbers(), m.notify(warned, "The answer of RingCentral got lost. Looking up what became of the change ..."))
}

// settleLost says of each lost write whether it took effect.
func (m *Model) settleLost(now []api.Number) tea.Cmd {
	settled := m.write.lost
	m.write.lost = nil
	var cmd tea.Cmd
	for _, l := range settled {
		m.unlock(l)
		if l.took(now) {
			m.closeForm()
			cmd = m.notify(done, l.message)
			continue
		}
		cmd = m.tellLost(l.missing)
	}
	return cmd
}

// lookupFailed leaves a lost write unknown and says so.
func (m *Model) lookupFailed(err error) tea.Cmd {
	if len(m.write.lost) == 0 {
		return nil
	}
	for _, l := range m.write.lost {
		m.unlock(l)
	}
	m.write.lost = nil
	return m.tellLost("It is not known whether the change took effect: the answer got lost and the list cannot be read. " +
		"Read it again before you repeat the change. " + api.Explain(err).What)
}

func (m *Model) tellLost(text string) tea.Cmd {
	if f, ok := m.dialog.(*form); ok && f.sending {
		f.refused(api.Advice{What: text})
		m.clearNotice()
		return nil
	}
	return m.notify(failed, text)
}

func (m *Model) unlock(l lost) {
	m.write.inFlight--
	m.write.leaving = false
	for _, id := range l.ids {
		delete(m.numbers.list.busy, id)
	}
}
