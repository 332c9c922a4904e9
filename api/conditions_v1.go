package api

import (
	"encoding/json"
	"slices"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// The conditions of a custom rule of V1 are its schedule, its callers and its calledNumbers
// (dossier section 9).

func (r *Rule) conditionsV1() (c Conditions, whole bool) {
	w, _ := jsonobj.Read(r.raw)
	whole = true
	if sets := timesV1(w).Sets; len(sets) > 0 {
		c.When, whole = sets[0], !sets[0].unread
	}
	for _, one := range w.Objects("callers") {
		caller := Caller{Phone: rest.Clean(one.Text("callerId")), Name: rest.Clean(one.Text("name"))}
		c.Callers = append(c.Callers, caller)
		whole = whole && caller != Caller{}
	}
	for _, one := range w.Objects("calledNumbers") {
		phone := rest.Clean(one.Text("phoneNumber"))
		c.Called = append(c.Called, phone)
		whole = whole && phone != ""
	}
	return c, whole
}

// withConditionsV1 returns r, whose record is w, with other conditions.
func (old *Rule) withConditionsV1(w jsonobj.Object, want *Conditions) (Rule, error) {
	r := *old
	was, _ := r.conditionsV1()
	if !was.When.same(&want.When) {
		if was.When.unread {
			return r, unreadError(FieldSchedule)
		}
		w = w.With("schedule", want.When.scheduleV1(w.Object("schedule")))
	}
	if !slices.Equal(was.Callers, want.Callers) {
		if slices.Contains(was.Callers, Caller{}) {
			return r, unreadError(FieldCallers)
		}
		w = w.With("callers", callersV1(w.Objects("callers"), was.Callers, want.Callers))
	}
	if !slices.Equal(was.Called, want.Called) {
		if slices.Contains(was.Called, "") {
			return r, unreadError(FieldCalled)
		}
		w = w.With("calledNumbers", calledV1(w.Objects("calledNumbers"), was.Called, want.Called))
	}
	r.raw, r.When = w.Raw(), legacySchedule(r.Kind, w)
	return r, nil
}

// unreadError refuses to change what this version cannot read.
func unreadError(f Field) error {
	return ValidationError{Field: f, Code: "CMN-101", Text: "RingCentral has this in a form that rcfwd does not know. Change it in the RingCentral app."}
}

// callersV1 are the records of callers. One that was there keeps its text.
func callersV1(stored []jsonobj.Object, was, want []Caller) []json.RawMessage {
	list := make([]json.RawMessage, 0, len(want))
	for _, c := range want {
		if i := slices.Index(was, c); i >= 0 {
			list = append(list, stored[i].Raw())
			continue
		}
		one := jsonobj.New("callerId", c.Phone)
		if c.Name != "" {
			one = one.With("name", c.Name)
		}
		list = append(list, one.Raw())
	}
	return list
}

func calledV1(stored []jsonobj.Object, was, want []string) []json.RawMessage {
	list := make([]json.RawMessage, 0, len(want))
	for _, phone := range want {
		if i := slices.Index(was, phone); i >= 0 {
			list = append(list, stored[i].Raw())
			continue
		}
		list = append(list, jsonobj.New("phoneNumber", phone).Raw())
	}
	return list
}

// scheduleV1 is a schedule of V1 with the times. Other members of the stored one stay. An
// empty schedule is none.
func (s *TimeSet) scheduleV1(stored jsonobj.Object) jsonobj.Object {
	w := stored.Without("weeklyRanges", "ranges", "ref")
	switch {
	case s.Follow == WorkHours:
		return w.With("ref", "BusinessHours")
	case s.Follow == AfterHours:
		return w.With("ref", "AfterHours")
	case len(s.Dates) > 0:
		return w.With("ranges", s.wireDates("from", "to"))
	case s.empty():
		return w
	}
	return w.With("weeklyRanges", s.wireWeek("from", "to", clockV1))
}

// wireWeek is the hours of each day that has any.
func (s *TimeSet) wireWeek(from, to string, clock func(int) string) jsonobj.Object {
	ranges := jsonobj.Object{}
	for day, spans := range s.Weekly {
		list := make([]jsonobj.Object, 0, len(spans))
		for _, d := range spans {
			list = append(list, jsonobj.New(from, clock(d.From), to, clock(d.To)))
		}
		if len(list) > 0 {
			ranges = ranges.With(days[day].wire, list)
		}
	}
	return ranges
}

// wireDates are the spans between dates.
func (s *TimeSet) wireDates(from, to string) []jsonobj.Object {
	list := make([]jsonobj.Object, 0, len(s.Dates))
	for _, d := range s.Dates {
		list = append(list, jsonobj.New(from, wireDate(d.From), to, wireDate(d.To)))
	}
	return list
}

// clockV1 writes minutes from midnight as hh:mm. The end of a day is its last minute, as
// the service writes it (an inference from v2).
func clockV1(minute int) string { return clock(min(minute, wholeDay-1)) }

// same reports whether two sets contain the same times, to the minute.
func (s *TimeSet) same(other *TimeSet) bool {
	a, b := s.clone(), other.clone()
	for day := range a.Weekly {
		if !slices.Equal(a.Weekly[day], b.Weekly[day]) {
			return false
		}
	}
	return a.Follow == b.Follow && slices.Equal(a.Dates, b.Dates)
}

// clone is a copy in order, with dates to the minute.
func (was *TimeSet) clone() TimeSet {
	s := *was
	for day := range s.Weekly {
		s.Weekly[day] = slices.Clone(s.Weekly[day])
	}
	s.Dates = slices.Clone(s.Dates)
	for i, d := range s.Dates {
		s.Dates[i] = DateSpan{toMinute(d.From), toMinute(d.To)}
	}
	s.sort()
	return s
}
