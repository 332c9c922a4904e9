package filter

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rcfwd/api/settings"
)

// key is a key of filters.
type key struct {
	name, usage string // usage is an example
	swept       bool   // its answer is in no list of people: it takes their rules and numbers
	read        func(value string, now time.Time) (func(*Row) bool, error)
}

func keys() []key {
	return []key{
		{"ext", "ext:100-199", false, untimed(readExtRange)},
		{"type", "type:queue", false, untimed(readChoice("type", types(), func(r *Row) string { return r.Type }))},
		{"status", "status:disabled", false, untimed(readChoice("status", statuses(), func(r *Row) string { return r.Status }))},
		{"site", "site:Perth", false, untimed(readSite)},
		{"to", "to:+44", true, untimed(readTo)},
		{"is", "is:outside", true, untimed(readIs)},
		{"risk", "risk:premium", true, untimed(readRisk)},
		{"rule", "rule:after-hours", true, untimed(readRule)},
		{"state", "state:forward-all", true, untimed(readState)},
		{"age", "age:7d..", true, readAge},
		{"changed", "changed:..24h", true, readChanged},
		{"n", "n:4..", true, untimed(readCount)},
	}
}

func untimed(read func(string) (func(*Row) bool, error)) func(string, time.Time) (func(*Row) bool, error) {
	return func(value string, _ time.Time) (func(*Row) bool, error) { return read(value) }
}

// Keys returns the keys of a filter as examples, such as "type:queue". It is not inlined: its
// copies would make the program larger.
//
//go:noinline
func Keys() []string {
	examples := []string{"not:WORD"}
	for _, k := range keys() {
		examples = append(examples, k.usage)
	}
	return examples
}

// readExtRange reads an extension number, or two with a hyphen between.
func readExtRange(value string) (func(*Row) bool, error) {
	first, last, ranged := strings.Cut(value, "-")
	if !ranged {
		last = first
	}
	from, err := strconv.ParseUint(first, 10, 32)
	to, err2 := strconv.ParseUint(last, 10, 32)
	if err != nil || err2 != nil || to < from {
		return nil, fmt.Errorf("ext:%s: write an extension number or a range, such as ext:104 or ext:100-199", value)
	}
	return func(r *Row) bool {
		n, err := strconv.ParseUint(r.Number, 10, 32)
		zeros := strings.HasPrefix(r.Number, "0") && !strings.HasPrefix(first, "0") // 0104 is another number than 104
		return err == nil && from <= n && n <= to && !zeros && (ranged || r.Number == first)
	}, nil
}

// readSite matches the whole name or the id of a site.
func readSite(value string) (func(*Row) bool, error) {
	return func(r *Row) bool {
		return strings.EqualFold(r.Site.Name, value) || strings.EqualFold(r.Site.ID, value)
	}, nil
}

// choice is a value of the service with the shorter word that filters have for it.
type choice struct{ word, value string }

// readChoice reads one of several values, in the service's word or in that of filters.
func readChoice(key string, choices []choice, of func(*Row) string) func(string) (func(*Row) bool, error) {
	return func(text string) (func(*Row) bool, error) {
		var words []string
		for _, c := range choices {
			if strings.EqualFold(text, c.word) || strings.EqualFold(text, c.value) {
				return func(r *Row) bool { return strings.EqualFold(of(r), c.value) }, nil
			}
			words = append(words, c.word)
		}
		return nil, fmt.Errorf("%s:%s: use one of %s", key, text, strings.Join(words, ", "))
	}
}

// types are the types of extensions of the public schema.
func types() []choice {
	return []choice{
		{"user", "User"}, {"queue", "Department"}, {"announcement", "Announcement"}, {"voicemail", "Voicemail"}, {"ivr", "IvrMenu"},
		{"limited", "Limited"}, {"room", "Room"}, {"park", "ParkLocation"}, {"paging", "PagingOnly"}, {"site", "Site"},
		{"fax", "FaxUser"}, {"digital", "DigitalUser"}, {"virtual", "VirtualUser"}, {"flexible", "FlexibleUser"},
		{"shared-lines", "SharedLinesGroup"}, {"delegated-lines", "DelegatedLinesGroup"}, {"pickup", "GroupCallPickup"},
		{"app", "ApplicationExtension"}, {"proxy-admin", "ProxyAdmin"}, {"room-connector", "RoomConnector"}, {"bot", "Bot"},
		{"tie-line", "TieLine"}, {"unknown", "Unknown"},
	}
}

// statuses are the statuses of the public schema.
func statuses() []choice {
	return []choice{
		{"enabled", "Enabled"}, {"disabled", "Disabled"}, {"frozen", "Frozen"}, {"not-activated", "NotActivated"}, {"unassigned", "Unassigned"},
	}
}

// flagWord is a word for a flag.
type flagWord struct {
	word string
	flag Flags
}

// readFlag reads a word of a list; what other words there are, more says.
func readFlag(key, text string, words []flagWord, more ...string) (func(*Row) bool, error) {
	var have []string
	for _, w := range words {
		if w.word == text {
			return func(r *Row) bool { return r.Flags&w.flag != 0 }, nil
		}
		have = append(have, w.word)
	}
	return nil, fmt.Errorf("%s:%s: use one of %s", key, text, strings.Join(append(have, more...), ", "))
}

