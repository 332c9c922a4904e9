package sandbox

import (
	"net/http"
	"slices"

	"rcfwd/api/jsonobj"
)

// members are the fields that a request may have, by their names, each with
// those of the objects in it; nil means that these are not looked at.
type members map[string]members

// check refuses what no source shows in a request. Guess: CMN-101 for the first
// unknown field, with its path.
func (f members) check(o jsonobj.Object, path string) error {
	for _, m := range o {
		inner, known := f[m.Name]
		if !known {
			return invalid(path + m.Name)
		}
		if inner == nil {
			continue
		}
		for _, child := range append(o.Objects(m.Name), o.Object(m.Name)) {
			if err := inner.check(child, path+m.Name+"."); err != nil {
				return err
			}
		}
	}
	return nil
}

var justID = members{"id": nil}

// weekFields are those of the hours of a week. What a request may hold is made when one
// comes: otherwise every command would pay for it. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func weekFields() members { return members{"weeklyRanges": weekOf(members{"from": nil, "to": nil})} }

// createRuleFields is CreateAnsweringRuleRequest (V), without what only queues have.
func createRuleFields() members {
	return members{
		"enabled": nil, "type": nil, "name": nil, "screening": nil, "callHandlingAction": nil,
		"callers": {"callerId": nil, "name": nil}, "calledNumbers": {"phoneNumber": nil},
		"schedule": {"weeklyRanges": weekFields()["weeklyRanges"], "ranges": {"from": nil, "to": nil}, "ref": nil},
		"forwarding": {
			"notifyMySoftPhones": nil, "softPhonesRingCount": nil, "softPhonesAlwaysRing": nil, "ringingMode": nil,
			"softPhonesPositionTop": nil, "notifyAdminSoftPhones": nil, "mobileTimeout": nil,
			"rules": {"index": nil, "ringCount": nil, "enabled": nil, "forwardingNumbers": {
				"id": nil, "uri": nil, "phoneNumber": nil, "label": nil, "type": nil,
			}},
		},
		"unconditionalForwarding": {"phoneNumber": nil}, "transfer": {"extension": justID},
		"voicemail":  {"enabled": nil, "recipient": {"id": nil, "uri": nil}},
		"missedCall": {"actionType": nil, "extension": justID, "externalNumber": {"phoneNumber": nil}},
		"greetings":  {"type": nil, "preset": {"id": nil, "name": nil, "uri": nil}, "custom": justID},
	}
}

// weekOf has the same fields on every day.
func weekOf(span members) members {
	week := members{}
	for _, day := range weekdays {
		week[day] = span
	}
	return week
}

// weekdays are the days as v1 and v2 name them.
var weekdays = append(workdays[:5:5], "saturday", "sunday")

// createAnsweringRule makes a custom rule (V: the SDK; G). S: type and name are
// required, and enabled is true by default. Guess: the action is ForwardCalls
// by default, which needs forwarding (G), and the voicemail is on.
func (c *call) createAnsweringRule() (result, error) {
	if err := c.refuseGroupEdit(); err != nil {
		return result{}, err
	}
	if err := c.checkForwarding(); err != nil {
		return result{}, err
	}
	sent, err := c.callHandlingBody()
	if err != nil {
		return result{}, err
	}
	if err := createRuleFields().check(sent, ""); err != nil {
		return result{}, err
	}
	for _, name := range []string{"type", "name"} {
		if !sent.Has(name) {
			return result{}, invalid(name)
		}
	}
	r := &Rule{ID: c.company.NewID()}
	r.body = jsonobj.New("id", r.ID, "type", "Custom", "name", "", "enabled", true, "callHandlingAction", "ForwardCalls",
		"voicemail", jsonobj.New("enabled", true, "recipient", jsonobj.New("id", c.target.ID)), "screening", "Off")
	e := &ruleEdit{call: c, rule: r, body: r.body}
	if err := e.create(sent); err != nil {
		return result{}, err
	}
	r.body = e.body
	c.target.addAnsweringRule(r)
	return success(c.showAnsweringRule(r, false)), nil
}

func (e *ruleEdit) create(sent jsonobj.Object) error {
	if err := e.apply(sent); err != nil {
		return err
	}
	if e.body.Str("callHandlingAction") == "ForwardCalls" && len(e.body.Object("forwarding").Objects("rules")) == 0 {
		return invalid("forwarding")
	}
	return e.checkWhole()
}

// addAnsweringRule puts a custom rule before the one for after hours, as they
// are listed.
func (e *Extension) addAnsweringRule(r *Rule) {
	at := slices.IndexFunc(e.AnsweringRules, func(r *Rule) bool { return r.ID == afterHours })
	if at < 0 {
		at = len(e.AnsweringRules)
	}
	e.AnsweringRules = slices.Insert(slices.Clone(e.AnsweringRules), at, r)
}

// deleteAnsweringRule removes a custom rule (V: the SDK). Guess: a default rule
// is CMN-101.
func (c *call) deleteAnsweringRule() (result, error) {
	if err := c.refuseGroupEdit(); err != nil {
		return result{}, err
	}
	r, err := c.answeringRule()
	if err != nil {
		return result{}, err
	}
	if r.body.Str("type") != "Custom" {
		return result{}, invalid("ruleId")
	}
	c.target.AnsweringRules = without(c.target.AnsweringRules, func(other *Rule) bool { return other == r })
	return result{status: http.StatusNoContent}, nil
}
