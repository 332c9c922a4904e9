package index

import (
	"bytes"
	"cmp"
	"encoding/json"
	"hash/crc32"
	"time"
)

// head is what the first fields of a line tell. Its slices are parts of the line.
type head struct {
	class, id        []byte // as in JSON, without quotation marks
	listedAt, readAt int64  // Unix time in milliseconds; 0 for none
	since            int64  // when it was first read as it is
	timesEnd, end    int    // where the fields after the times begin, and where the last one here ends
	gone             bool
	gaps             []byte // the list of what was not read, as JSON; empty for none
	outside          int
	number, name     []byte
	kind, status     []byte

	content uint64 // tells what was read from what was read another time
}

// lineVersion returns the version of a line; 0 where it has none.
func lineVersion(line []byte) int {
	c := cursor{line}
	if !c.literal(`{"v":`) {
		return 0
	}
	return c.integer()
}

// checkSum reports whether a line is as it was written.
func checkSum(line []byte) bool {
	at := len(line) - sumLength
	if at < 0 || string(line[at:at+len(sumName)]) != sumName {
		return false
	}
	var want [8]byte
	return string(appendHex(want[:0], crc32.Checksum(line[:at], castagnoli()))) == string(line[at+len(sumName):len(line)-2])
}

// readStart reads the class and the id, which a damaged line may still have.
func readStart(c *cursor) (class, id []byte, ok bool) {
	if !c.literal(`{"v":`) || c.integer() != Version {
		return nil, nil, false
	}
	class, ok = c.field(`,"class":`)
	if !ok {
		return nil, nil, false
	}
	id, ok = c.field(`,"id":`)
	return class, id, ok
}

// readHead reads the first fields of a line whose checksum holds. Only with content it
// reads the rest of the line too.
func readHead(line []byte, content bool) (h head, ok bool) {
	c := cursor{line}
	if h.class, h.id, ok = readStart(&c); !ok {
		return h, false
	}
	h.listedAt = c.time(`,"listedAt":`)
	h.readAt = c.time(`,"readAt":`)
	h.since = cmp.Or(c.time(`,"sameSince":`), h.readAt)
	h.timesEnd = len(line) - len(c.rest)
	if content {
		h.content = contentOf(c.rest)
	}
	h.gone = c.literal(`,"gone":true`)
	h.gaps = c.skip(`,"notRead":`)
	if c.literal(`,"outside":`) {
		h.outside = c.integer()
	}
	h.number, _ = c.field(`,"extensionNumber":`)
	h.name, _ = c.field(`,"name":`)
	h.kind, _ = c.field(`,"type":`)
	h.status, _ = c.field(`,"status":`)
	h.end = len(line) - len(c.rest)
	return h, true
}

// contentOf makes a number of the fields after the times. Two that differ have another
// length or checksum, except for one in four thousand million.
func contentOf(rest []byte) uint64 {
	body := rest[:max(0, len(rest)-sumLength)]
	return uint64(len(body))<<32 | uint64(crc32.Checksum(body, castagnoli()))
}

// cursor reads a line that appendReading wrote, field after field.
type cursor struct{ rest []byte }

// literal passes over a text, if it is the next one.
func (c *cursor) literal(text string) bool {
	if len(c.rest) < len(text) || string(c.rest[:len(text)]) != text {
		return false
	}
	c.rest = c.rest[len(text):]
	return true
}

func (c *cursor) integer() (n int) {
	for len(c.rest) > 0 && c.rest[0] >= '0' && c.rest[0] <= '9' && n < 1<<40 {
		n = n*10 + int(c.rest[0]-'0')
		c.rest = c.rest[1:]
	}
	return n
}

// field returns the text of a field, without its quotation marks and not decoded, if the
// field is the next one.
func (c *cursor) field(name string) (text []byte, ok bool) {
	if !c.literal(name) || len(c.rest) == 0 || c.rest[0] != '"' {
		return nil, false
	}
	end := textEnd(c.rest)
	if end < 0 {
		return nil, false
	}
	text, c.rest = c.rest[1:end], c.rest[end+1:]
	return text, true
}

// textEnd returns the place of the quotation mark that ends the text at the start of b; -1
// for none.
func textEnd(b []byte) int {
	for from := 1; ; {
		n := bytes.IndexByte(b[from:], '"')
		if n < 0 {
			return -1
		}
		escapes := 0
		for i := from + n - 1; i > 0 && b[i] == '\\'; i-- {
			escapes++
		}
		if escapes%2 == 0 {
			return from + n
		}
		from += n + 1
	}
}

// time reads a field of timeForm; 0 where it is not the next one.
func (c *cursor) time(name string) int64 {
	text, ok := c.field(name)
	if !ok || len(text) != len(timeForm) {
		return 0
	}
	at := func(i, n int) int {
		d := cursor{text[i : i+n]}
		return d.integer()
	}
	t := time.Date(at(0, 4), time.Month(at(5, 2)), at(8, 2), at(11, 2), at(14, 2), at(17, 2), 0, time.UTC)
	return t.UnixMilli() + int64(at(20, 3))
}

// skip passes over a list, if it is the next field, and returns it.
func (c *cursor) skip(name string) []byte {
	if !c.literal(name) {
		return nil
	}
	for i := 0; i < len(c.rest); i++ {
		switch c.rest[i] {
		case '"':
			n := textEnd(c.rest[i:])
			if n < 0 {
				return nil
			}
			i += n
		case ']':
			list := c.rest[:i+1]
			c.rest = c.rest[i+1:]
			return list
		}
	}
	return nil
}

// decodeText decodes the text of a field.
func decodeText(text []byte) string {
	if bytes.IndexByte(text, '\\') < 0 {
		return string(text)
	}
	var s string
	if json.Unmarshal(append(append([]byte{'"'}, text...), '"'), &s) != nil {
		return string(text)
	}
	return s
}

// sameText reports whether the text of a field is s.
func sameText(text []byte, s string) bool {
	return string(text) == s || bytes.IndexByte(text, '\\') >= 0 && decodeText(text) == s
}
