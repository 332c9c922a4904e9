package api

import (
	"encoding/json"
	"slices"
	"time"

	"rcfwd/api/jsonobj"
)

// Times says when a rule applies, as far as the service said it. All times are wall
// clock times in the time zone of the extension.
type Times struct {
	// Sets are the conditions, all of which must be met. Without any the times are not
	// known.
	Sets []TimeSet
	// Certain is true when the rule applies only to certain callers or called numbers,
	// or on a condition that this version does not know.
	Certain bool
}

// TimeSet is one condition of Times: hours of each week or spans between dates, or the
// times of work hours, or all others. The zero value contains no time. ParseTimes reads one
// that a person wrote, and String writes it.
type TimeSet struct {
	Weekly [7][]DaySpan // by day; Monday is the first
	Dates  []DateSpan
	Follow RuleKind // WorkHours or AfterHours: as these

	unread bool // a part of it has a form that this version does not know
}

// DaySpan is a part of a day, in minutes from midnight. To is exclusive, and at most
// 24 hours.
type DaySpan struct{ From, To int }

// DateSpan is the time from one wall clock time to another, which is exclusive. Both
// are in UTC, whatever the zone. A zero end is open.
type DateSpan struct{ From, To time.Time }

// wholeDay is the length of a day in minutes.
const wholeDay = 24 * 60

// Times returns when the rule applies.
func (r *Rule) Times() Times {
	w, _ := jsonobj.Read(r.raw)
	switch {
	case r.hours != nil:
		hours, _ := jsonobj.Read(r.hours)
		return Times{Sets: []TimeSet{workTimes(hours.Object("schedule"))}}
	case r.CallHandling == V1:
		return timesV1(w)
	case r.custom():
		return timesOfConditions(w.List("conditions"))
	case r.Kind == AfterHours && w.Object("state").Has("conditions") && len(w.Object("state").List("conditions")) == 0:
		return Times{Sets: []TimeSet{{Follow: AfterHours}}}
	}
	return timesOfConditions(w.Object("state").List("conditions"))
}

// timesV1 reads the schedule of an answering rule. An empty one, of a rule that has
// one, is without a gap (an inference from business hours that are 24/7).
func timesV1(w jsonobj.Object) (t Times) {
	t.Certain = len(w.List("callers")) > 0 || len(w.List("calledNumbers")) > 0
	s := w.Object("schedule")
	var set TimeSet
	set.readWeek(s.Object("weeklyRanges"), "from", "to")
	for _, raw := range s.List("ranges") {
		span, _ := jsonobj.Read(raw)
		set.addDates(span.Text("from"), span.Text("to"))
	}
	switch ref := s.Text("ref"); {
	case !set.empty():
	case ref == "BusinessHours":
		set.Follow = WorkHours
	case ref == "AfterHours":
		set.Follow = AfterHours
	case s != nil && len(s) == 0 && legacyKinds[w.Text("type")] == WorkHours:
		set = Always()
	case len(s) > 0:
		set.unread = true
	default:
		return t
	}
	t.Sets = []TimeSet{set}
	return t
}

// timesOfConditions reads the conditions of a state or of a custom rule of v2.
func timesOfConditions(conditions []json.RawMessage) (t Times) {
	for _, raw := range conditions {
		c, _ := jsonobj.Read(raw)
		switch state := c.Object("state"); {
		case c.Has("schedule"):
			t.Sets = append(t.Sets, readTriggers(c.Object("schedule")))
		case stateKinds[state.Text("id")] == WorkHours, stateKinds[state.Text("id")] == AfterHours:
			t.Sets = append(t.Sets, TimeSet{Follow: stateKinds[state.Text("id")]})
		default:
			t.Certain = true
		}
	}
	return t
}

