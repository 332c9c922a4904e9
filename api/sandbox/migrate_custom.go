package sandbox

import "strings"

// migrateCustomRule makes the interaction rule of a custom answering rule, which is its old
// term (G). Guess: its ID is another.
func (e *Extension) migrateCustomRule(old object) *Rule {
	id := "808" + strings.TrimPrefix(old.text("id"), "807")
	r := e.migrateRule(id, old)
	r.body = newObject("displayName", old.text("name"), "enabled", old.yes("enabled"), "conditions", conditions(old),
		"dispatching", r.body.object("dispatching"),
		"ringtone", newObject("name", "chime", "gain", rawNumber("2.50"))) // a field of some later version
	return r
}

// conditions says in v2's words when a custom rule applies: the calls, and the times
// or the hours (G).
func conditions(old object) []object {
	list := []object{}
	from, to := []object{}, []string{}
	for _, caller := range old.objects("callers") {
		from = append(from, newObject("phoneNumber", normalize(caller.text("callerId")), "name", caller.text("name")))
	}
	for _, called := range old.objects("calledNumbers") {
		to = append(to, called.text("phoneNumber"))
	}
	if len(from)+len(to) > 0 {
		list = append(list, newObject("type", "Interaction", "from", from, "to", to))
	}
	when := old.object("schedule")
	state := map[string]string{"BusinessHours": workHours, "AfterHours": offHours}[when.text("ref")]
	if state != "" {
		return append(list, newObject("type", "State", "state", newObject("id", state)))
	}
	return append(list, times(when)...)
}

// times are the weekly hours and the spans of a schedule of v1.
func times(when object) []object {
	list := []object{}
	var hours []Shift
	week := when.object("weeklyRanges")
	for _, day := range append(workdays[:5:5], "saturday", "sunday") {
		for _, r := range week.objects(day) {
			hours = append(hours, Shift{day, r.text("from"), r.text("to")})
		}
	}
	if len(hours) > 0 {
		list = append(list, everyWeek(hours)...)
	}
	for _, r := range when.objects("ranges") {
		list = append(list, between(localTime(r.text("from")), localTime(r.text("to")))...)
	}
	return list
}
