package sandbox

import (
	"strings"

	"rcfwd/api/jsonobj"
)

// hasGroupRules reports whether extensions of a type that is not a person's
// have answering rules on v1 (dossier 16: queues and sites).
func hasGroupRules(kind string) bool { return kind == queueType || kind == siteType }

// checkRuleHolder is checkForwarding for rules: those of v1 belong to queues and
// sites too.
func (c *call) checkRuleHolder() error {
	if hasGroupRules(c.target.Type) && strings.HasPrefix(c.op.path, answeringRulesPath) {
		return nil
	}
	return c.checkForwarding()
}

// servesGroupRules reports whether v1 serves the target's rules on new call
// handling.
func (c *call) servesGroupRules() bool {
	return c.company.OpenQueueRules && c.target != nil && hasGroupRules(c.target.Type)
}

// refuseGroupEdit refuses changes of the rules of queues and sites, which only
// tests can make: see Extension.SetRule.
func (c *call) refuseGroupEdit() error {
	if hasGroupRules(c.target.Type) {
		return c.notPlayed(c.op.path, " for queues and sites")
	}
	return nil
}

// groupRules returns the rules of a queue or a site that never changed them: a
// queue waits for its members and then takes a message, a site connects to the
// company's operator. After hours both take messages.
func groupRules(e *Extension) []*Rule {
	work := groupRule(e, businessHours, "BusinessHours")
	if e.Type == queueType {
		work = work.With("callHandlingAction", "AgentQueue").With("queue", e.company.queueOf(e).settings())
	} else {
		work = work.With("callHandlingAction", "TransferToExtension").With("transfer",
			jsonobj.New("extension", jsonobj.New("id", e.company.ID)))
	}
	off := groupRule(e, afterHours, "AfterHours").With("callHandlingAction", "TakeMessagesOnly")
	return []*Rule{{ID: businessHours, body: work}, {ID: afterHours, body: off}}
}

func groupRule(e *Extension, id, kind string) jsonobj.Object {
	return jsonobj.New("id", id, "type", kind, "enabled", true, "schedule", jsonobj.New("ref", kind),
		"voicemail", jsonobj.New("enabled", true, "recipient", jsonobj.New("id", e.ID)))
}

// settings are QueueInfo (S) with the defaults of the portal (Guess), which ring
// the members in their order.
func (q *Queue) settings() jsonobj.Object {
	agents := []jsonobj.Object{}
	for i, id := range q.Members {
		agents = append(agents, jsonobj.New("extension", jsonobj.New("id", id), "index", i+1))
	}
	return jsonobj.New("transferMode", "FixedOrder", "fixedOrderAgents", agents, "noAnswerAction", "WaitPrimaryMembers",
		"agentTimeout", 20, "wrapUpTime", 15, "holdTime", 180, "maxCallers", 10,
		"holdTimeExpirationAction", "Voicemail", "maxCallersAction", "Voicemail")
}

// fillTransfers adds the current data of the extensions that the rule of a queue
// or a site transfers to, and of a queue's agents.
func (c *call) fillTransfers(rule jsonobj.Object) jsonobj.Object {
	if !hasGroupRules(c.target.Type) {
		return rule
	}
	fill := func(o jsonobj.Object) jsonobj.Object { return o.Edit("extension", c.fillExtension) }
	rule = rule.Edit("transfer", func(o jsonobj.Object) jsonobj.Object {
		return o.Edit("extension", func(to jsonobj.Object) jsonobj.Object {
			return to.With("uri", c.accountURI()+"/extension/"+to.Str("id")) // S: no more than this
		})
	})
	return rule.Edit("queue", func(q jsonobj.Object) jsonobj.Object {
		return q.EditEach("transfer", fill).EditEach("fixedOrderAgents", fill)
	})
}

func (c *call) fillExtension(ref jsonobj.Object) jsonobj.Object {
	e := c.company.byID(ref.Str("id"))
	if e == nil {
		return ref
	}
	return ref.With("uri", c.extensionURI(e)).With("name", e.Name()).With("extensionNumber", e.Number)
}
