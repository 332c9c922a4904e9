package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

const flipsPath = "call-flip-numbers"

// flipTypes are the types of call-flip numbers of v2, in the words of v1: people
// see the same list on both (dossier section 10).
var flipTypes = map[string]Type{"External": Other, "PhoneLine": PhoneLine, "BusinessMobile": BusinessMobilePhone}

// flipExternal is the type of the numbers that people add.
const flipExternal = "External"

// flipList is the whole list of call-flip numbers. It can only be written whole, so
// every record keeps its text until it is edited.
type flipList struct {
	body    jsonobj.Object
	records []json.RawMessage
}

// readFlipList reads the list from a reply. Its error is rest.ErrShape, also for a list in
// which no record can be read: such a list must not look like an empty one. Single records
// that cannot be read stay in the list as they are.
func readFlipList(raw json.RawMessage) (l flipList, err error) {
	body, ok := jsonobj.Read(raw)
	if !ok || json.Unmarshal(body.Get("records"), &l.records) != nil || l.records == nil {
		return flipList{}, rest.ErrShape
	}
	l.body = body
	if _, _, err := l.numbers(); err != nil {
		return flipList{}, rest.ErrShape
	}
	return l, nil
}

// numbers are the numbers of the list, in its order.
func (l flipList) numbers() ([]Number, []Unread, error) {
	all, unread, err := readAll(opListFlips, l.records, readFlip)
	return unique(all, func(n Number) string { return n.ID }), unread, err
}

// raw is the list as it is sent.
func (l flipList) raw() json.RawMessage { return l.body.With("records", l.records).Raw() }

// readFlips reads the list; there are no pages.
func (c *Client) readFlips(ctx context.Context) (flipList, error) {
	return c.flips(ctx, &rest.Request{Op: opListFlips, Method: http.MethodGet, Path: c.pathV2(flipsPath)})
}

func (c *Client) flips(ctx context.Context, r *rest.Request) (l flipList, err error) {
	err = c.do(ctx, r, func(raw json.RawMessage) (err error) {
		l, err = readFlipList(raw)
		return err
	})
	return l, err
}

// putRequest sends the list whole.
func (c *Client) putRequest(list json.RawMessage) rest.Request {
	return rest.Request{Op: opUpdateFlips, Method: http.MethodPut, Path: c.pathV2(flipsPath), Body: list}
}

var errFlips = errors.New("the returned list is not the list that was sent")

// writeFlips writes the list, which was read at some time, and compares what came back.
// When something of what was sent is missing from the answer, or something that was left
// out is still there, the outcome is not known; what the answer holds besides is told in
// notes.
func (c *Client) writeFlips(ctx context.Context, e *Edit, read time.Time) Applied {
	want, err := readFlipList(e.Want)
	if err != nil {
		return Applied{Edit: *e, State: Unsent, Err: err}
	}
	got, err := c.flips(ctx, new(rechecked(new(c.putRequest(e.Want)), read, c.recheckFlips(e))))
	if err == nil && !got.stores(e) {
		err = rest.Unusable(opUpdateFlips, http.StatusOK, nil, errFlips).Lost()
	}
	a := applied(e, got.raw(), err)
	if a.State == Confirmed {
		a.Notes = append(got.renamed(want), got.unsent(want)...)
	}
	return a
}

// stores reports whether the list has all that an edit sent, if under other ids, and
// nothing that it left out.
func (l flipList) stores(e *Edit) bool {
	before, _ := readFlipList(e.Before)
	want, _ := readFlipList(e.Want)
	if !want.hasUnnamed(l) {
		return false
	}
	for _, raw := range want.records {
		sent, _ := jsonobj.Read(raw)
		if i := l.matching(raw); isNamed(raw) && (i < 0 || !jsonobj.Holds(l.records[i], sent.Without("id").Raw())) {
			return false
		}
	}
	return !slices.ContainsFunc(before.records, func(raw json.RawMessage) bool {
		w, _ := jsonobj.Read(raw)
		id := rest.Clean(w.Text("id"))
		return want.byID(id) < 0 && l.byID(id) >= 0
	})
}

// isNamed reports whether a record has what requests and answers know it by.
func isNamed(record json.RawMessage) bool {
	w, _ := jsonobj.Read(record)
	return w.Text("id") != "" || w.Text("phoneNumber") != ""
}

// hasUnnamed reports whether l has every record of an answer that cannot be named: it is
// sent back as it came, and must not be new.
func (l flipList) hasUnnamed(answered flipList) bool {
	return !slices.ContainsFunc(answered.records, func(raw json.RawMessage) bool {
		return string(raw) != "null" && !isNamed(raw) && !slices.ContainsFunc(l.records, func(sent json.RawMessage) bool { return jsonobj.Same(sent, raw) })
	})
}

