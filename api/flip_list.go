package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

const flipsPath = "call-flip-numbers"

// flipTypes maps the types of call-flip numbers of v2 to those of v1: people see the same
// list on both (dossier section 10).
var flipTypes = map[string]Type{"External": Other, "PhoneLine": PhoneLine, "BusinessMobile": BusinessMobilePhone}

// flipExternal is the type of the numbers that people add.
const flipExternal = "External"

// flipList is the list of call-flip numbers. It can only be written as a whole, so every
// record keeps its text until it is edited.
type flipList struct {
	body    jsonobj.Object
	records []json.RawMessage
}

// readFlips reads the list, which has no pages.
func (c *Client) readFlips(ctx context.Context) (flipList, error) {
	return c.doFlips(ctx, rest.Request{Op: opListFlips, Method: http.MethodGet, Path: c.pathV2(flipsPath)})
}

func (c *Client) doFlips(ctx context.Context, r rest.Request) (flipList, error) {
	var l flipList
	err := c.do(ctx, r, func(raw json.RawMessage) error {
		body, ok := jsonobj.Read(raw)
		if !ok || json.Unmarshal(body.Get("records"), &l.records) != nil || l.records == nil {
			return rest.ErrShape
		}
		l.body = body
		return nil
	})
	if err == nil {
		c.cache.setFlips(l)
	}
	return l, err
}

func (b *callHandlingCache) setFlips(l flipList) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.flips = l
}

// putRequest is the request that writes the whole list.
func (c *Client) putRequest(l flipList) rest.Request {
	return rest.Request{
		Op: opUpdateFlips, Method: http.MethodPut, Path: c.pathV2(flipsPath), Body: l.body.With("records", l.records),
	}
}

var errFlips = errors.New("the list that came back is not the one that was sent")

// putFlips writes the list and checks the answer. An answer that differs from what was
// sent leaves the outcome unknown.
func (c *Client) putFlips(ctx context.Context, want flipList) (flipList, error) {
	got, err := c.doFlips(ctx, c.putRequest(want))
	if err != nil {
		return got, err
	}
	for _, sent := range want.records {
		if i := got.matching(sent); i < 0 || !jsonobj.Holds(got.records[i], sent) {
			return got, rest.Unusable(opUpdateFlips, http.StatusOK, nil, errFlips).Lost()
		}
	}
	return got, nil
}

// matching returns the record with the id of another one or, if that has no id, with its
// phone number; -1 for none.
func (l flipList) matching(record json.RawMessage) int {
	w, _ := jsonobj.Read(record)
	if id := w.Text("id"); id != "" {
		return l.byID(id)
	}
	return l.byPhone(rest.Clean(w.Text("phoneNumber")))
}

func (l flipList) byID(id string) int {
	return slices.IndexFunc(l.records, func(raw json.RawMessage) bool {
		w, _ := jsonobj.Read(raw)
		return id != "" && rest.Clean(w.Text("id")) == id
	})
}

func (l flipList) byPhone(phone string) int {
	return slices.IndexFunc(l.records, func(raw json.RawMessage) bool {
		w, _ := jsonobj.Read(raw)
		return phone != "" && rest.Clean(w.Text("phoneNumber")) == phone
	})
}

// find returns the record of a number, also if its id was another one before the account
// moved; -1 for none.
func (l flipList) find(n Number) int {
	if i := l.byID(n.ID); i >= 0 {
		return i
	}
	return l.byPhone(n.Phone)
}

// added returns the list with one more record.
func (l flipList) added(phone, label, flip string) flipList {
	r := jsonobj.New("phoneNumber", phone, "type", flipExternal, "label", label)
	if flip != "" {
		r = r.With("flipNumber", flip)
	}
	l.records = append(slices.Clone(l.records), r.Raw())
	return l
}

// keeping returns the list with the last record completed by the other fields that an
// earlier record of the same number had.
func (l flipList) keeping(earlier json.RawMessage) flipList {
	was, ok := jsonobj.Read(earlier)
	if !ok {
		return l
	}
	last := len(l.records) - 1
	w, _ := jsonobj.Read(l.records[last])
	for _, m := range was {
		if m.Name != "id" && m.Name != "flipNumber" && w.Get(m.Name) == nil {
			w = append(w, m)
		}
	}
	return l.replaced(last, w.Raw())
}

// changed returns the list with c applied to one record.
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
	return l.replaced(i, w.Raw())
}

func (l flipList) replaced(i int, record json.RawMessage) flipList {
	l.records = slices.Clone(l.records)
	l.records[i] = record
	return l
}

// without returns the list without some records.
func (l flipList) without(gone func(id string) bool) flipList {
	l.records = slices.DeleteFunc(slices.Clone(l.records), func(raw json.RawMessage) bool {
		w, _ := jsonobj.Read(raw)
		return gone(rest.Clean(w.Text("id")))
	})
	return l
}

// readFlip reads a call-flip number and cleans its texts.
func readFlip(raw json.RawMessage) (Number, error) {
	n, err := readNumber(raw)
	n.CallHandling, n.Features = V2, []Feature{CallFlip}
	if t, known := flipTypes[string(n.Type)]; known {
		n.Type = t
	}
	return n, err
}

// digitText returns a digit as a text; empty for 0.
func digitText(d int) string {
	if d == 0 {
		return ""
	}
	return strconv.Itoa(d)
}
