package sandbox

import (
	"slices"

	"rcfwd/api/jsonobj"
)

// Shift is a span of work hours on one day of the week.
type Shift struct {
	Day      string // monday to sunday
	From, To string // hh:mm, local time
}

// shifts returns the same hours on several days. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func shifts(from, to string, days ...string) []Shift {
	list := make([]Shift, len(days))
	for i, day := range days {
		list[i] = Shift{day, from, to}
	}
	return list
}

var workdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday"}

// weeklyRanges is WeeklyScheduleInfo of v1, with hours and minutes (S).
func weeklyRanges(hours []Shift) jsonobj.Object {
	return weekly(hours, func(s Shift) jsonobj.Object { return jsonobj.New("from", s.From, "to", s.To) })
}

// weekly groups shifts by day.
func weekly(hours []Shift, show func(Shift) jsonobj.Object) jsonobj.Object {
	var week jsonobj.Object
	for _, s := range hours {
		list := append(week.Objects(s.Day), show(s))
		week = week.With(s.Day, list)
	}
	return week
}

// everyDay is v2's form of "around the clock" (S).
func everyDay() []jsonobj.Object { return daily("00:00:00", "23:59:59") }

func daily(from, to string) []jsonobj.Object {
	return schedule(jsonobj.New("triggerType", "Daily", "startTime", from, "endTime", to))
}

// everyWeek is the v2 schedule of weekly hours, with seconds (S).
func everyWeek(hours []Shift) []jsonobj.Object {
	ranges := weekly(hours, func(s Shift) jsonobj.Object {
		return jsonobj.New("startTime", s.From+":00", "endTime", s.To+":00")
	})
	return schedule(jsonobj.New("triggerType", "Weekly", "ranges", ranges))
}

// between is a v2 schedule of one span, in the user's local time (S).
func between(start, end string) []jsonobj.Object {
	return schedule(jsonobj.New("triggerType", "Range",
		"ranges", []jsonobj.Object{jsonobj.New("startDateTime", start, "endDateTime", end)}))
}

func schedule(trigger jsonobj.Object) []jsonobj.Object {
	return []jsonobj.Object{jsonobj.New("type", "Schedule", "schedule", jsonobj.New("triggers", []jsonobj.Object{trigger}))}
}

// readBusinessHours returns the work hours of an extension (V: the SDK). Guess: hours
// around the clock are an empty schedule, as the reference says of those of a company.
func (c *call) readBusinessHours() (result, error) { return success(c.showBusinessHours()), nil }

func (c *call) showBusinessHours() jsonobj.Object {
	schedule := jsonobj.New()
	if len(c.target.Hours) > 0 {
		schedule = schedule.With("weeklyRanges", weeklyRanges(c.target.Hours))
	}
	return jsonobj.New("uri", c.extensionURI(c.target)+"/business-hours", "schedule", schedule)
}

// workConditions returns the conditions of the work-hours state (S).
func (e *Extension) workConditions() []jsonobj.Object {
	if len(e.Hours) == 0 {
		return everyDay()
	}
	return everyWeek(slices.Clone(e.Hours))
}
