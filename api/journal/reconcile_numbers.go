package journal

import (
	"encoding/json"
	"slices"

	"rcfwd/api"
	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// number reports whether the edit of a number was made, and what the number is now.
func (r reconciliation) number(d *DocRecord) (done bool, after json.RawMessage) {
	if d.Before == nil {
		n, there := addedNumber(new(recordOfBody(d.Want)), &r.now, func(id string) bool {
			return slices.Contains(r.had, id) || r.claimed(id) || r.made(id)
		})
		if there {
			r.added[d.ID().ID] = n.ID
		}
		return there, n.Stored()
	}
	before, _ := jsonobj.Read(d.Before)
	want, _ := jsonobj.Read(d.Want)
	saw := api.Number{ID: d.ID().ID, Phone: before.Text("phoneNumber"), CallHandling: api.V1}
	n, there := api.Current(r.now.Numbers, &saw)
	if !there { // the account may have moved since
		saw.Phone = want.Text("phoneNumber")
		n, there = api.Current(r.now.Numbers, &saw)
	}
	if d.Want == nil || !there {
		return d.Want == nil && !there, nil
	}
	is, _ := jsonobj.Read(n.Stored())
	return shows(is, before, want), n.Stored()
}

// steppedAside reports whether a number of v1 that was to exchange its digit is left at the
// one that it stepped aside to: the lowest that no number held, or none (see package api).
func (r *reconciliation) steppedAside(docs []DocRecord, d *DocRecord) bool {
	before, want := digitsOf(d)
	n, there := r.now.Number(d.ID().ID, "")
	if d.ID().Kind != api.NumberDocument || !there || before == want || n.Flip == before {
		return false
	}
	held := slices.DeleteFunc(slices.Clone(r.now.Numbers), func(m api.Number) bool { return m.ID == n.ID })
	exchanges := false
	for _, other := range docs {
		was, becomes := digitsOf(&other)
		held = append(held, api.Number{Flip: was})
		exchanges = exchanges || other.Doc != d.Doc && becomes != "" && becomes == before
	}
	return exchanges && n.Flip == append(api.FreeDigits(held), "")[0]
}

// digitsOf are the digits of a number before a change and after it.
func digitsOf(d *DocRecord) (before, want string) {
	b, _ := jsonobj.Read(d.Before)
	w, _ := jsonobj.Read(d.Want)
	return b.Text("flipNumber"), w.Text("flipNumber")
}

// made reports whether a number turned out to be one that another edit made.
func (r *reconciliation) made(id string) bool {
	for _, of := range r.added {
		if of == id {
			return true
		}
	}
	return false
}

// recordOfBody is a number as a request to make it words it.
func recordOfBody(raw json.RawMessage) Record {
	w, _ := jsonobj.Read(raw)
	r := Record{Type: api.Type(w.Text("type")), Phone: w.Text("phoneNumber"), DeviceID: w.Object("device").Text("id")}
	r.setLabel(w.Text("label"))
	return r
}

// shows reports whether a number has one of the values that want changes: it is changed
// by one request, and the rest may have been changed by others since. It is not inlined: its
// copies would make the program larger.
//
//go:noinline
func shows(is, before, want jsonobj.Object) bool {
	return slices.ContainsFunc([]string{"phoneNumber", "label", "flipNumber"}, func(name string) bool {
		return want.Text(name) != before.Text(name) && is.Text(name) == want.Text(name)
	})
}

// flipsDone reports whether the flip list shows the change of it. The list is written
// whole, so that one number that shows it tells of all.
func flipsDone(d *DocRecord, now json.RawMessage) bool {
	before, want, is := flipRecords(d.Before), flipRecords(d.Want), flipRecords(now)
	for _, w := range want {
		b, had := before.byID(w)
		n, there := is.byID(w)
		switch {
		case !had && is.hasPhone(w):
			return true
		case had && there && shows(n, b, w):
			return true
		}
	}
	for _, b := range before {
		_, kept := want.byID(b)
		if _, there := is.byID(b); !kept && !there {
			return true
		}
	}
	return false
}

// records are those of a flip list.
type records []jsonobj.Object

func flipRecords(list json.RawMessage) records {
	w, _ := jsonobj.Read(list)
	return w.Objects("records")
}

func (all records) byID(r jsonobj.Object) (jsonobj.Object, bool) {
	id := r.Text("id")
	i := slices.IndexFunc(all, func(o jsonobj.Object) bool { return id != "" && o.Text("id") == id })
	if i < 0 {
		return nil, false
	}
	return all[i], true
}

func (all records) hasPhone(r jsonobj.Object) bool {
	phone := r.Text("phoneNumber")
	return slices.ContainsFunc(all, func(o jsonobj.Object) bool { return phone != "" && o.Text("phoneNumber") == phone })
}

// addedNumber finds a number that a change was to add: on new call handling the one with
// its telephone number, and else one that is new and was made by no other change, with
// what was asked for, or of the same type with a part of it, which another user has
// edited since. To take such a one for missing would make it twice.
func addedNumber(want *Record, now *api.Snapshot, known func(id string) bool) (api.Number, bool) {
	if n, ok := api.ByPhone(now.Numbers, want.Phone); ok && now.Capabilities().SharedDocument && n.Has(api.CallFlip) {
		return n, true
	}
	isNew := func(is func(r, want Record) bool) int {
		return slices.IndexFunc(now.Numbers, func(n api.Number) bool {
			return !known(n.ID) && n.Type == want.Type && is(RecordOf(&n), *want)
		})
	}
	i := isNew(isAsked)
	if i < 0 {
		i = isNew(isLike)
	}
	if i < 0 {
		return api.Number{}, false
	}
	return now.Numbers[i], true
}

// isAsked compares by number, device and label. The flip digit may have been exchanged
// since.
func isAsked(r, want Record) bool {
	return (want.Phone == "" || r.Phone == want.Phone) &&
		(want.DeviceID == "" || r.DeviceID == want.DeviceID) &&
		(want.Label == "" || r.Label == want.Label)
}

// isLike finds what was edited. There is only one number of a predefined type.
func isLike(r, want Record) bool {
	return want.Phone != "" && r.Phone == want.Phone ||
		want.DeviceID != "" && r.DeviceID == want.DeviceID ||
		want.Label != "" && r.Label == want.Label ||
		want.Type.Predefined()
}

// numberID is the id of a number's record.
func numberID(raw json.RawMessage) string {
	w, _ := jsonobj.Read(raw)
	return rest.Clean(w.Text("id"))
}
