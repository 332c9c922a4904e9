package jsonobj

import "encoding/json"

// maxDepth is how deep objects and arrays may be nested, as in encoding/json.
const maxDepth = 10_000

// scanner moves over JSON text and checks it on the way: what it accepts is what
// json.Valid accepts, and the members of an object or the
// elements of an array are found in the same pass.
type scanner struct {
	text  []byte
	at    int
	depth int // of the objects and arrays around
}

// Valid reports whether a text is valid JSON.
func Valid(raw json.RawMessage) bool {
	return validText(raw, nil)
}

// validText is Valid that also calls visit with each member of the object, or each element
// of the array, that the text is: its name in quotes, or nil, and its value.
func validText(raw json.RawMessage, visit func(name, value json.RawMessage)) bool {
	s := scanner{text: raw}
	s.space()
	ok := s.value(visit)
	s.space()
	return ok && s.at == len(s.text)
}

// next returns the next byte; 0 at the end.
func (s *scanner) next() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

// take moves behind a byte, and reports whether it was the next.
func (s *scanner) take(c byte) bool {
	if s.next() != c {
		return false
	}
	s.at++
	return true
}

// space moves behind white space.
func (s *scanner) space() {
	text, i := s.text, s.at
	for i < len(text) && text[i] <= ' ' && (text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text[i] == '\r') {
		i++
	}
	s.at = i
}

// value moves behind a value, and reports whether it is valid.
func (s *scanner) value(visit func(name, value json.RawMessage)) bool {
	switch s.next() {
	case '{':
		return s.group('}', visit)
	case '[':
		return s.group(']', visit)
	case '"':
		return s.quoted()
	case 't':
		return s.word("true")
	case 'f':
		return s.word("false")
	case 'n':
		return s.word("null")
	}
	return s.number()
}

// group moves behind an object or an array, whose last byte is end.
func (s *scanner) group(end byte, visit func(name, value json.RawMessage)) bool {
	if s.depth++; s.depth > maxDepth {
		return false
	}
	s.at++
	s.space()
	for empty := s.next() == end; !empty; {
		if !s.member(end == '}', visit) {
			return false
		}
		if s.space(); !s.take(',') {
			break
		}
		s.space()
	}
	s.depth--
	return s.take(end)
}

// member moves behind a member of an object, or an element of an array.
func (s *scanner) member(named bool, visit func(name, value json.RawMessage)) bool {
	var name json.RawMessage
	if named {
		from := s.at
		if s.next() != '"' || !s.quoted() {
			return false
		}
		name = s.text[from:s.at:s.at]
		if s.space(); !s.take(':') {
			return false
		}
		s.space()
	}
	from := s.at
	if !s.value(nil) {
		return false
	}
	if visit != nil {
		visit(name, s.text[from:s.at:s.at])
	}
	return true
}

// quoted moves behind a string.
func (s *scanner) quoted() bool {
	text := s.text // a local variable is checked for its bounds once
	for i := s.at + 1; i < len(text); i++ {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		if s.at = i + 1; c != '\\' {
			return c == '"'
		}
		if !s.escape() {
			return false
		}
		i = s.at
	}
	return false
}

// escape moves to the last byte of an escape in a string.
func (s *scanner) escape() bool {
	switch s.next() {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return true
	case 'u':
		for range 4 {
			if s.at++; !isHex(s.next()) {
				return false
			}
		}
		return true
	}
	return false
}

func isHex(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func (s *scanner) word(word string) bool {
	if len(s.text)-s.at < len(word) || string(s.text[s.at:s.at+len(word)]) != word {
		return false
	}
	s.at += len(word)
	return true
}

// number moves behind a number.
func (s *scanner) number() bool {
	s.take('-')
	if !s.take('0') && !s.digits() {
		return false
	}
	if s.take('.') && !s.digits() {
		return false
	}
	if s.take('e') || s.take('E') {
		if !s.take('+') {
			s.take('-')
		}
		return s.digits()
	}
	return true
}

// digits moves behind digits, and reports whether there was one.
func (s *scanner) digits() bool {
	from := s.at
	for isDigit(s.next()) {
		s.at++
	}
	return s.at > from
}
