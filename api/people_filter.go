package api

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Filters of people: what is typed after / on a screen, and the arguments of commands. A
// filter is words, each of which must hold. A word is searched in extension number, name
// and e-mail address, or has a key: type:queue. not: before a word negates it, and after
// -- words have no keys. Quotation marks keep words together.

// PeopleFilter selects people. The zero value selects all.
type PeopleFilter struct{ terms []peopleTerm }

// peopleTerm is a word of a filter.
type peopleTerm struct {
	key, value string // the value in lower case; the key is empty for a plain word
	not        bool
	matches    func(Person) bool
}

// filterKey is a key that the list of people can answer.
type filterKey struct {
	name, usage string // usage is an example
	read        func(value string) (func(Person) bool, error)
}

func filterKeys() []filterKey {
	return []filterKey{
		{"ext", "ext:100-199", readExtRange},
		{"type", "type:queue", readChoice("type", peopleTypes(), func(p Person) string { return p.Type })},
		{"status", "status:disabled", readChoice("status", peopleStatuses(), func(p Person) string { return p.Status })},
		{"site", "site:Perth", readSite},
	}
}

// sweepKeys are keys whose answer is in no list of people: it takes the rules and numbers
// of each of them.
var sweepKeys = []string{"to", "is", "risk", "rule", "state", "age", "changed", "n"}

// PeopleFilterKeys returns the keys of a filter as examples, such as "type:queue". It is not
// inlined: its copies would make the program larger.
//
//go:noinline
func PeopleFilterKeys() []string {
	keys := []string{"not:WORD"}
	for _, k := range filterKeys() {
		keys = append(keys, k.usage)
	}
	return keys
}

// ParsePeopleFilter reads a filter. The error names the keys, or the values of a key.
func ParsePeopleFilter(text string) (PeopleFilter, error) {
	var f PeopleFilter
	words, err := filterWords(text)
	if err != nil {
		return f, err
	}
	keyed := true
	for _, w := range words {
		if keyed && w == "--" {
			keyed = false
			continue
		}
		term, err := readTerm(w, keyed)
		if err != nil {
			return PeopleFilter{}, err
		}
		f.terms = append(f.terms, term)
	}
	return f, nil
}

// PeopleFilterText joins arguments of a command line to the text of a filter.
func PeopleFilterText(words []string) string {
	quoted := make([]string, 0, len(words))
	for _, w := range words {
		if w == "" || strings.ContainsAny(w, " \t\"") {
			w = `"` + strings.ReplaceAll(w, `"`, `""`) + `"`
		}
		quoted = append(quoted, w)
	}
	return strings.Join(quoted, " ")
}

