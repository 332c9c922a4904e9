package filter

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A filter is words, each of which must hold. A word is searched in the text of a row, or
// has a key: type:queue. not: before a word negates it, and after -- words have no keys.
// Quotation marks keep words together.

// Filter selects extensions. The zero value selects all.
type Filter struct{ terms []term }

// term is a word of a filter.
type term struct {
	key, value string // the value in lower case; the key is empty for a plain word
	swept      bool   // see key
	ofUses     bool   // it is about the uses, so that nothing is known before these were read
	not        bool
	matches    func(*Row) bool
}

// Parse reads a filter. now is the time from which ages are counted. The error names the
// keys, or the values of a key.
func Parse(text string, now time.Time) (Filter, error) {
	var f Filter
	words, err := split(text)
	if err != nil {
		return f, err
	}
	keyed := true
	for _, w := range words {
		if keyed && w == "--" {
			keyed = false
			continue
		}
		term, err := readTerm(w, keyed, now)
		if err != nil {
			return Filter{}, err
		}
		f.terms = append(f.terms, term)
	}
	return f, nil
}

// Join joins arguments of a command line to the text of a filter.
func Join(words []string) string {
	quoted := make([]string, 0, len(words))
	for _, w := range words {
		if w == "" || strings.ContainsAny(w, " \t\"") {
			w = `"` + strings.ReplaceAll(w, `"`, `""`) + `"`
		}
		quoted = append(quoted, w)
	}
	return strings.Join(quoted, " ")
}

// split divides a text at white space outside of quotation marks. Two of these
// within a quotation are one that is meant.
func split(text string) (words []string, err error) {
	var word strings.Builder
	begun, quoted := false, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"' && quoted && i+1 < len(text) && text[i+1] == '"':
			word.WriteByte('"')
			i++
		case c == '"':
			begun, quoted = true, !quoted
		case (c == ' ' || c == '\t') && !quoted:
			if begun {
				words = append(words, word.String())
			}
			word.Reset()
			begun = false
		default:
			begun = true
			word.WriteByte(c)
		}
	}
	if quoted {
		return nil, errors.New(`the filter has a quotation mark without a second one`)
	}
	if begun {
		words = append(words, word.String())
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" }), nil
}

func readTerm(word string, keyed bool, now time.Time) (term, error) {
	name, value, found := strings.Cut(word, ":")
	if name = strings.ToLower(name); !keyed || !found || !isKey(name) {
		return plainTerm(word), nil
	}
	if value == "" {
		return term{}, fmt.Errorf("%s: needs a word after it", name)
	}
	if name == "not" {
		t, err := readTerm(value, true, now)
		t.not = !t.not
		return t, err
	}
	for _, k := range keys() {
		if k.name == name {
			value = strings.ToLower(value)
			matches, err := k.read(value, now)
			ofUses := k.swept && name != "age" && !slices.Contains([]string{"read", "not-read", "gone"}, value)
			return term{key: name, value: value, swept: k.swept, ofUses: ofUses, matches: matches}, err
		}
	}
	return term{}, fmt.Errorf("unknown key %s:; the keys are %s (after -- words have no keys)", name, strings.Join(Keys(), ", "))
}

// isKey reports whether the text before a colon is meant as a key: letters alone.
func isKey(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
}

func plainTerm(word string) term {
	word = strings.ToLower(word)
	return term{value: word, matches: func(r *Row) bool { return strings.Contains(r.Text, word) }}
}

// Matches reports whether every word of the filter holds for a row. A word about uses does
// not hold, nor does its negation, while these were not read.
func (f *Filter) Matches(r *Row) bool {
	for i := range f.terms {
		if t := &f.terms[i]; t.ofUses && r.ReadAt == 0 || t.matches(r) == t.not {
			return false
		}
	}
	return true
}

// Empty reports whether the filter selects all.
func (f *Filter) Empty() bool { return len(f.terms) == 0 }

// Uses reports whether a word of the filter has a key.
func (f *Filter) Uses(key string) bool {
	return slices.ContainsFunc(f.terms, func(t term) bool { return t.key == key })
}

// Swept reports whether a word needs what a sweep reads: the rules and numbers of each
// extension.
func (f *Filter) Swept() bool {
	return slices.ContainsFunc(f.terms, func(t term) bool { return t.swept })
}
