package settings

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"rcfwd/api/toml"
)

// edited returns the text of the file with the profile in it. The first profile becomes
// the default.
func (c *Config) edited(p *Profile) []byte {
	e := &editor{source: c.source, lineBreak: "\n"}
	if first := bytes.IndexByte(c.source, '\n'); first > 0 && c.source[first-1] == '\r' {
		e.lineBreak = "\r\n"
	}
	e.find(p.Name)
	if len(c.Profiles) == 0 {
		e.insert(e.topEnd, fmt.Sprintf("default = %q\n", p.Name))
	}
	old, _ := c.Profile(p.Name)
	e.setProfile(p, linesOf(&old))
	return e.apply()
}

// editor collects the changes to the text of a file.
type editor struct {
	source    []byte
	lineBreak string // as the file has it
	changes   []change
	topEnd    int                       // where to insert another key before the first table
	table     map[string]unstable.Range // the keys of the profile's table
	tableEnd  int                       // where to insert another key there; 0 without such a table
}

// change replaces a range of the source by text.
type change struct {
	from, to int
	text     string
}

// find finds the keys that may be changed.
func (e *editor) find(name string) {
	e.table, e.topEnd = map[string]unstable.Range{}, e.headEnd()
	var p unstable.Parser
	p.Reset(e.source)
	end, inTable := &e.topEnd, false
	for p.NextExpression() {
		x := p.Expression()
		path, _ := toml.Key(x)
		switch {
		case x.Kind != unstable.KeyValue:
			end, inTable = nil, x.Kind == unstable.Table && slices.Equal(path, []string{"profiles", name})
			if inTable {
				it := x.Key()
				it.Next()
				e.tableEnd = e.lineEnd(int(it.Node().Raw.Offset))
				end = &e.tableEnd
			}
			continue
		case end != nil:
			*end = e.lineEnd(int(x.Raw.Offset + x.Raw.Length))
		}
		if inTable && len(path) == 1 {
			e.table[path[0]] = x.Raw
		}
	}
}

// headEnd returns where the comment ends that the file begins with: at the end of the
// file or at a blank line. A comment that something follows at once is about that, so
// headEnd returns 0.
func (e *editor) headEnd() int {
	for at := 0; at < len(e.source); {
		end := e.lineEnd(at)
		switch line := bytes.TrimSpace(e.source[at:end]); {
		case len(line) == 0:
			return at
		case line[0] != '#':
			return 0
		}
		at = end
	}
	return len(e.source)
}

// lineEnd returns the offset at which the line after the one at an offset begins.
func (e *editor) lineEnd(at int) int {
	if i := bytes.IndexByte(e.source[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(e.source)
}

// setProfile changes only the lines whose value is another than in old.
func (e *editor) setProfile(p *Profile, old []line) {
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

// insert inserts lines.
func (e *editor) insert(at int, text string) {
	if text == "" {
		return
	}
	if at > 0 && at == len(e.source) && e.source[at-1] != '\n' && !e.appended() {
		text = "\n" + text
	}
	e.changes = append(e.changes, change{at, at, strings.ReplaceAll(text, "\n", e.lineBreak)})
}

// appended reports whether something is inserted at the end of the source already.
func (e *editor) appended() bool {
	return slices.ContainsFunc(e.changes, func(c change) bool { return c.from == len(e.source) })
}

// apply returns the source with the changes made.
func (e *editor) apply() []byte {
	sort.SliceStable(e.changes, func(i, j int) bool { return e.changes[i].from < e.changes[j].from })
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
