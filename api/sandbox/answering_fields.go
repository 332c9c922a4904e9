package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"

	"rcfwd/api/jsonobj"
)

// presets maps the ID of each preset greeting to the greeting type it is for.
// The first four come from the vendor's example, 131840 from AWR-123, and the
// rest from the v2 examples. Guess: the types of the v2 ones.
var presets = map[string]string{
	"65792": "Voicemail", "66301": "Introductory", "66310": "ConnectingAudio", "68867": "ConnectingMessage",
	"131840": "HoldMusic", "590080": "Voicemail", "66048": "Introductory", "66560": "Announcement", "66816": "Announcement",
}

var greetingTypes = []string{
	"Introductory", "Announcement", "AutomaticRecording", "BlockedCallersAll", "BlockedCallersSpecific",
	"BlockedNoCallerId", "BlockedPayPhones", "ConnectingMessage", "ConnectingAudio", "StartRecording", "StopRecording",
	"Voicemail", "Unavailable", "InterruptPrompt", "HoldMusic", "Company",
} // S

// greetings checks the greetings: AWR-106, AWR-123 and AWR-124 (R18).
func (e *ruleEdit) greetings(name string, value *json.RawMessage) error {
	var list []jsonobj.Object
	if err := into(name, *value, &list); err != nil {
		return err
	}
	seen := map[string]bool{}
	for i, g := range list {
		kind := g.Str("type")
		if !slices.Contains(greetingTypes, kind) {
			return invalid("greetings.type")
		}
		if seen[kind] {
			return refuse(http.StatusBadRequest, "AWR-106", "Greeting [%s] is duplicated", kind)
		}
		seen[kind] = true
		if err := checkPreset(kind, g); err != nil {
			return err
		}
		list[i] = g.Edit("preset", func(p jsonobj.Object) jsonobj.Object { return p.Without("uri") })
	}
	*value = encode(list)
	return nil
}

func checkPreset(kind string, greeting jsonobj.Object) error {
	if !greeting.Has("preset") {
		return nil
	}
	id := greeting.Object("preset").Str("id")
	switch use := presets[id]; use {
	case kind:
		return nil
	case "":
		return refuse(http.StatusBadRequest, "AWR-124", "presetId specified for greeting type [%s] is not found", kind)
	}
	return refuse(http.StatusBadRequest, "AWR-123", "Preset [%s] can not be used for greeting type [%s]", id, kind)
}

// voicemail stores the recipient's ID without its link. Guess: the recipient
// defaults to the extension itself.
func (e *ruleEdit) voicemail(name string, value *json.RawMessage) error {
	var v jsonobj.Object
	if err := into(name, *value, &v); err != nil {
		return err
	}
	if _, ok := jsonobj.As[bool](v, "enabled"); !ok {
		return invalid("voicemail.enabled")
	}
	if !v.Has("recipient") {
		v = v.With("recipient", jsonobj.New("id", e.target.ID))
	}
	id := v.Object("recipient").Str("id")
	if e.company.byID(id) == nil {
		return invalid("voicemail.recipient.id")
	}
	v = v.Edit("recipient", func(to jsonobj.Object) jsonobj.Object { return to.Without("uri") })
	*value = encode(v)
	return nil
}

func (e *ruleEdit) transfer(name string, value *json.RawMessage) error {
	var t jsonobj.Object
	if into(name, *value, &t) != nil || e.company.byID(t.Object("extension").Str("id")) == nil {
		return invalid("transfer.extension.id")
	}
	return nil
}

// unconditional checks the external number: FPN-105 and FPN-108 (R18), as in
// missedCall.
func (e *ruleEdit) unconditional(name string, value *json.RawMessage) error {
	var u jsonobj.Object
	if err := into(name, *value, &u); err != nil {
		return err
	}
	err := e.externalNumber(&u, "unconditionalForwarding.phoneNumber")
	*value = encode(u)
	return err
}

// externalNumber checks and normalizes the phoneNumber of an object.
func (e *ruleEdit) externalNumber(o *jsonobj.Object, parameter string) error {
	phone := normalize(o.Str("phoneNumber"))
	if phone == "" {
		return invalid(parameter)
	}
	*o = o.With("phoneNumber", phone)
	return e.checkPhone(phone)
}

func (e *ruleEdit) missedCall(name string, value *json.RawMessage) error {
	var m jsonobj.Object
	if err := into(name, *value, &m); err != nil {
		return err
	}
	var err error
	switch m.Str("actionType") {
	case "PlayGreetingAndDisconnect":
	case "ConnectToExtension":
		if e.company.byID(m.Object("extension").Str("id")) == nil {
			err = invalid("missedCall.extension.id")
		}
	case "ConnectToExternalNumber":
		number := m.Object("externalNumber")
		err = e.externalNumber(&number, "missedCall.externalNumber.phoneNumber")
		m = m.With("externalNumber", number)
	default:
		err = invalid("missedCall.actionType")
	}
	*value = encode(m)
	return err
}

// callers accepts callers on custom rules only (S). Guess: CMN-101 on other
// rules.
func (e *ruleEdit) callers(name string, value *json.RawMessage) error {
	var list []jsonobj.Object
	if into(name, *value, &list) != nil || e.isDefault() && len(list) > 0 {
		return invalid(name)
	}
	return nil
}

// calledNumbers checks the called numbers of a custom rule: AWR-113 and AWR-138
// (R18). Guess: they must be the company's own numbers, since no other number
// can be called here.
func (e *ruleEdit) calledNumbers(name string, value *json.RawMessage) error {
	var list []jsonobj.Object
	if into(name, *value, &list) != nil || e.isDefault() && len(list) > 0 {
		return invalid(name)
	}
	seen := map[string]bool{}
	for _, n := range list {
		phone := normalize(n.Str("phoneNumber"))
		if err := e.checkCalled(phone); err != nil {
			return err
		}
		if seen[phone] {
			return refuse(http.StatusBadRequest, "AWR-113", "More than one called number with the same [calledNumbers.phoneNumber]")
		}
		seen[phone] = true
	}
	return nil
}

func (e *ruleEdit) checkCalled(phone string) error {
	switch p, ok := e.company.phone(phone); {
	case !ok:
		return invalid("calledNumbers.phoneNumber")
	case p.UsageType == "ContactCenterNumber":
		return refuse(http.StatusBadRequest, "AWR-138", "Contact center number cannot be used as called number")
	}
	return nil
}

// schedule checks a schedule. A default rule follows the business hours, which
// have a call of their own. Guess: another schedule on such a rule is CMN-101.
func (e *ruleEdit) schedule(name string, value *json.RawMessage) error {
	var s jsonobj.Object
	if err := into(name, *value, &s); err != nil {
		return err
	}
	if e.isDefault() && !jsonobj.Same(*value, e.rule.body.Get(name)) {
		return invalid(name)
	}
	_, weekly := jsonobj.As[jsonobj.Object](s, "weeklyRanges")
	_, spans := jsonobj.As[[]jsonobj.Object](s, "ranges")
	ref, text := jsonobj.As[string](s, "ref")
	if !weekly || !spans || !text || ref != "" && ref != "BusinessHours" && ref != "AfterHours" {
		return invalid(name)
	}
	return nil
}
