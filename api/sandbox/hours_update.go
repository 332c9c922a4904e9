package sandbox

import (
	"net/http"
	"sort"

	"rcfwd/api/jsonobj"
)

// updateBusinessHours sets the work hours (V: the SDK). Guess: an empty schedule
// is around the clock, as in replies, and the hours of a day may come in any
// order but may not overlap. Guess: it is closed on new call handling, like the
// other writes of v1 call handling.
func (c *call) updateBusinessHours() (result, error) {
	if c.company.NewCallHandling {
		return result{}, refuse(http.StatusForbidden, "CMN-468", "This API is not available with enabled feature [%s].", newBackendFeature)
	}
	if err := c.checkForwarding(); err != nil {
		return result{}, err
	}
	sent, err := c.callHandlingBody()
	if err != nil {
		return result{}, err
	}
	if err := (members{"schedule": weekFields()}).check(sent, ""); err != nil {
		return result{}, err
	}
	schedule, ok := jsonobj.As[jsonobj.Object](sent, "schedule")
	if !ok || !sent.Has("schedule") {
		return result{}, invalid("schedule")
	}
	hours, err := readShifts(schedule.Object("weeklyRanges"), "from", "to", "schedule.weeklyRanges")
	if err != nil {
		return result{}, err
	}
	c.target.setHours(hours)
	return success(c.showBusinessHours()), nil
}

// setHours sets the work hours, which default rules also show.
func (e *Extension) setHours(hours []Shift) {
	e.Hours = hours
	week := map[string][]Shift{businessHours: hours, afterHours: afterHoursShifts(hours)}
	for _, r := range e.AnsweringRules {
		if shifts, is := week[r.ID]; is {
			r.body = r.body.Edit("schedule", func(s jsonobj.Object) jsonobj.Object {
				if !s.Has("weeklyRanges") {
					return s
				}
				return s.With("weeklyRanges", weeklyRanges(shifts))
			})
		}
	}
}

// readShifts reads hours of a week: hh:mm on v1, hh:mm:ss on v2.
func readShifts(ranges jsonobj.Object, from, to, parameter string) ([]Shift, error) {
	var hours []Shift
	for _, day := range weekdays {
		list, ok := jsonobj.As[[]jsonobj.Object](ranges, day)
		if !ok {
			return nil, invalid(parameter + "." + day)
		}
		var shifts []Shift
		for _, s := range list {
			shifts = append(shifts, Shift{day, minutes(s.Str(from)), minutes(s.Str(to))})
		}
		sort.SliceStable(shifts, func(i, j int) bool { return shifts[i].From < shifts[j].From })
		for i, s := range shifts {
			if s.From == "" || s.To == "" || s.From >= s.To || i > 0 && shifts[i-1].To > s.From {
				return nil, invalid(parameter + "." + day)
			}
		}
		hours = append(hours, shifts...)
	}
	return hours, nil
}

// minutes reads a time of day without its seconds; "" for an invalid one.
func minutes(text string) string {
	if len(text) == len("15:04") {
		text += ":00"
	}
	if !isTime(text) {
		return ""
	}
	return text[:len("15:04")]
}

// setWorkTrigger accepts a Daily or a Weekly (dossier 11.2). 24/7 is the whole
// day, daily.
func (e *Extension) setWorkTrigger(t jsonobj.Object) error {
	if err := checkTrigger(t); err != nil {
		return err
	}
	switch t.Str("triggerType") {
	case "Daily":
		from, to := minutes(t.Str("startTime")), minutes(t.Str("endTime"))
		e.Hours = shifts(from, to, weekdays...)
		if from == "00:00" && to == "23:59" {
			e.Hours = nil
		}
		return nil
	case "Weekly":
		hours, err := readShifts(t.Object("ranges"), "startTime", "endTime", "conditions.schedule.triggers.ranges")
		if err == nil && len(hours) == 0 {
			err = invalid("conditions.schedule.triggers.ranges")
		}
		e.Hours = hours
		return err
	}
	return invalid("conditions.schedule.triggers.triggerType")
}

// checkTriggers checks the triggers of a custom rule: at least one (S).
func checkTriggers(triggers []jsonobj.Object) error {
	if len(triggers) == 0 {
		return invalid("conditions.schedule.triggers")
	}
	for _, t := range triggers {
		if err := checkTrigger(t); err != nil {
			return err
		}
	}
	return nil
}

// checkTrigger checks one trigger. Guess: one of an unknown type is kept as it
// is, and the end is after the start.
func checkTrigger(t jsonobj.Object) error {
	const parameter = "conditions.schedule.triggers."
	switch t.Str("triggerType") {
	case "":
		return invalid(parameter + "triggerType")
	case "Daily":
		if from, to := t.Str("startTime"), t.Str("endTime"); !isTime(from) || !isTime(to) || from >= to {
			return invalid(parameter + "startTime")
		}
	case "Weekly":
		_, err := readShifts(t.Object("ranges"), "startTime", "endTime", parameter+"ranges")
		return err
	case "Range":
		for _, s := range t.Objects("ranges") {
			if from, to := localTime(s.Str("startDateTime")), localTime(s.Str("endDateTime")); from == "" || to == "" || from >= to {
				return invalid(parameter + "ranges")
			}
		}
	}
	return nil
}