// filterWords divides a text at white space outside of quotation marks. Two of these
// within a quotation are one that is meant.
func filterWords(text string) (words []string, err error) {
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

func readTerm(word string, keyed bool) (peopleTerm, error) {
	key, value, found := strings.Cut(word, ":")
	if key = strings.ToLower(key); !keyed || !found || !isKey(key) {
		return plainTerm(word), nil
	}
	if value == "" {
		return peopleTerm{}, fmt.Errorf("%s: needs a word after it", key)
	}
	if key == "not" {
		term, err := readTerm(value, true)
		if err == nil {
			term.not = !term.not
		}
		return term, err
	}
	if slices.Contains(sweepKeys, key) {
		return peopleTerm{}, fmt.Errorf("%s: needs a sweep of the account, which reads the rules of everyone; this rcfwd has none yet. The keys are %s", key, strings.Join(PeopleFilterKeys(), ", "))
	}
	for _, k := range filterKeys() {
		if k.name == key {
			matches, err := k.read(strings.ToLower(value))
			return peopleTerm{key: key, value: strings.ToLower(value), matches: matches}, err
		}
	}
	return peopleTerm{}, fmt.Errorf("unknown key %s:; the keys are %s. After -- words have no keys", key, strings.Join(PeopleFilterKeys(), ", "))
}

// isKey reports whether the text before a colon is meant as a key: letters alone.
func isKey(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
}

func plainTerm(word string) peopleTerm {
	word = strings.ToLower(word)
	return peopleTerm{value: word, matches: func(p Person) bool {
		return strings.Contains(strings.ToLower(p.Number), word) || strings.Contains(strings.ToLower(p.Name), word) ||
			strings.Contains(strings.ToLower(p.Email), word)
	}}
}

// readExtRange reads an extension number, or two with a hyphen between.
func readExtRange(value string) (func(Person) bool, error) {
	first, last, ranged := strings.Cut(value, "-")
	if !ranged {
		last = first
	}
	from, err := strconv.ParseUint(first, 10, 32)
	to, err2 := strconv.ParseUint(last, 10, 32)
	if err != nil || err2 != nil || to < from {
		return nil, fmt.Errorf("ext:%s: write an extension number or a range, such as ext:104 or ext:100-199", value)
	}
	return func(p Person) bool {
		n, err := strconv.ParseUint(p.Number, 10, 32)
		zeros := strings.HasPrefix(p.Number, "0") && !strings.HasPrefix(first, "0") // 0104 is another number than 104
		return err == nil && from <= n && n <= to && !zeros && (ranged || p.Number == first)
	}, nil
}

// readSite matches the whole name or the id of a site.
func readSite(value string) (func(Person) bool, error) {
	return func(p Person) bool {
		return strings.EqualFold(p.Site.Name, value) || strings.EqualFold(p.Site.ID, value)
	}, nil
}

// choice is a value of the service with the shorter word that filters have for it.
type choice struct{ word, value string }

// readChoice reads one of several values, in the service's word or in that of filters.
func readChoice(key string, choices []choice, of func(Person) string) func(string) (func(Person) bool, error) {
	return func(text string) (func(Person) bool, error) {
		var words []string
		for _, c := range choices {
			if strings.EqualFold(text, c.word) || strings.EqualFold(text, c.value) {
				return func(p Person) bool { return strings.EqualFold(of(p), c.value) }, nil
			}
			words = append(words, c.word)
		}
		return nil, fmt.Errorf("%s:%s: use one of %s", key, text, strings.Join(words, ", "))
	}
}

// peopleTypes are the types of the public schema.
func peopleTypes() []choice {
	return []choice{
		{"user", "User"}, {"queue", "Department"}, {"announcement", "Announcement"}, {"voicemail", "Voicemail"}, {"ivr", "IvrMenu"},
		{"limited", "Limited"}, {"room", "Room"}, {"park", "ParkLocation"}, {"paging", "PagingOnly"}, {"site", "Site"},
		{"fax", "FaxUser"}, {"digital", "DigitalUser"}, {"virtual", "VirtualUser"}, {"flexible", "FlexibleUser"},
		{"shared-lines", "SharedLinesGroup"}, {"delegated-lines", "DelegatedLinesGroup"}, {"pickup", "GroupCallPickup"},
		{"app", "ApplicationExtension"}, {"proxy-admin", "ProxyAdmin"}, {"room-connector", "RoomConnector"}, {"bot", "Bot"},
		{"tie-line", "TieLine"}, {"unknown", "Unknown"},
	}
}

// peopleStatuses are the statuses of the public schema.
func peopleStatuses() []choice {
	return []choice{
		{"enabled", "Enabled"}, {"disabled", "Disabled"}, {"frozen", "Frozen"}, {"not-activated", "NotActivated"}, {"unassigned", "Unassigned"},
	}
}

// Matches reports whether every word of the filter holds for p.
func (f PeopleFilter) Matches(p Person) bool {
	return !slices.ContainsFunc(f.terms, func(t peopleTerm) bool { return t.matches(p) == t.not })
}

// Uses reports whether a word of the filter has a key.
func (f PeopleFilter) Uses(key string) bool {
	return slices.ContainsFunc(f.terms, func(t peopleTerm) bool { return t.key == key })
}
