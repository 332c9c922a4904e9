package index

import (
	"encoding/json"
	"time"

	"rcfwd/api"
)

// Lines are decoded by hand, as they are written: it takes a tenth of the time of a JSON
// parser, which still reads what is in another order.

// decoder decodes lines. Texts that many lines have, such as names of rules, are in memory
// once.
type decoder struct{ words map[string]string }

func newDecoder() *decoder { return &decoder{map[string]string{}} }

// maxWords is how many texts a decoder keeps.
const maxWords = 4096

// word decodes a text that other lines may have too.
func (d *decoder) word(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	if w, is := d.words[string(text)]; is {
		return w
	}
	w := decodeText(text)
	if len(d.words) < maxWords {
		d.words[string(text)] = w
	}
	return w
}

// reading decodes a line whose checksum holds.
func (d *decoder) reading(line []byte) (r Reading, err error) {
	if d.canonical(line, &r) {
		return r, nil
	}
	r = Reading{}
	err = json.Unmarshal(line, &r)
	return r, err
}

// canonical decodes a line that appendReading wrote, and reports whether it was one.
func (d *decoder) canonical(line []byte, r *Reading) bool {
	h, ok := readHead(line, false)
	if !ok {
		return false
	}
	c := cursor{line[h.end:]}
	*r = Reading{
		V: Version, Class: classOf(h.class), ListedAt: timeOf(h.listedAt), ReadAt: timeOf(h.readAt), Gone: h.gone,
		ID: decodeText(h.id), Number: decodeText(h.number), Name: decodeText(h.name), Type: d.word(h.kind), Status: d.word(h.status),
		Email: c.text(`,"email":`), SiteID: d.word(c.raw(`,"siteId":`)), Site: d.word(c.raw(`,"site":`)),
		CallHandling: api.CallHandling(d.word(c.raw(`,"callHandling":`))), Numbers: c.texts(`,"numbers":[`), Devices: c.texts(`,"devices":[`),
	}
	if h.since != h.readAt {
		r.SameSince = timeOf(h.since)
	}
	if len(h.gaps) > 0 && json.Unmarshal(h.gaps, &r.NotRead) != nil {
		return false
	}
	for u, more := c.use(true); more; u, more = c.use(false) {
		r.Uses = append(r.Uses, d.use(u))
	}
	return len(c.rest) == sumLength
}

// rawUse is a use as a line has it. Its texts are parts of the line.
type rawUse struct {
	id, kind, ruleID, ruleName, key, phone, extension, device, label []byte

	step                        int
	enabled, voicemail, outside bool
}

func (d *decoder) use(u rawUse) Use {
	return Use{
		ID: decodeText(u.id), Kind: Kind(d.word(u.kind)), RuleID: d.word(u.ruleID), RuleName: d.word(u.ruleName), Step: u.step, Key: d.word(u.key), Enabled: u.enabled,
		Phone: decodeText(u.phone), ExtensionID: decodeText(u.extension), DeviceID: decodeText(u.device), Voicemail: u.voicemail, Label: d.word(u.label), Outside: u.outside,
	}
}

// use passes over a use of the list, and the list's end behind the last one.
func (c *cursor) use(first bool) (u rawUse, ok bool) {
	begin := `,{`
	if first {
		begin = `,"uses":[{`
	}
	if !c.literal(begin) {
		return u, false
	}
	u.id, u.kind = c.raw(`"use":`), c.raw(`,"kind":`)
	u.ruleID, u.ruleName = c.raw(`,"ruleId":`), c.raw(`,"ruleName":`)
	if c.literal(`,"step":`) {
		u.step = c.integer()
	}
	u.key = c.raw(`,"key":`)
	u.enabled = c.literal(`,"enabled":true`)
	_ = u.enabled || c.literal(`,"enabled":false`)
	u.phone, u.extension, u.device = c.raw(`,"phoneNumber":`), c.raw(`,"targetExtensionId":`), c.raw(`,"deviceId":`)
	u.voicemail, u.label = c.literal(`,"voicemail":true`), c.raw(`,"label":`)
	u.outside = c.literal(`,"outside":true`)
	if !c.literal(`}`) {
		return u, false
	}
	c.literal(`]`)
	return u, true
}

// raw passes over a field, if it is the next one, and returns its text as in JSON.
func (c *cursor) raw(name string) []byte {
	text, _ := c.field(name)
	return text
}

func (c *cursor) text(name string) string { return decodeText(c.raw(name)) }

// texts passes over a list of texts; nil where it is not the next field.
func (c *cursor) texts(name string) []string {
	if !c.literal(name) {
		return nil
	}
	list := []string{}
	for !c.literal(`]`) {
		text, ok := c.field("")
		if !ok {
			return list
		}
		list = append(list, decodeText(text))
		c.literal(`,`)
	}
	return list
}

// timeOf is the time of milliseconds; zero for 0.
func timeOf(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// reading decodes the newest reading of an entry, or its line of the list, with what was
// listed last.
func (e *entry) reading(r *reader, d *decoder) (Reading, error) {
	s := e.read
	if s.none() {
		s = e.listed
	}
	line, err := r.line(s)
	if err != nil {
		return Reading{}, err
	}
	read, err := d.reading(line)
	read.Number, read.Name, read.Type, read.Status = e.number, e.name, e.kind, e.status
	read.Gone, read.ListedAt, read.Class = e.gone, timeOf(e.listedAt), e.class
	return read, err
}
