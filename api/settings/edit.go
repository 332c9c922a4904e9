package settings

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// edited returns the text of the file with the profile in it.
func (c *Config) edited(p Profile, makeDefault bool) []byte {
	e := &editor{source: c.source}
	e.find(p.Name)
	if makeDefault && c.Default != p.Name {
		e.setDefault(p.Name)
	}
	old, _ := c.Profile(p.Name)
	e.setProfile(p, linesOf(old))
	return e.apply()
}

// editor collects the changes to the text of a file.
type editor struct {
	source   []byte
	changes  []change
	top      map[string]unstable.Range // the keys before the first table
	topEnd   int                       // where to insert another key there
	table    map[string]unstable.Range // the keys of the profile's table
	tableEnd int                       // where to insert another key there; 0 without such a table
}

// change replaces a range of the source by text.
type change struct {
	from, to int
	text     string
}

// find finds the keys that may be changed.
func (e *editor) find(name string) {
	e.top, e.table = map[string]unstable.Range{}, map[string]unstable.Range{}
	var p unstable.Parser
	p.Reset(e.source)
	section, end := e.top, &e.topEnd
	for p.NextExpression() {
		x := p.Expression()
		path, _ := keys(&p, x)
		if x.Kind == unstable.KeyValue {
			if section != nil && len(path) == 1 {
				section[path[0]] = x.Raw
			}
			if section != nil {
				*end = e.lineEnd(int(x.Raw.Offset + x.Raw.Length))
			}
			continue
		}
		section = nil
		if x.Kind == unstable.Table && slices.Equal(path, []string{"profiles", name}) {
			section, end = e.table, &e.tableEnd
			it := x.Key()
			it.Next()
			*end = e.lineEnd(int(it.Node().Raw.Offset))
		}
	}
}

// lineEnd returns the offset at which the line after the one at an offset begins.
func (e *editor) lineEnd(at int) int {
	if i := bytes.IndexByte(e.source[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(e.source)
}

func (e *editor) setDefault(name string) {
	line := fmt.Sprintf("default = %q", name)
	if r, ok := e.top["default"]; ok {
		e.replace(r, line)
		return
	}
	e.insert(e.topEnd, line+"\n")
}

// setProfile changes only the lines whose value is another than in old.
func (e *editor) setProfile(p Profile, old []line) {
	var added strings.Builder
	for i, l := range linesOf(p) {
		text := l.key + " = " + l.value
		if r, ok := e.table[l.key]; ok {
			if l != old[i] {
				e.replace(r, text)
			}
		} else if !l.blank {
			added.WriteString(text + "\n")
		}
	}
	if e.tableEnd > 0 {
		e.insert(e.tableEnd, added.String())
		return
	}
	e.insert(len(e.source), fmt.Sprintf("\n[profiles.%s]\n%s", p.Name, added.String()))
}

func (e *editor) replace(r unstable.Range, text string) {
	e.changes = append(e.changes, change{int(r.Offset), int(r.Offset + r.Length), text})
}

func (e *editor) insert(at int, text string) {
	if text == "" {
		return
	}
	if at > 0 && at == len(e.source) && e.source[at-1] != '\n' {
		text = "\n" + text
	}
	e.changes = append(e.changes, change{at, at, text})
}

// apply returns the source with the changes made.
func (e *editor) apply() []byte {
	slices.SortStableFunc(e.changes, func(a, b change) int { return a.from - b.from })
	var b bytes.Buffer
	if len(e.source) == 0 {
		b.WriteString(firstLines)
	}
	at := 0
	for _, c := range e.changes {
		b.Write(e.source[at:c.from])
		b.WriteString(c.text)
		at = c.to
	}
	b.Write(e.source[at:])
	return b.Bytes()
}
