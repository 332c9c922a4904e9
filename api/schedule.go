package api

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// The words for a schedule without a gap, for one that the service did not send, and for
// one that it sent in a form that this version does not know.
const (
	atAllTimes   = "at all times"
	unknownTimes = "schedule unknown"
	unreadTimes  = "at times that rcfwd cannot read"
)

// days are the days of a week, as the service and as people write them.
var days = []struct{ wire, short string }{
	{"monday", "Mon"}, {"tuesday", "Tue"}, {"wednesday", "Wed"}, {"thursday", "Thu"},
	{"friday", "Fri"}, {"saturday", "Sat"}, {"sunday", "Sun"},
}

// week has the hours of each day, as in "09:00-17:00", in the order of days.
type week [7]string

// readWeek reads ranges by day; from and to are the names of their ends.
func readWeek(ranges jsonobj.Object, from, to string) week {
	var w week
	for i, d := range days {
		var hours []string
		for _, raw := range ranges.List(d.wire) {
			r, _ := jsonobj.Read(raw)
			hours = append(hours, timeRange(rest.Clean(r.Text(from)), rest.Clean(r.Text(to))))
		}
		w[i] = strings.Join(hours, " and ")
	}
	return w
}

// words joins days with the same hours, as in "Mon-Fri 09:00-17:00, Sat 10:00-12:00".
func (w week) words() string {
	var parts []string
	for i := 0; i < len(w); i++ {
		first := i
		for i+1 < len(w) && w[i+1] == w[first] {
			i++
		}
		if w[first] != "" {
			parts = append(parts, dayNames(first, i)+" "+w[first])
		}
	}
	text := strings.Join(parts, ", ")
	if text == "Mon-Sun all day" {
		return atAllTimes
	}
	return strings.TrimPrefix(text, "Mon-Sun ")
}

func dayNames(first, last int) string {
	switch last - first {
	case 0:
		return days[first].short
	case 1:
		return days[first].short + ", " + days[last].short
	}
	return days[first].short + "-" + days[last].short
}

// timeRange is from one time of day to another, without seconds.
func timeRange(from, to string) string {
	from, to = timeOfDay(from), timeOfDay(to)
	if from == "" || to == "" {
		return "at unknown times"
	}
	if to == "23:59" || to == "00:00" {
		to = "24:00" // the service writes the end of a day in each of the three
	}
	if from == "00:00" && to == "24:00" {
		return "all day"
	}
	return from + "-" + to
}

func timeOfDay(t string) string {
	if len(t) > 5 && t[2] == ':' && t[5] == ':' {
		return t[:5]
	}
	return t
}

// dateAndTime is a date with its time, without seconds and zone.
func dateAndTime(t string) string {
	date, at, ok := strings.Cut(t, "T")
	if !ok {
		return t
	}
	return date + " " + timeOfDay(at)[:min(5, len(timeOfDay(at)))]
}

// scheduleV2 returns the words for the state of a rule of v2. A state can come without
// its conditions. Only an empty list of those of after hours has a meaning: the complement
// of the work hours (dossier sections 11.2 and 11.3).
func scheduleV2(kind RuleKind, state jsonobj.Object) string {
	conditions := state.List("conditions")
	switch {
	case !state.Has("conditions"):
		return unknownTimes
	case conditions == nil:
		return unreadTimes
	case len(conditions) == 0 && kind == AfterHours:
		return "outside work hours"
	case len(conditions) == 0:
		return unknownTimes
	}
	return conditionTimes(conditions)
}

// conditionTimes returns the words for the times of a state, which must meet every one of
// its conditions.
func conditionTimes(conditions []json.RawMessage) string {
	var parts []string
	for _, raw := range conditions {
		c, _ := jsonobj.Read(raw)
		words := unreadTimes
		switch other := c.Object("state"); {
		case len(other) > 0:
			words = followedState(other)
		case c.Has("schedule"):
			words = scheduleWords(c.Object("schedule"))
		}
		if !slices.Contains(parts, words) {
			parts = append(parts, words)
		}
	}
	return joinComma(parts)
}

// followedState returns the words for a state that has the times of another one.
func followedState(other jsonobj.Object) string {
	name := "as " + strings.ToLower(cmp.Or(rest.Clean(other.Text("displayName")), rest.Clean(other.Text("id")), "another state"))
	if conditions := other.List("conditions"); len(conditions) > 0 {
		return name + ": " + conditionTimes(conditions)
	}
	return name
}

