package settings

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// fileProfileOf returns a profile as it is written into the file.
func fileProfileOf(p Profile) fileProfile {
	f := fileProfile{
		Account: p.Account, Extension: p.Extension, Region: p.Region, ReadOnly: p.ReadOnly, Store: string(p.Store),
		Grant: string(p.Grant), ClientID: p.ClientID, Redirect: p.Redirect, Cache: string(p.TokenCache),
	}
	if p.Server != nil {
		f.Server = p.Server.String()
	}
	if len(p.Command) > 0 {
		f.Command = p.Command
	}
	return f
}

// line is one line of a profile in the file.
type line struct {
	key, value string // the value as TOML
	blank      bool   // the zero value, which need not be written
}

// linesOf returns the lines of a profile, one for each key, in the order of
// fileProfile.
func linesOf(p Profile) []line {
	v := reflect.ValueOf(fileProfileOf(p))
	var all []line
	for i := range v.NumField() {
		all = append(all, line{tag(v.Type().Field(i)), asTOML(v.Field(i).Interface()), v.Field(i).IsZero()})
	}
	return all
}

// asTOML returns a value as TOML, in double quotes where those need no escape.
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

// byHand returns the assignments that a person may write for a profile.
func byHand(p Profile) string {
	var b strings.Builder
	for _, l := range linesOf(p) {
		if !l.blank {
			fmt.Fprintf(&b, " profiles.%s.%s = %s", p.Name, l.key, l.value)
		}
	}
	return b.String()
}
