package api

import (
	"encoding/json"
	"slices"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// The conditions of a custom rule of V2 are a list: Interaction has callers and called
// numbers, Schedule and State have times. That a rule has at most one of each kind is how
// people can edit it; what else is in the list stays as it is.

// conditionsOf are the conditions of a list, and where they are in it.
type conditionsOf struct {
	Conditions
	times, calls       int // places in the list; -1 for none
	oddTimes, oddCalls bool
	others             bool
	from               []jsonobj.Object // records of the callers
}

func (r *Rule) conditionsV2() (c Conditions, whole bool) {
	w, _ := jsonobj.Read(r.raw)
	found := readConditions(w.List("conditions"))
	return found.Conditions, !found.oddTimes && !found.oddCalls && !found.others
}

func readConditions(list []json.RawMessage) conditionsOf {
	c := conditionsOf{times: -1, calls: -1}
	for i, raw := range list {
		w, _ := jsonobj.Read(raw)
		kind := stateKinds[w.Object("state").Text("id")]
		switch {
		case w.Text("type") == "Interaction":
			c.readCalls(i, w)
		case w.Text("type") == "Schedule" && w.Has("schedule"):
			c.takeTimes(i, new(readTriggers(w.Object("schedule"))))
		case w.Text("type") == "State" && (kind == WorkHours || kind == AfterHours):
			c.takeTimes(i, &TimeSet{Follow: kind})
		default:
			c.others = true
		}
	}
	return c
}

func (c *conditionsOf) takeTimes(at int, t *TimeSet) {
	c.oddTimes = c.oddTimes || c.times >= 0 || t.unread || t.empty()
	if c.times < 0 {
		c.times, c.When = at, *t
	}
}

func (c *conditionsOf) readCalls(at int, w jsonobj.Object) {
	if c.calls >= 0 {
		c.oddCalls = true
		return
	}
	c.calls = at
	for _, one := range w.Objects("from") {
		caller := Caller{Phone: rest.Clean(one.Text("phoneNumber")), Name: rest.Clean(one.Text("name"))}
		if caller.Name == caller.Phone {
			caller.Name = "" // see fromV2
		}
		c.Callers, c.from = append(c.Callers, caller), append(c.from, one)
		c.oddCalls = c.oddCalls || caller.Phone == ""
	}
	for _, raw := range w.List("to") {
		called := rest.Clean(jsonobj.New("to", raw).Text("to"))
		c.Called = append(c.Called, called)
		c.oddCalls = c.oddCalls || called == ""
	}
}

// withConditionsV2 returns r, whose record is w, with other conditions.
func (old *Rule) withConditionsV2(w jsonobj.Object, want *Conditions) (Rule, error) {
	r := *old
	stored := w.List("conditions")
	was := readConditions(stored)
	times, calls := !was.When.same(&want.When), !slices.Equal(was.Callers, want.Callers) || !slices.Equal(was.Called, want.Called)
	switch {
	case times && was.oddTimes:
		return r, unreadError(FieldSchedule)
	case calls && was.oddCalls:
		return r, unreadError(FieldCallers)
	}
	list := slices.Clone(stored)
	if calls {
		list = put(list, was.calls, want.calls(was, stored))
	}
	if times {
		list = put(list, was.times, want.When.condition(was.times, stored))
	}
	list = slices.DeleteFunc(list, func(raw json.RawMessage) bool { return raw == nil })
	if times || calls {
		w = w.With("conditions", list)
	}
	r.raw, r.When = w.Raw(), interactionWords(w)
	return r, nil
}

// put sets the condition at a place, or adds it when it had none.
func put(list []json.RawMessage, at int, condition json.RawMessage) []json.RawMessage {
	if at < 0 {
		return append(list, condition)
	}
	list[at] = condition
	return list
}

// calls is the condition for callers and called numbers; nil for none.
func (c *Conditions) calls(was conditionsOf, stored []json.RawMessage) json.RawMessage {
	if len(c.Callers)+len(c.Called) == 0 {
		return nil
	}
	from := make([]json.RawMessage, 0, len(c.Callers))
	for _, one := range c.Callers {
		if i := slices.Index(was.Callers, one); i >= 0 {
			from = append(from, was.from[i].Raw())
			continue
		}
		from = append(from, fromV2(one).Raw())
	}
	w := jsonobj.New("type", "Interaction")
	if was.calls >= 0 {
		w, _ = jsonobj.Read(stored[was.calls])
	}
	return w.With("from", from).With("to", append([]string{}, c.Called...)).Raw()
}

// fromV2 is a caller. The service needs a name (SDK: CommFromResource); one without is
// called by the number.
func fromV2(c Caller) jsonobj.Object {
	if c.Name == "" {
		c.Name = c.Phone
	}
	return jsonobj.New("phoneNumber", c.Phone, "name", c.Name)
}

// condition is the condition for the times, in the place of a stored one; nil for none.
func (s *TimeSet) condition(at int, stored []json.RawMessage) json.RawMessage {
	var was jsonobj.Object
	if at >= 0 {
		was, _ = jsonobj.Read(stored[at])
	}
	switch {
	case s.Follow != "":
		return jsonobj.New("type", "State", "state", jsonobj.New("id", stateID(s.Follow))).Raw()
	case s.empty():
		return nil
	case was.Text("type") != "Schedule":
		was = jsonobj.New("type", "Schedule")
	}
	schedule := was.Object("schedule")
	return was.With("schedule", schedule.Without("startDateTime", "endDateTime").With("triggers", s.triggers(schedule))).Raw()
}

// stateID is the id of the state of a kind.
func stateID(kind RuleKind) string {
	for id, k := range stateKinds {
		if k == kind {
			return id
		}
	}
	return ""
}

// triggers are the triggers of a schedule of V2: one, of the kind that fits. Where the
// stored schedule has one of that kind, its other members stay.
func (s *TimeSet) triggers(stored jsonobj.Object) []jsonobj.Object {
	kind := "Weekly"
	switch {
	case len(s.Dates) > 0:
		kind = "Range"
	case s.daily():
		kind = "Daily"
	}
	t := jsonobj.New("triggerType", kind)
	if had := stored.Objects("triggers"); len(had) == 1 && had[0].Text("triggerType") == kind {
		t = had[0]
	}
	switch kind {
	case "Range":
		return []jsonobj.Object{t.Without("startDateTime", "endDateTime").With("ranges", s.wireDates("startDateTime", "endDateTime"))}
	case "Daily":
		return []jsonobj.Object{t.With("startTime", clockV2(s.Weekly[0][0].From)).With("endTime", clockV2(s.Weekly[0][0].To))}
	}
	return []jsonobj.Object{t.With("ranges", s.wireWeek("startTime", "endTime", clockV2))}
}

// daily reports whether every day has the same single hours.
func (was *TimeSet) daily() bool {
	s := *was
	return !slices.ContainsFunc(s.Weekly[:], func(d []DaySpan) bool { return len(d) != 1 || !slices.Equal(d, s.Weekly[0]) })
}

// clockV2 writes minutes from midnight as hh:mm:ss. The end of a day is its last second
// (dossier section 11.2).
func clockV2(minute int) string {
	if minute >= wholeDay {
		return "23:59:59"
	}
	return clock(minute) + ":00"
}

func toMinute(t time.Time) time.Time { return t.Truncate(time.Minute) }

// sentConditions are the conditions as a request has them: a state is only named (SDK:
// CommReferenceStateResource), while an answer holds all of it.
func sentConditions(w jsonobj.Object) []json.RawMessage {
	list := append([]json.RawMessage{}, w.List("conditions")...)
	for i, raw := range list {
		if c, _ := jsonobj.Read(raw); c.Text("type") == "State" {
			list[i] = c.With("state", jsonobj.New("id", c.Object("state").Text("id"))).Raw()
		}
	}
	return list
}
