package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"rcfwd/api/jsonobj"
)

// ruleEdit is an update of an answering rule in progress.
type ruleEdit struct {
	*call
	rule     *Rule
	body     jsonobj.Object // the updated rule
	inactive bool           // whether the reply shows numbers that do not ring
}

// updateAnsweringRule changes only what was sent, but a sent object such as
// forwarding replaces the stored one (F). Unknown fields are stored as they
// are. If any field is refused, nothing changes.
func (c *call) updateAnsweringRule() (result, error) {
	if err := c.refuseGroupEdit(); err != nil {
		return result{}, err
	}
	r, err := c.answeringRule()
	if err != nil {
		return result{}, err
	}
	sent, err := c.callHandlingBody()
	if err != nil {
		return result{}, err
	}
	e := &ruleEdit{call: c, rule: r, body: r.body}
	if err := e.apply(sent); err != nil {
		return result{}, err
	}
	if err := e.checkWhole(); err != nil {
		return result{}, err
	}
	r.body = e.body
	return success(c.showAnsweringRule(r, e.inactive)), nil
}

// checkPlan is AWR-180 (R21, for forwarding numbers). Guess: it applies to
// rules too.
func (c *call) checkPlan() error {
	if c.target.FaxOnly {
		return refuse(http.StatusBadRequest, "AWR-180", "Call handling settings not available for Fax tiers")
	}
	return nil
}

// callHandlingBody reads the body of an update of call handling, if the plan
// has call handling.
func (c *call) callHandlingBody() (jsonobj.Object, error) {
	if err := c.checkPlan(); err != nil {
		return jsonobj.Object{}, err
	}
	return c.jsonBody()
}

// apply applies the fields in the order they were sent. null counts as absent.
func (e *ruleEdit) apply(sent jsonobj.Object) error {
	fields := e.fields()
	for _, m := range sent {
		if isNull(m.Value) {
			continue
		}
		value := m.Value
		if change := fields[m.Name]; change != nil {
			if err := change(m.Name, &value); err != nil {
				return err
			}
		}
		if !slices.Contains([]string{"uri", "id", "type", "showInactiveNumbers"}, m.Name) {
			e.body = e.body.Replace(m.Name, value)
		}
	}
	return nil
}

// change checks the value of a field and may convert it to its stored form.
type change func(name string, value *json.RawMessage) error

func (e *ruleEdit) fields() map[string]change {
	return map[string]change{
		"id": e.unchanged, "type": e.unchanged, "name": e.ruleName, "enabled": isBool,
		"showInactiveNumbers": func(name string, value *json.RawMessage) error {
			return into(name, *value, &e.inactive)
		},
		"callHandlingAction": e.action, "screening": oneOf("Off", "NoCallerId", "UnknownCallerId", "Always"),
		"forwarding": e.forwarding, "greetings": e.greetings,
		"voicemail": e.voicemail, "transfer": e.transfer,
		"unconditionalForwarding": e.unconditional, "missedCall": e.missedCall,
		"callers": e.callers, "calledNumbers": e.calledNumbers, "schedule": e.schedule,
	}
}

// into decodes a field. A value of another type is CMN-101.
func into(name string, value json.RawMessage, target any) error {
	if json.Unmarshal(value, target) != nil {
		return invalid(name)
	}
	return nil
}

func isBool(name string, value *json.RawMessage) error {
	var b bool
	return into(name, *value, &b)
}

func oneOf(allowed ...string) change {
	return func(name string, value *json.RawMessage) error {
		var s string
		if into(name, *value, &s) != nil || !slices.Contains(allowed, s) {
			return invalid(name)
		}
		return nil
	}
}

// unchanged is for fields that identify the rule. Guess: the stored value is
// accepted, and any other is CMN-101.
func (e *ruleEdit) unchanged(name string, value *json.RawMessage) error {
	return oneOf(e.rule.body.Str(name))(name, value)
}

// ruleName checks the name: AWR-179 (R18). Guess: only custom rules have a name
// that can change.
func (e *ruleEdit) ruleName(name string, value *json.RawMessage) error {
	var s string
	switch {
	case into(name, *value, &s) != nil:
		return invalid(name)
	case utf8.RuneCountInString(s) > 127:
		return refuse(http.StatusBadRequest, "AWR-179", "[name] is too long: up to 127 symbols supported")
	case e.isDefault() && s != e.rule.body.Str("name"), strings.TrimSpace(s) == "" && !e.isDefault():
		return invalid(name)
	}
	return nil
}

func (e *ruleEdit) isDefault() bool { return e.rule.body.Str("type") != "Custom" }

// action refuses the actions of queues and shared lines (Guess: CMN-101; S
// lists one set of actions for all types).
func (e *ruleEdit) action(name string, value *json.RawMessage) error {
	return oneOf("ForwardCalls", "UnconditionalForwarding", "TransferToExtension", "TakeMessagesOnly",
		"PlayAnnouncementOnly")(name, value)
}

// checkWhole checks fields that depend on each other. Guess: an action without
// its destination is CMN-101 for the destination.
func (e *ruleEdit) checkWhole() error {
	needs := map[string]string{"UnconditionalForwarding": "unconditionalForwarding", "TransferToExtension": "transfer"}
	if field := needs[e.body.Str("callHandlingAction")]; field != "" && !e.body.Has(field) {
		return invalid(field)
	}
	return e.checkConditions()
}

// checkConditions is AWR-111 and AWR-120 (R18), both for custom rules.
func (e *ruleEdit) checkConditions() error {
	if e.isDefault() {
		return nil
	}
	when := e.body.Object("schedule")
	who := len(e.body.Objects("callers"))+len(e.body.Objects("calledNumbers")) > 0
	switch {
	case !who && !when.Has("ref") && len(when.Object("weeklyRanges")) == 0 && len(when.Objects("ranges")) == 0:
		return refuse(http.StatusBadRequest, "AWR-111", "At least one condition should be specified")
	case !who && when.Has("ref"):
		return refuse(http.StatusBadRequest, "AWR-120",
			"Business Hours/After Hours schedule condition is allowed only with other answering rule conditions")
	}
	return nil
}
