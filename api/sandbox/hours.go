package sandbox

import "slices"

// Shift is a span of work hours on one day of the week.
type Shift struct {
	Day      string // monday to sunday
	From, To string // hh:mm, local time
}

// shifts returns the same hours on several days.
func shifts(from, to string, days ...string) []Shift {
	list := make([]Shift, len(days))
	for i, day := range days {
		list[i] = Shift{day, from, to}
	}
	return list
}

var workdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday"}

// weeklyRanges is WeeklyScheduleInfo of v1, with hours and minutes (S).
func weeklyRanges(hours []Shift) object {
	return weekly(hours, func(s Shift) object { return newObject("from", s.From, "to", s.To) })
}

// weekly groups shifts by day.
func weekly(hours []Shift, show func(Shift) object) object {
	var week object
	for _, s := range hours {
		list := append(week.objects(s.Day), show(s))
		week.set(s.Day, list)
	}
	return week
}

// everyDay is v2's form of "around the clock" (S).
func everyDay() []object { return daily("00:00:00", "23:59:59") }

func daily(from, to string) []object {
	return schedule(newObject("triggerType", "Daily", "startTime", from, "endTime", to))
}

// everyWeek is the v2 schedule of weekly hours, with seconds (S).
func everyWeek(hours []Shift) []object {
	ranges := weekly(hours, func(s Shift) object {
		return newObject("startTime", s.From+":00", "endTime", s.To+":00")
	})
	return schedule(newObject("triggerType", "Weekly", "ranges", ranges))
}

// between is a v2 schedule of one span, in the user's local time (S).
func between(start, end string) []object {
	return schedule(newObject("triggerType", "Range",
		"ranges", []object{newObject("startDateTime", start, "endDateTime", end)}))
}

func schedule(trigger object) []object {
	return []object{newObject("type", "Schedule", "schedule", newObject("triggers", []object{trigger}))}
}

// workConditions returns the conditions of the work-hours state (S).
func (e *Extension) workConditions() []object {
	if len(e.Hours) == 0 {
		return everyDay()
	}
	return everyWeek(slices.Clone(e.Hours))
}
