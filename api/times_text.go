package api

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"
)

// Times as people write them:
//
//	at all times
//	Mon-Fri 09:00-12:00 and 13:00-17:00, Sat 10:00-12:00
//	every day 22:00-06:00
//	2026-12-24 18:00 to 2026-12-27 08:00, 2026-12-31 to 2027-01-01
//	in work hours, or outside work hours
//
// Hours that end before they begin go on after midnight. A date without a time is the
// whole day. All are wall clock times in the time zone of the extension.

// The words for the times of work hours and for all others.
const (
	inWorkHours      = "in work hours"
	outsideWorkHours = "outside work hours"
	everyDay         = "every day "
)

// String writes the times as ParseTimes reads them; empty for no time.
func (s TimeSet) String() string {
	switch s.Follow {
	case WorkHours:
		return inWorkHours
	case AfterHours:
		return outsideWorkHours
	}
	var parts []string
	if words := s.weekly(); words != "" {
		parts = append(parts, words)
	}
	for _, d := range s.Dates {
		parts = append(parts, spanWords(wireDate(d.From), wireDate(d.To)))
	}
	return joinComma(parts)
}

// weekly writes the hours of a week.
func (s *TimeSet) weekly() string {
	var w week
	same := true
	for day, spans := range s.Weekly {
		var hours []string
		for _, d := range spans {
			hours = append(hours, timeRange(clock(d.From), clock(d.To)))
		}
		w[day] = strings.Join(hours, " and ")
		same = same && w[day] == w[0]
	}
	if words := w.words(); !same || words == "" || words == atAllTimes {
		return words
	}
	return everyDay + w[0]
}

// clock writes minutes from midnight as hh:mm.
func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// wireDate writes a wall clock time as the service does; empty for the zero time.
func wireDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02T15:04:05")
}

// ParseTimes reads times that a person wrote; "" is the zero value. The error is a
// ValidationError of FieldSchedule that quotes the part which cannot be read.
func ParseTimes(text string) (TimeSet, error) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	switch text {
	case "":
		return TimeSet{}, nil
	case atAllTimes, "always", "24/7":
		return Always(), nil
	case inWorkHours, "work hours", "in business hours":
		return TimeSet{Follow: WorkHours}, nil
	case outsideWorkHours, "after hours", "outside business hours":
		return TimeSet{Follow: AfterHours}, nil
	}
	p := timesParser{}
	for part := range strings.SplitSeq(text, ",") {
		if err := p.part(strings.TrimSpace(part)); err != nil {
			return TimeSet{}, err
		}
	}
	if len(p.days) > 0 {
		return TimeSet{}, scheduleError("It is not said from when to when on %s. Write hours, as in Mon-Fri 09:00-17:00.", p.last)
	}
	p.set.sort()
	return p.set, nil
}

func scheduleError(format string, args ...any) error {
	return ValidationError{Field: FieldSchedule, Code: "CMN-101", Text: fmt.Sprintf(format, args...)}
}

// timesParser reads the parts between commas.
type timesParser struct {
	set  TimeSet
	days []int  // named before their hours, as Mon in "Mon, Wed 09:00-17:00"
	last string // the part that named them last
}

func (p *timesParser) part(text string) error {
	if len(text) > 4 && text[4] == '-' {
		return p.dates(text)
	}
	days, hours, err := cutDays(text)
	if err != nil {
		return err
	}
	p.days, p.last = append(p.days, days...), text
	if hours == "" {
		return nil
	}
	if len(p.days) == 0 {
		p.days = []int{0, 1, 2, 3, 4, 5, 6}
	}
	for span := range strings.SplitSeq(hours, " and ") {
		if err := p.hours(span); err != nil {
			return err
		}
	}
	p.days = nil
	return nil
}

// cutDays reads the days at the beginning of a part, and returns them and what follows.
func cutDays(text string) (days []int, rest string, err error) {
	if after, ok := strings.CutPrefix(text+" ", everyDay); ok {
		return []int{0, 1, 2, 3, 4, 5, 6}, strings.TrimSpace(after), nil
	}
	if text == "all day" || text != "" && '0' <= text[0] && text[0] <= '9' {
		return nil, text, nil
	}
	name, rest, _ := strings.Cut(text, " ")
	from, to, isRange := strings.Cut(name, "-")
	first, ok := dayOf(from)
	last, okLast := dayOf(cmp.Or(to, from))
	if !ok || !okLast || isRange && to == "" {
		return nil, "", scheduleError("%q is not a day. Write days as Mon, or Mon-Fri, before their hours.", name)
	}
	for day := first; ; day = (day + 1) % len(week{}) {
		days = append(days, day)
		if day == last {
			return days, rest, nil
		}
	}
}

// dayOf returns the place of a day in a week from its name or the first letters of it, at
// least two.
func dayOf(name string) (day int, ok bool) {
	day = slices.IndexFunc(days, func(d struct{ wire, short string }) bool {
		return len(name) >= 2 && strings.HasPrefix(d.wire, name)
	})
	return day, day >= 0
}

func (p *timesParser) hours(span string) error {
	from, to, ok := strings.Cut(span, "-")
	if span == "all day" {
		from, to, ok = "00:00", "24:00", true
	}
	from, to = padHour(from), padHour(to)
	_, okFrom := minuteOf(from)
	_, okTo := minuteOf(to)
	if !ok || !okFrom || !okTo || from == "24:00" || from == to {
		return scheduleError("%q is not a time from one hour to another. Write it as 09:00-17:00.", span)
	}
	for _, day := range p.days {
		p.set.addHours(day, from, to)
	}
	return nil
}

// padHour makes 9:00, and 9, as people write them, into 09:00.
func padHour(text string) string {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, ":") {
		text += ":00"
	}
	if len(text) == len("9:00") {
		text = "0" + text
	}
	return text
}

func (p *timesParser) dates(text string) error {
	from, to, ok := strings.Cut(text, " to ")
	if !ok {
		to = from[:min(len(from), len(time.DateOnly))]
	}
	start, okFrom := dateOf(from, 0)
	end, okTo := dateOf(to, 1)
	if !okFrom || !okTo {
		return scheduleError("%q is not a time between two dates. Write it as 2026-12-24 18:00 to 2026-12-27 08:00.", text)
	}
	p.set.Dates = append(p.set.Dates, DateSpan{start, end})
	return nil
}

// dateOf reads a date with or without a time of day; one without is the first minute of
// the day that follows after so many.
func dateOf(text string, after int) (time.Time, bool) {
	text = strings.Replace(strings.TrimSpace(text), "t", " ", 1)
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return t.AddDate(0, 0, after), true
	}
	for _, layout := range []string{"2006-01-02 15:04", time.DateTime} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// sort puts the hours of each day in order and joins those that touch.
func (s *TimeSet) sort() {
	for day, spans := range s.Weekly {
		sort.SliceStable(spans, func(i, j int) bool { return cmp.Or(spans[i].From-spans[j].From, spans[i].To-spans[j].To) < 0 })
		var joined []DaySpan
		for _, d := range spans {
			if n := len(joined); n > 0 && joined[n-1].To >= d.From {
				joined[n-1].To = max(joined[n-1].To, d.To)
				continue
			}
			joined = append(joined, d)
		}
		s.Weekly[day] = joined
	}
	sort.SliceStable(s.Dates, func(i, j int) bool { return s.Dates[i].From.Before(s.Dates[j].From) })
}
