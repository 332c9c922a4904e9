package sandbox

import "rcfwd/api/jsonobj"

// adaptRules changes the default rules of one of the crowd by their habit.
func (c *Company) adaptRules(e *Extension) {
	i, ok := c.crowd.crowdIndex(e.ID)
	if !ok {
		return
	}
	_, block := slot(i)
	switch habitOf(i) {
	case disabledForwarding, afterHoursMobile:
		e.adapt(afterHours, unconditional(e.mobile()))
	case afterHoursRing:
		e.adapt(afterHours, ringing(e.AnsweringRules[0].body))
	case afterHoursHub:
		e.adapt(afterHours, unconditional(hubOf(block)))
	case forwardsAtOnce:
		e.adapt(businessHours, unconditional(e.mobile()))
		e.adapt(afterHours, unconditional(e.mobile()))
	case transfersAll:
		if j := at(block, coworkerSlot); j < c.crowd.size {
			e.adapt(businessHours, transferring(extensionID(firstOfCrowd+j)))
			e.adapt(afterHours, transferring(extensionID(firstOfCrowd+j)))
		}
	case missedOutside:
		e.adapt(businessHours, missed("ConnectToExternalNumber", "externalNumber", jsonobj.New("phoneNumber", e.mobile())))
	case loopSecond:
		if j := at(block, loopFirstSlot); j < c.crowd.size {
			e.adapt(businessHours, missed("ConnectToExtension", "extension", jsonobj.New("id", extensionID(firstOfCrowd+j))))
		}
	case full:
		e.adapt(businessHours, simultaneous)
	case customCaller:
		e.addCustom("Landlord", jsonobj.New("callers", []jsonobj.Object{jsonobj.New("callerId", "+14155550160", "name", "Landlord")}), unconditional(e.mobile()))
	case customHours:
		weekly := jsonobj.New("schedule", jsonobj.New("weeklyRanges", weeklyRanges(shifts("12:00", "13:00", workdays...))))
		e.addCustom("Lunch", weekly, ringing(e.AnsweringRules[0].body))
	}
}

// adapt changes the body of a rule. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func (e *Extension) adapt(id string, change func(jsonobj.Object) jsonobj.Object) {
	for _, r := range e.AnsweringRules {
		if r.ID == id {
			r.body = change(r.body)
		}
	}
}

// addCustom adds an enabled custom rule with conditions.
func (e *Extension) addCustom(name string, conditions jsonobj.Object, change func(jsonobj.Object) jsonobj.Object) {
	id := "8071" + e.ID[4:9] + "004"
	body := append(jsonobj.New("id", id, "type", "Custom", "name", name, "enabled", true), conditions...)
	body = append(body, jsonobj.New("voicemail", jsonobj.New("enabled", true, "recipient", jsonobj.New("id", e.ID)),
		"greetings", defaultGreetings(), "screening", "Off")...)
	e.AnsweringRules = append(e.AnsweringRules, &Rule{ID: id, body: change(body)})
}

// unconditional sends calls to a number without ringing.
func unconditional(phone string) func(jsonobj.Object) jsonobj.Object {
	return func(body jsonobj.Object) jsonobj.Object {
		return body.With("callHandlingAction", "UnconditionalForwarding").
			With("unconditionalForwarding", jsonobj.New("phoneNumber", phone))
	}
}

// transferring sends calls to an extension without ringing.
func transferring(id string) func(jsonobj.Object) jsonobj.Object {
	return func(body jsonobj.Object) jsonobj.Object {
		return body.With("callHandlingAction", "TransferToExtension").
			With("transfer", jsonobj.New("extension", jsonobj.New("id", id)))
	}
}

// ringing rings what another rule rings.
func ringing(like jsonobj.Object) func(jsonobj.Object) jsonobj.Object {
	return func(body jsonobj.Object) jsonobj.Object {
		return body.With("callHandlingAction", "ForwardCalls").With("forwarding", like.Get("forwarding"))
	}
}

// missed sends unanswered calls somewhere else than to voicemail.
func missed(action, field string, to jsonobj.Object) func(jsonobj.Object) jsonobj.Object {
	return func(body jsonobj.Object) jsonobj.Object {
		return body.With("voicemail", jsonobj.New("enabled", false)).
			With("missedCall", jsonobj.New("actionType", action, field, to))
	}
}

// simultaneous rings all numbers at once.
func simultaneous(body jsonobj.Object) jsonobj.Object {
	return body.Edit("forwarding", func(f jsonobj.Object) jsonobj.Object { return f.With("ringingMode", "Simultaneously") })
}

// forwardAllOutside is the setting that forwards all calls to a number.
func forwardAllOutside(phone string) jsonobj.Object {
	return jsonobj.New("callHandlingAction", "UnconditionalForwarding", "externalNumber", jsonobj.New("phoneNumber", phone))
}

// forwardAllInside is the setting that forwards all calls to a colleague, or in
// every second block to voicemail.
func (c *Company) forwardAllInside(block int) jsonobj.Object {
	i := at(block, coworkerSlot)
	if block%2 > 0 || i >= c.crowd.size {
		return jsonobj.New("callHandlingAction", "TakeMessagesOnly")
	}
	p, number := portraitOf(i), firstOfCrowd+i
	return jsonobj.New("callHandlingAction", "TransferToExtension", "extension",
		jsonobj.New("id", extensionID(number), "name", p.first+" "+p.last, "extensionNumber", decimal(int64(number))))
}

// dispatchForwardAll is the dispatching of the rule that forwards all calls: to
// where the setting of legacy call handling sent them, or else to voicemail.
func (e *Extension) dispatchForwardAll() jsonobj.Object {
	var target jsonobj.Object
	switch e.forwardAll.Str("callHandlingAction") {
	case "UnconditionalForwarding":
		target = numberTarget(e.forwardAll.Object("externalNumber").Str("phoneNumber"), "Terminating")
	case "TransferToExtension":
		target = e.extensionTarget(e.forwardAll.Object("extension").Str("id"), "Terminating")
	default:
		return noRinging()
	}
	end := endWithoutRinging("66560", "Terminating")
	end = end.With("targets", append(end.Objects("targets"), target)).With("terminatingTargetType", target.Str("type"))
	return newDispatching("Terminate", end)
}

// addCoworkerTarget adds to the work hours of one who rings a coworker a target that
// only new call handling has.
func (c *Company) addCoworkerTarget(e *Extension) {
	i, ok := c.crowd.crowdIndex(e.ID)
	if !ok || habitOf(i) != ringsCoworker {
		return
	}
	_, block := slot(i)
	if j := at(block, coworkerSlot); j < c.crowd.size {
		id := extensionID(firstOfCrowd + j)
		e.addGroup(workHours, ringGroup(true, 3, jsonobj.New("type", coworkerRing, "name", e.nameOf(id),
			"extension", jsonobj.New("id", id))))
	}
}
