package settings

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// firstLine begins a settings file that rcfwd makes.
const firstLine = "# Settings of rcfwd. Secrets are kept elsewhere.\n"

// Save writes one profile into the file and changes nothing else in it, neither
// comments nor order. makeDefault names it as the default too. What the file
// holds by now counts, not what it held when it was loaded. c is as the file is
// then.
//
// The error of a file that is laid out in a way that cannot be edited so says
// what to write by hand, and leaves it alone.
func (c *Config) Save(p Profile, makeDefault bool) error {
	if err := CheckName(p.Name); err != nil {
		return err
	}
	source, info, err := readConfig(c.Path)
	if err != nil {
		return err
	}
	now, err := parseConfig(c.Path, source, throwaway(c.others))
	if err != nil {
		return err
	}
	text := now.edited(p, makeDefault)
	then, err := parseConfig(c.Path, text, throwaway(c.others))
	if err != nil || !now.becomes(then, p, makeDefault) {
		return UserErrorf(nil, "%s is laid out in a way that rcfwd does not edit. Set by hand:%s", c.Path, byHand(p))
	}
	if err := c.write(text, info); err != nil {
		return err
	}
	c.Default, c.Profiles, c.source = then.Default, then.Profiles, text
	return nil
}

// throwaway are tables of the same types with nothing in them.
func throwaway(others []Table) []Table {
	all := make([]Table, len(others))
	for i, t := range others {
		all[i] = Table{t.Name, reflect.New(reflect.TypeOf(t.Into).Elem()).Interface()}
	}
	return all
}

// write replaces the file. One that is a link stays one, as those who keep
// their settings in a repository have it.
func (c *Config) write(text []byte, info fs.FileInfo) error {
	path, mode := c.Path, fs.FileMode(0o600)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if info != nil {
		mode = info.Mode().Perm()
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fileError("make the folder", filepath.Dir(path), err)
	}
	return replaceFile(path, text, func(temp string) (*os.File, error) {
		f, err := createNew(temp)
		if err == nil {
			err = f.Chmod(mode)
		}
		return f, err
	})
}

// becomes says whether the edit did what it was to do and nothing else.
func (c *Config) becomes(then *Config, p Profile, makeDefault bool) bool {
	want := slices.Clone(c.Profiles)
	if i := slices.IndexFunc(want, func(q Profile) bool { return q.Name == p.Name }); i >= 0 {
		want[i] = p
	} else {
		want = append(want, p)
	}
	name := c.Default
	if makeDefault {
		name = p.Name
	}
	return then.Default == name && slices.EqualFunc(then.Profiles, want, func(a, b Profile) bool {
		return reflect.DeepEqual(write(a), write(b))
	})
}

// write is how a profile is written.
func write(p Profile) written {
	w := written{
		Account: p.Account, Extension: p.Extension, Region: p.Region, ReadOnly: p.ReadOnly, Store: string(p.Store),
		Grant: string(p.Grant), ClientID: p.ClientID, Redirect: p.Redirect,
	}
	if p.Server != nil {
		w.Server = p.Server.String()
	}
	if len(p.Command) > 0 {
		w.Command = p.Command
	}
	return w
}

// setting is one line of a profile.
type setting struct {
	key, value string // value as TOML
	blank      bool   // it says nothing that is not so without it
}

func settings(p Profile) []setting {
	v := reflect.ValueOf(write(p))
	var all []setting
	for i := range v.NumField() {
		all = append(all, setting{tag(v.Type().Field(i)), asTOML(v.Field(i).Interface()), v.Field(i).IsZero()})
	}
	return all
}

func asTOML(v any) string {
	if s, ok := v.(string); ok && !strings.ContainsAny(s, `"\`) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return `"` + s + `"`
	}
	if list, ok := v.([]string); ok {
		words := make([]string, len(list))
		for i, s := range list {
			words[i] = asTOML(s)
		}
		return "[" + strings.Join(words, ", ") + "]"
	}
	text, err := toml.Marshal(map[string]any{"v": v})
	if err != nil {
		return `""`
	}
	return strings.TrimSpace(strings.TrimPrefix(string(text), "v = "))
}

func byHand(p Profile) string {
	var b strings.Builder
	for _, s := range settings(p) {
		if !s.blank {
			fmt.Fprintf(&b, " profiles.%s.%s = %s", p.Name, s.key, s.value)
		}
	}
	return b.String()
}

// edited is the file with the profile in it.
func (c *Config) edited(p Profile, makeDefault bool) []byte {
	e := &editor{source: c.source}
	e.find(p.Name)
	if makeDefault && c.Default != p.Name {
		e.setDefault(p.Name)
	}
	old, _ := c.Profile(p.Name)
	e.setProfile(p, settings(old))
	return e.apply()
}

// editor gathers the changes to a file.
type editor struct {
	source   []byte
	changes  []change
	top      map[string]unstable.Range // the keys before the first table
	topEnd   int                       // where another one goes
	table    map[string]unstable.Range // the keys of the profile's table
	tableEnd int                       // where another one goes; 0 when there is no such table
}

// change puts text in the place of a range.
type change struct {
	from, to int
	text     string
}

// find notes where the keys are that may be changed.
func (e *editor) find(name string) {
	e.top, e.table = map[string]unstable.Range{}, map[string]unstable.Range{}
	var p unstable.Parser
	p.Reset(e.source)
	into, end := e.top, &e.topEnd
	for p.NextExpression() {
		x := p.Expression()
		path, _ := keys(&p, x)
		if x.Kind == unstable.KeyValue {
			if into != nil && len(path) == 1 {
				into[path[0]] = x.Raw
			}
			if into != nil {
				*end = e.lineEnd(int(x.Raw.Offset + x.Raw.Length))
			}
			continue
		}
		into = nil
		if x.Kind == unstable.Table && slices.Equal(path, []string{"profiles", name}) {
			into, end = e.table, &e.tableEnd
			it := x.Key()
			it.Next()
			*end = e.lineEnd(int(it.Node().Raw.Offset))
		}
	}
}

// lineEnd is where the line after an offset begins.
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

// setProfile leaves a line alone that says the same, however it says it.
func (e *editor) setProfile(p Profile, old []setting) {
	var fresh strings.Builder
	for i, s := range settings(p) {
		line := s.key + " = " + s.value
		if r, ok := e.table[s.key]; ok {
			if s != old[i] {
				e.replace(r, line)
			}
		} else if !s.blank {
			fresh.WriteString(line + "\n")
		}
	}
	if e.tableEnd > 0 {
		e.insert(e.tableEnd, fresh.String())
		return
	}
	e.insert(len(e.source), fmt.Sprintf("\n[profiles.%s]\n%s", p.Name, fresh.String()))
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

func (e *editor) apply() []byte {
	slices.SortStableFunc(e.changes, func(a, b change) int { return a.from - b.from })
	var b bytes.Buffer
	if len(e.source) == 0 {
		b.WriteString(firstLine)
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