// scheduleWords returns the words for the triggers of a schedule, or for the span that the
// guide's example of a custom rule has in their place.
func scheduleWords(schedule jsonobj.Object) string {
	var parts []string
	for _, raw := range schedule.List("triggers") {
		t, _ := jsonobj.Read(raw)
		if words := cmp.Or(triggerWords(t), unreadTimes); !slices.Contains(parts, words) {
			parts = append(parts, words)
		}
	}
	return cmp.Or(joinComma(parts), rangeWords(schedule), unreadTimes)
}

func triggerWords(t jsonobj.Object) string {
	switch t.Text("triggerType") {
	case "Daily":
		if s := timeRange(rest.Clean(t.Text("startTime")), rest.Clean(t.Text("endTime"))); s != "all day" {
			return "every day " + s
		}
		return atAllTimes
	case "Weekly":
		return readWeek(t.Object("ranges"), "startTime", "endTime").words()
	case "Range":
		return rangeWords(t)
	}
	return ""
}

// rangeWords returns the words for the span of a Range trigger, or for the list of spans
// that the vendor's sample has.
func rangeWords(t jsonobj.Object) string {
	spans := []jsonobj.Object{t}
	for _, raw := range t.List("ranges") {
		s, _ := jsonobj.Read(raw)
		spans = append(spans, s)
	}
	var parts []string
	over := true
	for _, s := range spans {
		if words := spanWords(s.Text("startDateTime"), s.Text("endDateTime")); words != "" {
			parts = append(parts, words)
			over = over && isPast(s.Text("endDateTime"))
		}
	}
	if len(parts) > 0 && over {
		parts[len(parts)-1] += overWords
	}
	return strings.Join(parts, ", ")
}

// overWords end the words of a schedule whose last span is past.
const overWords = ", which is over"

// Over reports whether the only times of a rule are past, so that it applies no more
// although it is switched on.
func (r *Rule) Over() bool { return strings.HasSuffix(r.When, overWords) }

// AtAllTimes reports whether a rule that is switched on applies at all times.
func (r *Rule) AtAllTimes() bool { return r.When == atAllTimes }

// spanWords returns the words for the time between two dates, either of which may be
// missing; empty for neither.
func spanWords(from, to string) string {
	from, to = dateAndTime(rest.Clean(from)), dateAndTime(rest.Clean(to))
	switch {
	case from == "" && to == "":
		return ""
	case to == "":
		return "from " + from
	case from == "":
		return "until " + to
	}
	return from + " to " + to
}

// isPast reports whether a time without a zone is past everywhere. A state stays switched
// on when its span is past (dossier section 11.2).
func isPast(end string) bool {
	const layout, zones = "2006-01-02T15:04:05", 12 * time.Hour
	t, err := time.Parse(layout, end[:min(len(end), len(layout))])
	return err == nil && time.Since(t) > zones
}

// legacySchedule returns the words for the conditions of an answering rule. A rule of
// which the service sent no conditions is not one that always applies; that an empty
// schedule of business hours is one without a gap is an inference from those hours.
func legacySchedule(kind RuleKind, rule jsonobj.Object) string {
	s := rule.Object("schedule")
	parts := []string{readWeek(s.Object("weeklyRanges"), "from", "to").words()}
	for _, raw := range s.List("ranges") {
		r, _ := jsonobj.Read(raw)
		parts = append(parts, cmp.Or(spanWords(r.Text("from"), r.Text("to")), unreadTimes))
	}
	if strings.Join(parts, "") == "" {
		parts = []string{refWords(s.Text("ref"))}
	}
	parts = append(parts, callWords("calls from ", rule.List("callers"), "name", "callerId"),
		callWords("calls to ", rule.List("calledNumbers"), "phoneNumber"))
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	switch {
	case len(parts) > 0:
		return joinComma(parts)
	case kind == WorkHours && s != nil && len(s) == 0:
		return atAllTimes
	case len(s) > 0:
		return unreadTimes
	}
	return unknownTimes
}

func refWords(ref string) string {
	switch ref {
	case "BusinessHours":
		return "in business hours"
	case "AfterHours":
		return "outside business hours"
	}
	return rest.Clean(ref)
}

// callWords names the calls for which a custom rule is; empty when it is for any.
func callWords(prefix string, list []json.RawMessage, fields ...string) string {
	var names []string
	for _, raw := range list {
		t, _ := jsonobj.Read(raw)
		name := ""
		for _, f := range fields {
			name = cmp.Or(name, rest.Clean(t.Text(f)))
		}
		if name = cmp.Or(name, "a number that rcfwd cannot read"); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return anyOf(prefix, names)
}

// anyOf names the calls to which any of several applies; empty for none.
func anyOf(prefix string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return prefix + strings.Join(names, " or ")
}

func joinComma(parts []string) string { return strings.Join(parts, ", ") }
