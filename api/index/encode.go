package index

import (
	"hash/crc32"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"
)

// A line is written by hand, so that its first fields are always the same and in one order:
// a pass over the file reads these alone and needs no JSON parser. The last field is the
// checksum of what is before it, which tells a damaged line.

// timeForm is RFC 3339 in UTC with milliseconds, always of one length.
const timeForm = "2006-01-02T15:04:05.000Z"

// sinceName begins the field that a compaction adds behind the other times.
const sinceName = `,"sameSince":"`

// sumName begins the last field of a line.
const sumName = `,"sum":"`

// sumLength is the length in bytes of the last field with the end of the line's object.
const sumLength = len(sumName) + 8 + len(`"}`)

// castagnoli is the polynomial for which processors have an instruction. Its table is made
// when an index is used, since most runs use none.
var castagnoli = sync.OnceValue(func() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) })

// appendReading appends the line of a reading, with its line end. head.go reads the fields
// up to status.
func appendReading(b []byte, r *Reading) []byte {
	start := len(b)
	b = appendStart(b, r.Class, r.ID)
	b = appendTime(b, `,"listedAt":"`, r.ListedAt)
	b = appendTime(b, `,"readAt":"`, r.ReadAt)
	b = appendTime(b, sinceName, r.SameSince)
	if r.Gone {
		b = append(b, `,"gone":true`...)
	}
	b = appendGaps(b, r.NotRead)
	b = appendInt(b, `,"outside":`, r.outside())
	b = appendField(b, `,"extensionNumber":`, r.Number)
	b = appendField(b, `,"name":`, r.Name)
	b = appendField(b, `,"type":`, r.Type)
	b = appendField(b, `,"status":`, r.Status)
	b = appendField(b, `,"email":`, r.Email)
	b = appendField(b, `,"siteId":`, r.SiteID)
	b = appendField(b, `,"site":`, r.Site)
	b = appendField(b, `,"callHandling":`, string(r.CallHandling))
	b = appendTexts(b, `,"numbers":[`, r.Numbers)
	b = appendTexts(b, `,"devices":[`, r.Devices)
	b = appendUses(b, r.Uses)
	return appendSum(b, start)
}

// appendStart appends the fields that every line has.
func appendStart(b []byte, class Class, id string) []byte {
	b = append(b, `{"v":`...)
	b = strconv.AppendInt(b, Version, 10)
	b = append(b, `,"class":`...)
	b = appendText(b, string(class))
	b = append(b, `,"id":`...)
	return appendText(b, id)
}

// appendSum ends the line that begins at start.
func appendSum(b []byte, start int) []byte {
	sum := crc32.Checksum(b[start:], castagnoli())
	b = append(b, sumName...)
	b = appendHex(b, sum)
	return append(b, "\"}\n"...)
}

func appendHex(b []byte, sum uint32) []byte {
	for shift := 28; shift >= 0; shift -= 4 {
		b = append(b, hexDigits[sum>>shift&15])
	}
	return b
}

// outside counts the uses of numbers that do not belong to the account.
func (r *Reading) outside() int {
	n := 0
	for i := range r.Uses {
		if r.Uses[i].Outside {
			n++
		}
	}
	return n
}

func appendUses(b []byte, uses []Use) []byte {
	if len(uses) == 0 {
		return b
	}
	b = append(b, `,"uses":[`...)
	for i := range uses {
		b = appendUse(appendComma(b, i), &uses[i])
	}
	return append(b, ']')
}

func appendUse(b []byte, u *Use) []byte {
	b = append(b, `{"use":`...)
	b = appendText(b, u.ID)
	b = append(b, `,"kind":`...)
	b = appendText(b, string(u.Kind))
	b = appendField(b, `,"ruleId":`, u.RuleID)
	b = appendField(b, `,"ruleName":`, u.RuleName)
	b = appendInt(b, `,"step":`, u.Step)
	b = appendField(b, `,"key":`, u.Key)
	b = append(b, `,"enabled":`...)
	b = strconv.AppendBool(b, u.Enabled)
	b = appendField(b, `,"phoneNumber":`, u.Phone)
	b = appendField(b, `,"targetExtensionId":`, u.ExtensionID)
	b = appendField(b, `,"deviceId":`, u.DeviceID)
	if u.Voicemail {
		b = append(b, `,"voicemail":true`...)
	}
	b = appendField(b, `,"label":`, u.Label)
	if u.Outside {
		b = append(b, `,"outside":true`...)
	}
	return append(b, '}')
}

func appendGaps(b []byte, gaps []Gap) []byte {
	if len(gaps) == 0 {
		return b
	}
	b = append(b, `,"notRead":[`...)
	for i, g := range gaps {
		b = append(appendComma(b, i), `{"what":`...)
		b = appendText(b, g.What)
		b = append(b, `,"code":`...)
		b = appendText(b, g.Code)
		b = append(b, '}')
	}
	return append(b, ']')
}

// appendTexts appends a list of texts; nothing for nil, which is another thing than an
// empty list.
func appendTexts(b []byte, name string, texts []string) []byte {
	if texts == nil {
		return b
	}
	b = append(b, name...)
	for i, t := range texts {
		b = appendText(appendComma(b, i), t)
	}
	return append(b, ']')
}

func appendComma(b []byte, i int) []byte {
	if i > 0 {
		return append(b, ',')
	}
	return b
}

// appendField appends a field with its name, or nothing for the empty text.
func appendField(b []byte, name, text string) []byte {
	if text == "" {
		return b
	}
	return appendText(append(b, name...), text)
}

func appendInt(b []byte, name string, n int) []byte {
	if n == 0 {
		return b
	}
	return strconv.AppendInt(append(b, name...), int64(n), 10)
}

func appendTime(b []byte, name string, t time.Time) []byte {
	if t.IsZero() {
		return b
	}
	return append(t.UTC().AppendFormat(append(b, name...), timeForm), '"')
}

const hexDigits = "0123456789abcdef"

// appendText appends a text as JSON. Queries are written by it too, so that a text is
// found as it was written.
func appendText(b []byte, text string) []byte {
	b = append(b, '"')
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			b = appendASCII(b, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		b = utf8.AppendRune(b, r) // what is no UTF-8 becomes U+FFFD
		i += size
	}
	return append(b, '"')
}

func appendASCII(b []byte, c byte) []byte {
	switch {
	case c == '"' || c == '\\':
		return append(b, '\\', c)
	case c < ' ' || c == 0x7f:
		return append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
	}
	return append(b, c)
}
