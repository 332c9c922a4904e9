package change

import (
	"rcfwd/api"
	"rcfwd/api/journal"
)

// Preview drafts a write against base as Do would, without reading, journalling or sending
// anything. A draft without edits means that what is wanted is so already. The errors are
// those of Do.
func (w *Writer) Preview(base *api.Snapshot, wr Write) (*api.Draft, error) {
	if err := wr.check(base); err != nil {
		return nil, err
	}
	h, err := w.journal.History()
	if err != nil {
		return nil, err
	}
	t, err := wr.ready(base, h)
	if err != nil {
		return nil, err
	}
	return t.draft, nil
}

// IfUnchanged makes a write only while what it is about has a hash, as of
// api.Snapshot.NumberHash or api.Rule.Hash. It is compared with what is read right before
// the write is sent.
type IfUnchanged struct {
	Write
	Hash string
	Of   func(api.Snapshot) string // returns the hash now; empty when it is gone
	Need api.Need                  // what Of needs
}

func (u IfUnchanged) need(base *api.Snapshot) api.Need {
	return both(u.Write.need(base), u.Need)
}

func (u IfUnchanged) ready(now *api.Snapshot, h *journal.History) (task, error) {
	if u.Of(*now) != u.Hash {
		return task{}, &HashError{Gone: u.Of(*now) == ""}
	}
	return u.Write.ready(now, h)
}

// HashError says that what was to be changed is not as its hash says. Nothing was sent.
type HashError struct{ Gone bool }

// Error is the advice on one line.
func (e *HashError) Error() string { return e.Advice().String() }

// Advice says what to do.
func (e *HashError) Advice() api.Advice {
	if e.Gone {
		return api.Advice{What: "What --if-unchanged names is gone. Nothing was sent.", Do: "List it again."}
	}
	return api.Advice{What: "It was changed since --if-unchanged was read. Nothing was sent.", Do: "Show it again, and use the hash that it has now."}
}
