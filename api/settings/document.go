package settings

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"rcfwd/api/toml"
)

// document is the text of a config.toml and the positions in it.
type document struct {
	path     string
	newer    error // of a later version: keys that are not known are left out; else nil
	source   []byte
	shape    reflect.Type   // of the whole file; see shape
	starts   []int          // offsets at which lines start
	lines    map[string]int // line numbers of keys and tables, by dotted path
	profiles []string       // names, in the order of the file
}

// errorf returns an error about a line of the file; line 0 is no line in
// particular.
func (d *document) errorf(line int, format string, args ...any) error {
	where := d.path
	if line > 0 {
		where = fmt.Sprintf("%s line %d", d.path, line)
	}
	text := fmt.Sprintf("%s: %s", where, fmt.Sprintf(format, args...))
	if d.newer != nil {
		text = fmt.Sprintf("%s %v", text, d.newer)
	}
	return UserErrorf(d.newer, "%s", text)
}

// lineOf returns the line of a key or, when it is missing, of its table.
func (d *document) lineOf(table, key string) int {
	if line, ok := d.lines[table+"."+key]; ok {
		return line
	}
	return d.lines[table]
}

// walk notes the positions of all keys and returns an error for an unknown one.
func (d *document) walk() error {
	d.lines, d.starts = map[string]int{}, lineStarts(d.source)
	var p unstable.Parser
	p.Reset(d.source)
	var table []string
	for p.NextExpression() {
		e := p.Expression()
		path, at := toml.Key(e)
		line := d.lineAt(at)
		if e.Kind == unstable.KeyValue {
			path = append(slices.Clone(table), path...)
		} else {
			table = path
		}
		if err := d.visit(path, line, e); err != nil {
			return err
		}
	}
	if err := p.Error(); err != nil {
		if pe, ok := errors.AsType[*unstable.ParserError](err); ok {
			at := p.Range(pe.Highlight)
			return d.errorf(p.Shape(at).Start.Line, "%s.", cmp.Or(d.strangeCharacter(int(at.Offset)), pe.Message))
		}
		return d.errorf(0, "%v.", err)
	}
	return nil
}

// lineStarts returns the offsets at which the lines of a text start. The parser has the
// line of an offset too, but counts from the start of the text each time.
func lineStarts(source []byte) []int {
	starts := []int{0}
	for i, c := range source {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// lineAt returns the number of the line in which an offset is.
func (d *document) lineAt(offset int) int {
	line, starts := slices.BinarySearch(d.starts, offset)
	if starts {
		line++
	}
	return line
}

// visit notes a key, and the keys of an inline table that is its value.
func (d *document) visit(path []string, line int, e *unstable.Node) error {
	if err := d.note(path, line); err != nil {
		return err
	}
	if e.Kind != unstable.KeyValue || e.Value().Kind != unstable.InlineTable {
		return nil
	}
	for it := e.Value().Children(); it.Next(); {
		inner, at := toml.Key(it.Node())
		if err := d.visit(append(slices.Clone(path), inner...), d.lineAt(at), it.Node()); err != nil {
			return err
		}
	}
	return nil
}

// How many parts keys have: those that rcfwd looks for, and any that a later version may
// have. An error shows the first parts of a key that has more.
const (
	notedParts = 4
	maxParts   = 32
	shownParts = 3
)

func (d *document) note(path []string, line int) error {
	if len(path) > maxParts {
		return d.errorf(line, "there is no setting called %q. A key has at most %d parts.", strings.Join(path[:shownParts], ".")+"...", maxParts)
	}
	for n := 1; n <= min(len(path), notedParts); n++ {
		dotted := strings.Join(path[:n], ".")
		if _, ok := d.lines[dotted]; ok {
			continue
		}
		d.lines[dotted] = line
		if n == 2 && path[0] == "profiles" {
			d.profiles = append(d.profiles, path[1])
		}
	}
	return d.checkKnown(path, line)
}

// checkKnown returns an error when the shape has no such path. Case counts. A later
// version may have any path.
func (d *document) checkKnown(path []string, line int) error {
	if d.newer != nil {
		return nil
	}
	at := d.shape
	for i, key := range path {
		next, ok := memberType(at, key)
		if !ok {
			return d.errorf(line, "there is no setting called %q%s", strings.Join(path[:i+1], "."), cmp.Or(didYouMean(key, toml.KeysOf(at)), "."))
		}
		at = next
	}
	return nil
}

// memberType returns the type of what a table holds under a key. For a type that
// is no table it returns that type: the decoder reports what is wrong.
func memberType(table reflect.Type, key string) (t reflect.Type, ok bool) {
	t = table
	switch table.Kind() {
	case reflect.Map:
		t = table.Elem()
	case reflect.Struct:
		field, ok := toml.FieldOf(table, key)
		if !ok {
			return nil, false
		}
		t = field.Type
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t, true
}

// decodeError returns an error of the decoder with its line. It quotes no value.
func (d *document) decodeError(err error) error {
	if wrong, ok := errors.AsType[*toml.Error](err); ok {
		return d.errorf(wrong.Line, "%v.", wrong)
	}
	return d.errorf(0, "%v.", err)
}
