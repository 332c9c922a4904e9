package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// ruleEdit is an update of an answering rule on its way.
type ruleEdit struct {
	*call
	rule     *Rule
	body     object // what the rule will be
	inactive bool   // the reply shows numbers that do not ring
}

// updateAnsweringRule changes what was sent and nothing else, but a sent object
// such as forwarding replaces the stored one (F). Fields that nobody knows are
// stored as they are. Nothing changes unless everything may.
func (c *call) updateAnsweringRule() (result, error) {
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

// checkPlan is AWR-180 (R21, for forwarding numbers). Guess: for rules too.
func (c *call) checkPlan() error {
	if c.target.FaxOnly {
		return refuse(http.StatusBadRequest, "AWR-180", "Call handling settings not available for Fax tiers")
	}
	return nil
}

// callHandlingBody is the body of an update of call handling, of a plan that has any.
func (c *call) callHandlingBody() (object, error) {
	if err := c.checkPlan(); err != nil {
		return object{}, err
	}
	return c.object()
}

// apply takes the fields in the order they came. null is as good as left out.
func (e *ruleEdit) apply(sent object) error {
	fields := e.fields()
	for _, m := range sent {
		if isNull(m.value) {
			continue
		}
		value := m.value
		if change := fields[m.name]; change != nil {
			if err := change(m.name, &value); err != nil {
				return err
			}
		}
		if !slices.Contains([]string{"uri", "id", "type", "showInactiveNumbers"}, m.name) {
			e.body.set(m.name, value)
		}
	}
	return nil
}

// change checks the value of a field and may put it into the form it is stored
// in.
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

// into decodes a field; another type is CMN-101.
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

// unchanged is for what names the rule. Guess: sending it back is no change, and
// anything else is CMN-101.
func (e *ruleEdit) unchanged(name string, value *json.RawMessage) error {
	return oneOf(e.rule.body.text(name))(name, value)
}

// ruleName is AWR-179 (R18). Guess: only custom rules have a name to change.
func (e *ruleEdit) ruleName(name string, value *json.RawMessage) error {
	var s string
	switch {
	case into(name, *value, &s) != nil:
		return invalid(name)
	case utf8.RuneCountInString(s) > 127:
		return refuse(http.StatusBadRequest, "AWR-179", "[name] is too long: up to 127 symbols supported")
	case e.isDefault() && s != e.rule.body.text("name"), strings.TrimSpace(s) == "" && !e.isDefault():
		return invalid(name)
	}
	return nil
}

func (e *ruleEdit) isDefault() bool { return e.rule.body.text("type") != "Custom" }

// action refuses what only queues and shared lines do (Guess: CMN-101; S lists
// one set for all).
func (e *ruleEdit) action(name string, value *json.RawMessage) error {
	return oneOf("ForwardCalls", "UnconditionalForwarding", "TransferToExtension", "TakeMessagesOnly",
		"PlayAnnouncementOnly")(name, value)
}

// checkWhole is about fields that need each other. Guess: an action without its
// destination is CMN-101 naming the destination.
func (e *ruleEdit) checkWhole() error {
	needs := map[string]string{"UnconditionalForwarding": "unconditionalForwarding", "TransferToExtension": "transfer"}
	if field := needs[e.body.text("callHandlingAction")]; field != "" && !e.body.has(field) {
		return invalid(field)
	}
	return e.checkConditions()
}

// checkConditions is AWR-111 and AWR-120 (R18), both about custom rules.
func (e *ruleEdit) checkConditions() error {
	if e.isDefault() {
		return nil
	}
	when := e.body.object("schedule")
	who := len(e.body.objects("callers"))+len(e.body.objects("calledNumbers")) > 0
	switch {
	case !who && !when.has("ref") && len(when.object("weeklyRanges")) == 0 && len(when.objects("ranges")) == 0:
		return refuse(http.StatusBadRequest, "AWR-111", "At least one condition should be specified")
	case !who && when.has("ref"):
		return refuse(http.StatusBadRequest, "AWR-120",
			"Business Hours/After Hours schedule condition is allowed only with other answering rule conditions")
	}
	return nil
}
