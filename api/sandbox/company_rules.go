package sandbox

import (
	"rcfwd/api/jsonobj"
)

// listCompanyRules lists the rules of the company, without what they do (V:
// the SDK's ListCompanyAnsweringRuleInfo).
func (c *call) listCompanyRules() (result, error) {
	types, err := c.choice("type", ruleTypes...)
	if err != nil {
		return result{}, err
	}
	found := without(c.company.Rules, func(r *CompanyRule) bool { return !c.exists(r) || !types.wants(r.Type) })
	return pageOf(c, found, func(r *CompanyRule) any { return c.companyRuleHead(r) })
}

// exists reports whether a rule of the company exists now: the one for after
// hours does not if the company works around the clock (S, of people).
func (c *call) exists(r *CompanyRule) bool { return r.ID != afterHours || len(c.company.WorkHours) > 0 }

func (c *call) companyRuleHead(r *CompanyRule) jsonobj.Object {
	rule := jsonobj.New("uri", c.accountURI()+"/answering-rule/"+r.ID, "id", r.ID, "enabled", r.Enabled, "type", r.Type)
	if r.Name != "" {
		rule = rule.With("name", r.Name)
	}
	if len(r.Called) > 0 {
		called := []jsonobj.Object{}
		for _, number := range r.Called {
			called = append(called, jsonobj.New("phoneNumber", number))
		}
		rule = rule.With("calledNumbers", called)
	}
	if r.ExtensionID != "" {
		rule = rule.With("extension", jsonobj.New("id", r.ExtensionID))
	}
	return rule
}

// readCompanyRule is CompanyAnsweringRuleInfo (V).
func (c *call) readCompanyRule() (result, error) {
	r := c.company.Rule(c.r.PathValue("ruleId"))
	if r == nil || !c.exists(r) {
		return result{}, notFound("ruleId")
	}
	rule := c.companyRuleHead(r).With("schedule", r.schedule()).With("callHandlingAction", r.Action)
	if len(r.Callers) > 0 {
		callers := []jsonobj.Object{}
		for _, number := range r.Callers {
			callers = append(callers, jsonobj.New("callerId", number))
		}
		rule = rule.With("callers", callers)
	}
	return success(rule), nil
}

// schedule is that of a custom rule, or a reference to the company's hours (S).
func (r *CompanyRule) schedule() jsonobj.Object {
	if r.Type != "Custom" {
		return jsonobj.New("ref", r.Type)
	}
	if len(r.Hours) == 0 {
		return jsonobj.New()
	}
	return jsonobj.New("weeklyRanges", weeklyRanges(r.Hours))
}

// readCompanyHours is CompanyBusinessHours (V). Guess: hours around the clock
// are an empty schedule.
func (c *call) readCompanyHours() (result, error) {
	schedule := jsonobj.New()
	if len(c.company.WorkHours) > 0 {
		schedule = schedule.With("weeklyRanges", weeklyRanges(c.company.WorkHours))
	}
	return success(jsonobj.New("uri", c.canonical(), "schedule", schedule)), nil
}

func (c *call) readCompanyForwardAll() (result, error) {
	return success(c.showCompanyForwardAll()), nil
}

// showCompanyForwardAll is ForwardAllCompanyCallsInfo (V). A setting that was
// never set up says so (V: FeatureLimitation). Guess: one that is off shows what
// it would do, since a client must know before it enables it.
func (c *call) showCompanyForwardAll() jsonobj.Object {
	f := c.company.CompanyForwardAll
	if f.Action == "" {
		return jsonobj.New("enabled", false, "reason", jsonobj.New("code", "FeatureLimitation",
			"message", "The rule is not set up"))
	}
	info := jsonobj.New("enabled", f.Enabled, "callHandlingAction", f.Action)
	if f.From != "" {
		info = info.With("ranges", []jsonobj.Object{jsonobj.New("from", f.From, "to", f.To)})
	}
	if e := c.company.byID(f.ExtensionID); e != nil {
		info = info.With("extension", jsonobj.New("id", e.ID, "name", e.Name(), "extensionNumber", e.Number))
	}
	return info
}

// updateCompanyForwardAll takes enabled alone (V). Guess: where nothing was set
// up it changes nothing, and the reply says why; any other field is ignored.
func (c *call) updateCompanyForwardAll() (result, error) {
	sent, err := c.jsonBody()
	if err != nil {
		return result{}, err
	}
	on, ok := jsonobj.As[bool](sent, "enabled")
	if !ok || !sent.Has("enabled") {
		return result{}, invalid("enabled")
	}
	if c.company.CompanyForwardAll.Action != "" {
		c.company.CompanyForwardAll.Enabled = on
	}
	return success(c.showCompanyForwardAll()), nil
}