// readTo matches the start of a number that calls go to, with its country code, or a kind
// of target.
func readTo(value string) (func(*Row) bool, error) {
	digits := strings.TrimPrefix(value, "+")
	if _, err := strconv.ParseUint(digits, 10, 64); err == nil && digits != value {
		return func(r *Row) bool { return strings.Contains(r.To, " "+value) }, nil
	}
	return readFlag("to", value, []flagWord{{"outside", Outside}, {"extension", ToExtension}, {"device", ToDevice}}, "the start of a number with its country code, such as to:+44")
}

func readIs(value string) (func(*Row) bool, error) {
	switch value {
	case "read":
		return func(r *Row) bool { return r.ReadAt != 0 }, nil
	case "not-read":
		return func(r *Row) bool { return r.ReadAt == 0 }, nil
	}
	return readFlag("is", value, []flagWord{{"outside", Outside}, {"incomplete", Incomplete}, {"gone", Gone}}, "read", "not-read")
}

func readRisk(value string) (func(*Row) bool, error) {
	if value == "any" {
		return func(r *Row) bool { return r.Risks.Any() }, nil
	}
	if id := settings.RiskID(value); slices.Contains(settings.RiskIDs, id) {
		bit := riskBit(id)
		return func(r *Row) bool { return r.Risks&bit != 0 }, nil
	}
	var ids []string
	for _, id := range settings.RiskIDs {
		ids = append(ids, string(id))
	}
	return nil, fmt.Errorf("risk:%s: use any or one of %s", value, strings.Join(ids, ", "))
}

// readRule matches the start of a rule's name or id.
func readRule(value string) (func(*Row) bool, error) {
	word := " " + ruleWord(value)
	return func(r *Row) bool { return strings.Contains(r.Rules, word) }, nil
}

func readState(value string) (func(*Row) bool, error) {
	return readFlag("state", value, []flagWord{{"forward-all", ForwardsAll}, {"dnd", NotDisturbed}})
}

// readAge matches the time since the reading. What was never read is older than anything.
func readAge(value string, now time.Time) (func(*Row) bool, error) {
	from, to, err := readSpan(value, readDuration)
	if err != nil {
		return nil, fmt.Errorf("age:%s: write a range of times, such as age:7d.. or age:..24h", value)
	}
	unread := to == noEnd
	return func(r *Row) bool {
		age := now.Unix() - r.ReadAt
		return r.ReadAt == 0 && unread || r.ReadAt != 0 && from <= age && age <= to
	}, nil
}

// readChanged matches the time since the last change that two readings show.
func readChanged(value string, now time.Time) (func(*Row) bool, error) {
	from, to, err := readSpan(value, readDuration)
	if err != nil {
		return nil, fmt.Errorf("changed:%s: write a range of times, such as changed:..24h", value)
	}
	return func(r *Row) bool {
		age := now.Unix() - r.ChangedAt
		return r.ChangedAt != 0 && from <= age && age <= to
	}, nil
}

// readCount matches how many numbers, extensions and devices calls can go to.
func readCount(value string) (func(*Row) bool, error) {
	from, to, err := readSpan(value, func(s string) (int64, error) { return strconv.ParseInt(s, 10, 32) })
	if err != nil {
		return nil, fmt.Errorf("n:%s: write a number or a range (n:4.. or n:..3)", value)
	}
	return func(r *Row) bool { return r.ReadAt != 0 && from <= int64(r.N) && int64(r.N) <= to }, nil
}

// noEnd is the end of a range that has none.
const noEnd = 1<<62 - 1

// readSpan reads a range such as 4.., ..4, 1..4, or one value.
func readSpan(text string, read func(string) (int64, error)) (from, to int64, err error) {
	first, last, ranged := strings.Cut(text, "..")
	if to = noEnd; !ranged {
		last = first
	}
	if first == "" && last == "" {
		return 0, 0, strconv.ErrSyntax
	}
	if first != "" {
		if from, err = read(first); err != nil {
			return 0, 0, err
		}
	}
	if last != "" {
		if to, err = read(last); err != nil {
			return 0, 0, err
		}
	}
	if from < 0 || to < from {
		return 0, 0, strconv.ErrRange
	}
	return from, to, nil
}

// readDuration reads a time such as 24h, 30m or 7d, in seconds.
func readDuration(text string) (int64, error) {
	d, err := ParseDuration(text)
	return int64(d / time.Second), err
}

// ParseDuration reads a time such as 24h, 90m, 7d or 2w.
func ParseDuration(text string) (time.Duration, error) {
	for unit, length := range map[string]time.Duration{"d": 24 * time.Hour, "w": 7 * 24 * time.Hour} {
		if digits, is := strings.CutSuffix(text, unit); is {
			n, err := strconv.ParseUint(digits, 10, 16)
			return time.Duration(n) * length, err
		}
	}
	return time.ParseDuration(text)
}
