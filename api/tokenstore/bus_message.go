//go:build !windows && !darwin

package tokenstore

import (
	"encoding/binary"
	"errors"
	"strings"
)

// The encoding of D-Bus messages: https://dbus.freedesktop.org/doc/dbus-specification.html,
// section "Message Protocol". Only what the Secret Service needs is here: the package that
// encodes every type by reflection makes the program 340 kB larger.

// Types of messages.
const (
	busCall   = 1
	busReply  = 2
	busError  = 3
	busSignal = 4
)

// Fields of a header.
const (
	fieldPath        = 1
	fieldInterface   = 2
	fieldMember      = 3
	fieldError       = 4
	fieldReplyTo     = 5
	fieldDestination = 6
	fieldSignature   = 8
)

// busMessage is a message. A field that it does not have is empty.
type busMessage struct {
	kind    byte
	serial  uint32
	replyTo uint32 // serial of the call that it answers

	path, iface, member, destination, errorName string

	signature string // types of the body
	body      []byte
	order     binary.ByteOrder // of the body of a message that was received
}

// busWriter encodes values, each at its alignment.
type busWriter struct{ b []byte }

// align is not inlined: its copies would make the program larger.
//
//go:noinline
func (w *busWriter) align(n int) {
	for len(w.b)%n != 0 {
		w.b = append(w.b, 0)
	}
}

func (w *busWriter) byte(v byte) { w.b = append(w.b, v) }

// uint32 is not inlined: its copies would make the program larger.
//
//go:noinline
func (w *busWriter) uint32(v uint32) {
	w.align(4)
	w.b = binary.LittleEndian.AppendUint32(w.b, v)
}

// string writes a string or an object path. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func (w *busWriter) string(s string) {
	w.uint32(uint32(len(s)))
	w.b = append(append(w.b, s...), 0)
}

// signature is not inlined: its copies would make the program larger.
//
//go:noinline
func (w *busWriter) signature(s string) {
	w.byte(byte(len(s)))
	w.b = append(append(w.b, s...), 0)
}

// array writes what write does as an array whose elements have an alignment. The length
// does not include the padding before the first element.
func (w *busWriter) array(align int, write func()) {
	w.uint32(0)
	length := len(w.b) - 4
	w.align(align)
	start := len(w.b)
	write()
	binary.LittleEndian.PutUint32(w.b[length:], uint32(len(w.b)-start))
}

// bytes writes an array of bytes.
func (w *busWriter) bytes(b string) {
	w.uint32(uint32(len(b)))
	w.b = append(w.b, b...)
}

// stringMap writes a dictionary of strings: a{ss}.
func (w *busWriter) stringMap(pairs [][2]string) {
	w.array(8, func() {
		for _, p := range pairs {
			w.align(8)
			w.string(p[0])
			w.string(p[1])
		}
	})
}

// encode returns the bytes of a message, in little-endian order.
func (m *busMessage) encode() []byte {
	w := &busWriter{}
	w.b = append(w.b, 'l', m.kind, 0, 1) // flags, version of the protocol
	w.uint32(uint32(len(m.body)))
	w.uint32(m.serial)
	w.array(8, func() {
		m.field(w, fieldPath, "o", m.path)
		m.field(w, fieldInterface, "s", m.iface)
		m.field(w, fieldMember, "s", m.member)
		m.field(w, fieldDestination, "s", m.destination)
		m.field(w, fieldSignature, "g", m.signature)
	})
	w.align(8)
	return append(w.b, m.body...)
}

func (m *busMessage) field(w *busWriter, code byte, kind, value string) {
	if value == "" {
		return
	}
	w.align(8)
	w.byte(code)
	w.signature(kind)
	if kind == "g" {
		w.signature(value)
		return
	}
	w.string(value)
}

// errBusMessage is the error of a message that cannot be read.
var errBusMessage = errors.New("the bus sent a message that cannot be read")

// busReader decodes values. After what it cannot read it returns zero values, and bad is set.
type busReader struct {
	b     []byte
	at    int
	order binary.ByteOrder
	bad   bool
}

// take returns the next n bytes after an alignment.
func (r *busReader) take(n, align int) []byte {
	at := (r.at + align - 1) / align * align
	if r.bad || n < 0 || at+n > len(r.b) {
		r.bad = true
		return make([]byte, max(min(n, 8), 0))
	}
	r.at = at + n
	return r.b[at : at+n]
}

func (r *busReader) byte() byte     { return r.take(1, 1)[0] }
func (r *busReader) uint32() uint32 { return r.order.Uint32(r.take(4, 4)) }

// text reads so many bytes and the zero byte after them.
func (r *busReader) text(n uint32) string {
	if n > maxBusMessage {
		r.bad = true
		return ""
	}
	b := r.take(int(n)+1, 1)
	if r.bad {
		return ""
	}
	return string(b[:n])
}

func (r *busReader) string() string    { return r.text(r.uint32()) }
func (r *busReader) signature() string { return r.text(uint32(r.byte())) }

// bytes reads an array of bytes.
func (r *busReader) bytes() string {
	n := r.uint32()
	if n > maxBusMessage {
		r.bad = true
		return ""
	}
	return string(r.take(int(n), 1))
}

// array reads the elements of an array.
func (r *busReader) array(align int, read func()) {
	n := r.uint32()
	r.take(0, align)
	end := r.at + int(n)
	if n > maxBusMessage || end > len(r.b) {
		r.bad = true
	}
	for !r.bad && r.at < end {
		read()
	}
}

// strings reads an array of strings or of object paths.
func (r *busReader) strings() []string {
	var all []string
	r.array(4, func() { all = append(all, r.string()) })
	return all
}

// variant reads a variant that holds a string, or skips one of another simple type.
func (r *busReader) variant() string {
	switch kind := r.signature(); kind {
	case "s", "o":
		return r.string()
	case "g":
		return r.signature()
	case "u", "i", "b":
		r.uint32()
	case "y":
		r.byte()
	case "ao", "as":
		return strings.Join(r.strings(), "\n")
	case "ay":
		r.bytes()
	default:
		r.bad = true
	}
	return ""
}

// readHeader reads the fields of a header.
func (m *busMessage) readHeader(r *busReader) {
	r.array(8, func() {
		r.take(0, 8)
		code := r.byte()
		if code == fieldReplyTo && r.signature() == "u" {
			m.replyTo = r.uint32()
			return
		} else if code == fieldReplyTo {
			r.bad = true
			return
		}
		value := r.variant()
		switch code {
		case fieldPath:
			m.path = value
		case fieldInterface:
			m.iface = value
		case fieldMember:
			m.member = value
		case fieldError:
			m.errorName = value
		case fieldSignature:
			m.signature = value
		}
	})
}

// reader returns a reader of the body.
func (m *busMessage) reader() *busReader { return &busReader{b: m.body, order: m.order} }
