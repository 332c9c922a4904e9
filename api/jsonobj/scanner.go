package jsonobj

import "encoding/json"

// scanner finds the names and values of one object, or array, without reading what is inside of
// them. It relies on text being valid JSON.
type scanner struct {
	text []byte
	at   int
}

// more moves to the next name or element, and reports whether there is one.
func (s *scanner) more() bool {
	s.skip()
	return s.text[s.at] != '}' && s.text[s.at] != ']'
}

// skip moves over what is between names and values.
func (s *scanner) skip() {
	for ; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case ' ', '\t', '\r', '\n', ',', ':':
		default:
			return
		}
	}
}

// value returns the next name or value as it is written, and moves behind it.
func (s *scanner) value() json.RawMessage {
	s.skip()
	from := s.at
	switch s.text[s.at] {
	case '"':
		s.quoted()
	case '{', '[':
		s.nested()
	default:
		s.literal()
	}
	return s.text[from:s.at:s.at]
}

// quoted moves behind a string.
func (s *scanner) quoted() {
	for s.at++; s.text[s.at] != '"'; s.at++ {
		if s.text[s.at] == '\\' {
			s.at++
		}
	}
	s.at++
}

// nested moves behind an object or an array.
func (s *scanner) nested() {
	for depth := 0; ; {
		switch s.text[s.at] {
		case '"':
			s.quoted()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		s.at++
		if depth == 0 {
			return
		}
	}
}

// literal moves behind a number, a truth value or null.
func (s *scanner) literal() {
	for ; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case ' ', '\t', '\r', '\n', ',', '}', ']':
			return
		}
	}
}
