package index

import (
	"encoding/json"
	"strconv"
	"time"
)

// markClass is the class of a line that is no reading.
const markClass = "sweep"

// Mark is what reading the list of an account showed. It says how many extensions there
// are, so that an answer can say how many of them were read.
type Mark struct {
	At       time.Time    // when the list was read to its end
	Expected []ClassCount // how many there are of each class that the list has
	NotRead  []ClassGap   // the classes that could not be listed
}

// ClassCount is how many of a class there are.
type ClassCount struct {
	Class Class `json:"class"`
	Count int   `json:"count"`
}

// ClassGap is a class that could not be read, with the code of the service.
type ClassGap struct {
	Class Class  `json:"class"`
	Code  string `json:"code"`
}

// Mark adds a line about the list. For each class the last mark that names it holds.
func (x *Index) Mark(m Mark) error {
	b := appendStart(nil, markClass, "")
	b = appendTime(b, `,"readAt":"`, m.At)
	b = append(b, `,"expected":[`...)
	for i, c := range m.Expected {
		b = append(appendComma(b, i), `{"class":`...)
		b = appendText(b, string(c.Class))
		b = append(b, `,"count":`...)
		b = append(strconv.AppendInt(b, int64(c.Count), 10), '}')
	}
	b = append(b, `],"classesNotRead":[`...)
	for i, g := range m.NotRead {
		b = append(appendComma(b, i), `{"class":`...)
		b = appendText(b, string(g.Class))
		b = append(b, `,"code":`...)
		b = append(appendText(b, g.Code), '}')
	}
	return x.store.append(appendSum(append(b, ']'), 0))
}

// LastMark returns what the marks say together, with the time of the last one. known is
// false before the first.
func (x *Index) LastMark() (m Mark, known bool, err error) {
	err = x.pass(newTable(), func(t *table, _ *reader) error {
		m, known = t.marks.Mark, t.marks.known
		return nil
	})
	return m, known, err
}

// marks are all marks of a file together.
type marks struct {
	Mark
	known bool
	spans []span
}

func (m *marks) add(line []byte, s span) {
	var w struct {
		ReadAt         time.Time    `json:"readAt"`
		Expected       []ClassCount `json:"expected"`
		ClassesNotRead []ClassGap   `json:"classesNotRead"`
	}
	if json.Unmarshal(line, &w) != nil {
		return
	}
	m.known, m.At, m.spans = true, w.ReadAt, append(m.spans, s)
	for _, c := range w.Expected {
		m.forget(c.Class)
		m.Expected = append(m.Expected, c)
	}
	for _, g := range w.ClassesNotRead {
		m.forget(g.Class)
		m.NotRead = append(m.NotRead, g)
	}
}

// forget removes what earlier marks say about a class.
func (m *marks) forget(c Class) {
	m.Expected = without(m.Expected, func(e ClassCount) bool { return e.Class == c })
	m.NotRead = without(m.NotRead, func(g ClassGap) bool { return g.Class == c })
}

// line returns all marks as one.
func (m *marks) expected(c Class) int {
	for _, e := range m.Expected {
		if e.Class == c {
			return e.Count
		}
	}
	return 0
}
