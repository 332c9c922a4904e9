package sandbox

import (
	"strings"

	"rcfwd/api/jsonobj"
)

// migrateCustomRule returns the interaction rule of a custom answering rule,
// which is its old name (G). Guess: its ID changes.
func (e *Extension) migrateCustomRule(old jsonobj.Object) *Rule {
	id := "808" + strings.TrimPrefix(old.Str("id"), "807")
	r := e.migrateRule(id, old)
	r.body = jsonobj.New("displayName", old.Str("name"), "enabled", old.Bool("enabled", false), "conditions", conditions(old),
		"dispatching", r.body.Object("dispatching"))
	r.body = e.company.invent(r.body, "ringtone", jsonobj.New("name", "chime", "gain", rawNumber("2.50")))
	return r
}

// conditions returns v2's conditions of a custom rule: the calls, and the times
// or the state (G).
func conditions(old jsonobj.Object) []jsonobj.Object {
	list := []jsonobj.Object{}
	from, to := []jsonobj.Object{}, []string{}
	for _, caller := range old.Objects("callers") {
		from = append(from, jsonobj.New("phoneNumber", normalize(caller.Str("callerId")), "name", caller.Str("name")))
	}
	for _, called := range old.Objects("calledNumbers") {
		to = append(to, called.Str("phoneNumber"))
	}
	if len(from)+len(to) > 0 {
		list = append(list, jsonobj.New("type", "Interaction", "from", from, "to", to))
	}
	when := old.Object("schedule")
	state := map[string]string{"BusinessHours": workHours, "AfterHours": offHours}[when.Str("ref")]
	if state != "" {
		return append(list, jsonobj.New("type", "State", "state", jsonobj.New("id", state)))
	}
	return append(list, times(when)...)
}

// times returns the weekly hours and the spans of a v1 schedule.
func times(when jsonobj.Object) []jsonobj.Object {
	list := []jsonobj.Object{}
	var hours []Shift
	week := when.Object("weeklyRanges")
	for _, day := range append(workdays[:5:5], "saturday", "sunday") {
		for _, r := range week.Objects(day) {
			hours = append(hours, Shift{day, r.Str("from"), r.Str("to")})
		}
	}
	if len(hours) > 0 {
		list = append(list, everyWeek(hours)...)
	}
	for _, r := range when.Objects("ranges") {
		list = append(list, between(localTime(r.Str("from")), localTime(r.Str("to")))...)
	}
	return list
}