// renamed tells of records whose ids the service changed although they were sent.
func (l flipList) renamed(sent flipList) []string {
	var notes []string
	for _, raw := range sent.records {
		s, _ := jsonobj.Read(raw)
		if id := rest.Clean(s.Text("id")); id != "" && l.byID(id) < 0 {
			notes = append(notes, fmt.Sprintf("RingCentral assigned another id to %q.", rest.Clean(s.Text("label"))))
		}
	}
	return notes
}

// unsent tells of records in the answer that were not sent: another user added them
// in the same moment.
func (l flipList) unsent(sent flipList) []string {
	var notes []string
	for _, raw := range l.records {
		w, _ := jsonobj.Read(raw)
		if isNamed(raw) && sent.byID(rest.Clean(w.Text("id"))) < 0 && sent.byPhone(rest.Clean(w.Text("phoneNumber"))) < 0 {
			notes = append(notes, fmt.Sprintf("The list also has %q, which was not sent.", rest.Clean(w.Text("label"))))
		}
	}
	return notes
}

// matching is the record with the id of another or, without one, with its number.
func (l flipList) matching(record json.RawMessage) int {
	w, _ := jsonobj.Read(record)
	if i := l.byID(rest.Clean(w.Text("id"))); i >= 0 {
		return i
	}
	return l.byPhone(rest.Clean(w.Text("phoneNumber")))
}

// byID is not inlined: its copies would make the program larger.
//
//go:noinline
func (l flipList) byID(id string) int { return l.by("id", id) }

func (l flipList) byPhone(phone string) int { return l.by("phoneNumber", phone) }

// by is not inlined: its copies would make the program larger.
//
//go:noinline
func (l flipList) by(name, value string) int {
	return slices.IndexFunc(l.records, func(raw json.RawMessage) bool {
		w, _ := jsonobj.Read(raw)
		return value != "" && rest.Clean(w.Text(name)) == value
	})
}

// find is the record of a number, also of one whose id was another before the
// account moved.
func (l flipList) find(n *Number) int {
	if i := l.byID(n.ID); i >= 0 {
		return i
	}
	return l.byPhone(n.Phone)
}

// inserted is the list with one more record, at a place; at the end where at is
// negative.
func (l flipList) inserted(at int, record jsonobj.Object) flipList {
	if at < 0 || at > len(l.records) {
		at = len(l.records)
	}
	l.records = slices.Insert(slices.Clone(l.records), at, record.Raw())
	return l
}

// flipRecord is a record that a person adds; flip is empty for no digit.
func flipRecord(phone, label, flip string) jsonobj.Object {
	r := jsonobj.New("phoneNumber", phone, "type", flipExternal, "label", label)
	if flip != "" {
		r = r.With("flipNumber", flip)
	}
	return r
}

// keeping is a record with what an earlier one of the same number had besides.
func keeping(record jsonobj.Object, earlier json.RawMessage) jsonobj.Object {
	was, _ := jsonobj.Read(earlier)
	for _, m := range was {
		if m.Name != "id" && m.Name != "flipNumber" && record.Get(m.Name) == nil {
			record = append(record, m)
		}
	}
	return record
}

// changed is the list with what c holds changed in one record.
func (l flipList) changed(i int, c Change) flipList {
	w, _ := jsonobj.Read(l.records[i])
	if c.Phone != nil {
		w = w.With("phoneNumber", *c.Phone)
	}
	if c.Label != nil {
		w = w.With("label", *c.Label)
	}
	if c.Flip != nil && *c.Flip == "" {
		w = w.Without("flipNumber")
	} else if c.Flip != nil && w.Text("flipNumber") != *c.Flip {
		w = w.With("flipNumber", *c.Flip)
	}
	l.records = slices.Clone(l.records)
	l.records[i] = w.Raw()
	return l
}

// without is the list without one record.
func (l flipList) without(i int) flipList {
	l.records = slices.Delete(slices.Clone(l.records), i, i+1)
	return l
}

// readFlip is where the texts of a call-flip number are cleaned. One that has no id
// yet gets one of our own.
func readFlip(raw json.RawMessage) (Number, error) {
	if w, ok := jsonobj.Read(raw); ok && w.Text("id") == "" && w.Text("phoneNumber") != "" {
		raw = w.With("id", "new:"+rest.Clean(w.Text("phoneNumber"))).Raw()
	}
	n, err := readNumber(raw)
	n.CallHandling, n.Features = V2, []Feature{CallFlip}
	if t, known := flipTypes[string(n.Type)]; known {
		n.Type = t
	}
	return n, err
}

// digitText is a digit as a text; empty for 0.
func digitText(d int) string {
	if d == 0 {
		return ""
	}
	return strconv.Itoa(d)
}
