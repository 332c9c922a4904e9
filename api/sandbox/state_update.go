package sandbox

import (
	"strings"
	"time"

	"rcfwd/api/jsonobj"
)

// The calls on one state are outside the dossier's openapi.json; the newest SDK
// has them (V): Medium, ReadAccounts and EditExtensions, and a request of
// enabled and conditions. No code of theirs is published. Guess: CMN-101 for the
// invalid field, as elsewhere.

func (c *call) readState() (result, error) {
	r, err := c.stateRule()
	if err != nil {
		return result{}, err
	}
	return success(c.target.state(r.ID)), nil
}

// stateFields is CommStateUpdateRequest (V), with what only replies have. Guess:
// those are ignored.
func stateFields() members {
	return members{
		"id": nil, "displayName": nil, "enabled": nil,
		"conditions": {"type": nil, "state": nil, "schedule": {"triggers": triggerFields()}},
	}
}

// updateState switches forward-all-calls and dnd, and sets the time of the
// former and of work hours. The reply is the state (V). Guess: a missing field
// does not change.
func (c *call) updateState() (result, error) {
	r, err := c.stateRule()
	if err != nil {
		return result{}, err
	}
	sent, err := c.callHandlingBody()
	if err != nil {
		return result{}, err
	}
	if err := stateFields().check(sent, ""); err != nil {
		return result{}, err
	}
	edit := *c.target // nothing is stored unless all of it is valid
	if err := edit.switchState(r.ID, sent); err != nil {
		return result{}, err
	}
	if err := edit.setConditions(r.ID, sent); err != nil {
		return result{}, err
	}
	busy := c.target.DoNotDisturb
	*c.target = edit
	if r.ID == workHours && sent.Has("conditions") {
		c.target.setHours(edit.Hours)
	}
	if busy != edit.DoNotDisturb {
		c.notifyPresence(c.target, time.Now(), nil) // tied to presence (dossier 11.2)
	}
	return success(c.target.state(r.ID)), nil
}

// switchState turns a state on or off. S: work hours and after hours cannot be
// disabled. Guess: nor can agent, which is on in every sample.
func (e *Extension) switchState(id string, sent jsonobj.Object) error {
	on, ok := jsonobj.As[bool](sent, "enabled")
	if !ok {
		return invalid("enabled")
	}
	if !sent.Has("enabled") {
		return nil
	}
	switch id {
	case forwardAll:
		e.ForwardAllCalls = on
	case doNotDisturb:
		e.DoNotDisturb = on
	default:
		if !on {
			return invalid("enabled")
		}
	}
	return nil
}

// setConditions sets the time of forward-all and of work hours. It does not
// change the schedules of other states: the stored value is accepted, and any
// other is refused, as it is for dnd, whose day has 24 hours (V).
func (e *Extension) setConditions(id string, sent jsonobj.Object) error {
	if !sent.Has("conditions") {
		return nil
	}
	list, ok := jsonobj.As[[]jsonobj.Object](sent, "conditions")
	if !ok {
		return invalid("conditions")
	}
	if id != forwardAll && id != workHours {
		if !jsonobj.Same(sent.Get("conditions"), e.state(id).Get("conditions")) {
			return invalid("conditions")
		}
		return nil
	}
	if len(list) != 1 || list[0].Str("type") != "Schedule" {
		return invalid("conditions") // S: at most one. Guess: not none
	}
	triggers := list[0].Object("schedule").Objects("triggers")
	if len(triggers) != 1 {
		return invalid("conditions.schedule.triggers") // one at a time (dossier 11.2)
	}
	if id == workHours {
		return e.setWorkTrigger(triggers[0])
	}
	return e.setTrigger(triggers[0])
}

// setTrigger accepts a Daily or a Range, the only triggers that this state can
// have (dossier 11.2). S: a Range is a list of spans. Guess: of one span.
func (e *Extension) setTrigger(t jsonobj.Object) error {
	switch t.Str("triggerType") {
	case "Daily":
		from, to := t.Str("startTime"), t.Str("endTime")
		if !isTime(from) || !isTime(to) || from >= to {
			return invalid("conditions.schedule.triggers.startTime")
		}
		e.ForwardAllFrom, e.ForwardAllTo = "", ""
		e.ForwardAllStart, e.ForwardAllEnd = from, to
	case "Range":
		spans := t.Objects("ranges")
		if len(spans) != 1 {
			return invalid("conditions.schedule.triggers.ranges")
		}
		from, to := localTime(spans[0].Str("startDateTime")), localTime(spans[0].Str("endDateTime"))
		if from == "" || to == "" || from >= to {
			return invalid("conditions.schedule.triggers.ranges")
		}
		e.ForwardAllFrom, e.ForwardAllTo = from, to
	default:
		return invalid("conditions.schedule.triggers.triggerType")
	}
	return nil
}

func isTime(text string) bool {
	_, err := time.Parse(time.TimeOnly, text)
	return err == nil && len(text) == len(time.TimeOnly)
}

// localTime reads an ISO 8601 time and drops its zone, as S says. Guess: and
// the fraction. It returns "" for an invalid time.
func localTime(text string) string {
	const layout = "2006-01-02T15:04:05"
	t, err := time.Parse(layout, strings.TrimSuffix(text, "Z"))
	if err != nil {
		return ""
	}
	return t.Format(layout)
}