// readTriggers reads a schedule of v2, any of whose triggers is enough.
func readTriggers(schedule jsonobj.Object) (set TimeSet) {
	set.addDateRanges(schedule)
	for _, raw := range schedule.List("triggers") {
		t, _ := jsonobj.Read(raw)
		switch t.Text("triggerType") {
		case "Daily":
			for day := range set.Weekly {
				set.addHours(day, t.Text("startTime"), t.Text("endTime"))
			}
		case "Weekly":
			set.readWeek(t.Object("ranges"), "startTime", "endTime")
		case "Range":
			set.addDateRanges(t)
		default:
			set.unread = true
		}
	}
	return set
}

func (s *TimeSet) addDateRanges(t jsonobj.Object) {
	s.addDates(t.Text("startDateTime"), t.Text("endDateTime"))
	for _, raw := range t.List("ranges") {
		span, _ := jsonobj.Read(raw)
		s.addDates(span.Text("startDateTime"), span.Text("endDateTime"))
	}
}

func (s *TimeSet) readWeek(ranges jsonobj.Object, from, to string) {
	for day, d := range days {
		for _, raw := range ranges.List(d.wire) {
			r, _ := jsonobj.Read(raw)
			s.addHours(day, r.Text(from), r.Text(to))
		}
	}
}

// addHours adds hours of a day. Those that end before they begin go on after midnight.
func (s *TimeSet) addHours(day int, from, to string) {
	start, ok := minuteOf(from)
	end, okEnd := minuteOf(to)
	if !ok || !okEnd {
		s.unread = true
		return
	}
	if end == 0 || end == wholeDay-1 { // the last minute of a day is written as its end
		end = wholeDay
	}
	if end > start {
		s.Weekly[day] = append(s.Weekly[day], DaySpan{start, end})
		return
	}
	next := (day + 1) % len(s.Weekly)
	s.Weekly[day] = append(s.Weekly[day], DaySpan{start, wholeDay})
	s.Weekly[next] = append(s.Weekly[next], DaySpan{0, end})
}

// minuteOf reads a time of day, such as "09:00" or "09:00:00", in minutes.
func minuteOf(text string) (minute int, ok bool) {
	text = timeOfDay(text)
	if text == "24:00" {
		return wholeDay, true
	}
	t, err := time.Parse("15:04", text)
	return t.Hour()*60 + t.Minute(), err == nil
}

// addDates adds a span between two times, either of which may be missing. The service
// drops their zone: they are meant in that of the user (dossier section 11.2).
func (s *TimeSet) addDates(from, to string) {
	start, ok := wallClock(from)
	end, okEnd := wallClock(to)
	switch {
	case !ok || !okEnd:
		s.unread = true
	case from+to != "":
		s.Dates = append(s.Dates, DateSpan{start, end})
	}
}

// wallClock reads a date and time without its zone. An empty text is the zero time.
func wallClock(text string) (time.Time, bool) {
	const layout = "2006-01-02T15:04:05"
	if text == "" {
		return time.Time{}, true
	}
	t, err := time.Parse(layout, text[:min(len(text), len(layout))])
	return t, err == nil
}

func (was *TimeSet) empty() bool {
	s := *was
	return len(s.Dates) == 0 && s.Follow == "" && !slices.ContainsFunc(s.Weekly[:], func(d []DaySpan) bool { return len(d) > 0 })
}

// Always contains all times.
func Always() (s TimeSet) {
	for day := range s.Weekly {
		s.Weekly[day] = []DaySpan{{0, wholeDay}}
	}
	return s
}

// contains reports whether the hours or the dates contain a wall clock time. It does
// not look at Follow.
func (s *TimeSet) contains(at time.Time) bool {
	wall := time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.UTC)
	minute := wall.Hour()*60 + wall.Minute()
	day := (int(wall.Weekday()) + 6) % len(s.Weekly) // a week of Go begins on Sunday
	return slices.ContainsFunc(s.Weekly[day], func(d DaySpan) bool { return d.From <= minute && minute < d.To }) ||
		slices.ContainsFunc(s.Dates, func(d DateSpan) bool {
			return !wall.Before(d.From) && (d.To.IsZero() || wall.Before(d.To))
		})
}
