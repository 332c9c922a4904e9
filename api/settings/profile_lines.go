package settings

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"

	"rcfwd/api/toml"
)

// fileProfileOf returns a profile as it is written into the file.
func fileProfileOf(p *Profile) fileProfile {
	f := fileProfile{
		Account: p.Account, Extension: p.Extension, Region: p.Region, ReadOnly: p.ReadOnly, Store: string(p.Store),
		Grant: string(p.Grant), ClientID: p.ClientID, Redirect: p.Redirect, Cache: string(p.TokenCache),
		Unpublished: p.Unpublished, Guard: p.Guard.asFile(),
	}
	if p.IndexKeep != 0 {
		f.IndexKeep = fmt.Sprintf("%dd", p.IndexKeep/day)
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
// fileProfile. A table within the profile is written by people only and has none.
func linesOf(p *Profile) []line {
	v := reflect.ValueOf(fileProfileOf(p))
	var all []line
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.Struct {
			continue
		}
		all = append(all, line{toml.KeyOf(v.Type().Field(i)), asTOML(v.Field(i).Interface()), v.Field(i).IsZero()})
	}
	return all
}

// asTOML returns a text, a list of texts or a bool as TOML. The encoder of go-toml, which
// no other code needs, adds 100 kB to the program.
func asTOML(v any) string {
	switch v := v.(type) {
	case string:
		return quoteTOML(v)
	case []string:
		words := make([]string, len(v))
		for i, s := range v {
			words[i] = quoteTOML(s)
		}
		return "[" + strings.Join(words, ", ") + "]"
	}
	return fmt.Sprint(v)
}

// quoteTOML returns a text as TOML: between double quotes, or between single ones, within
// which nothing is escaped, when it has backslashes or double quotes.
func quoteTOML(s string) string {
	control := strings.ContainsFunc(s, unicode.IsControl)
	switch {
	case !control && !strings.ContainsAny(s, `"\`):
		return `"` + s + `"`
	case !control && !strings.Contains(s, "'"):
		return "'" + s + "'"
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsControl(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return `"` + b.String() + `"`
}

// byHand returns the assignments that a person may write for a profile.
func byHand(p *Profile) string {
	var b strings.Builder
	for _, l := range linesOf(p) {
		if !l.blank {
			fmt.Fprintf(&b, " profiles.%s.%s = %s", p.Name, l.key, l.value)
		}
	}
	return b.String()
}
