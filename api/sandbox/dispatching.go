package sandbox

import "slices"

// dispatchingEdit checks a new dispatching of a state rule or an interaction
// rule.
type dispatchingEdit struct {
	*call
	rule  *Rule
	kind  string          // type of the dispatching
	known map[string]bool // targets that any rule of the extension has, which may stay
	seen  map[string]bool // targets of the new dispatching
}

// dispatchingTypes are the types that each rule can have (G; table 11.3).
var dispatchingTypes = map[string][]string{
	forwardAll:    {"Terminate"},
	doNotDisturb:  {"Terminate"},
	workHours:     {"RingAtOnce", "RingInOrder"},
	offHours:      {"RingAtOnce", "RingInOrder", "Terminate"},
	agentOfQueues: {"RingAtOnce", "RingInOrder"},
	interaction:   {"RingAtOnce", "RingInOrder", "Terminate"},
}

// updateStateRule replaces the whole dispatching, although it is a PATCH (S):
// what is left out is removed. The state and its conditions stay. No code of
// this call is published. Guess: CMN-101 for the invalid part (I). A rule that
// followed another has its own actions from then on (Guess).
func (c *call) updateStateRule() (result, error) {
	r, err := c.stateRule()
	if err != nil {
		return result{}, err
	}
	sent, err := c.callHandlingBody()
	if err != nil {
		return result{}, err
	}
	dispatching, ok := readAs[object](sent, "dispatching")
	if !ok || !sent.has("dispatching") {
		return result{}, invalid("dispatching")
	}
	if err := c.checkDispatching(r, &dispatching); err != nil {
		return result{}, err
	}
	r.Mirrors = ""
	r.body.set("dispatching", dispatching)
	return success(c.showStateRule(r)), nil
}

// checkDispatching checks a new dispatching for r and adds the fields that only
// replies have. Guess: the rule's stored type is always accepted.
func (c *call) checkDispatching(r *Rule, d *object) error {
	ch := dispatchingEdit{call: c, rule: r, kind: d.text("type"), known: c.knownTargets(), seen: map[string]bool{}}
	return ch.check(d)
}

func (ch dispatchingEdit) check(d *object) error {
	stored := ch.rule.body.object("dispatching").text("type")
	if !slices.Contains(dispatchingTypes[ch.rule.role()], ch.kind) && (ch.kind == "" || ch.kind != stored) {
		return invalid("dispatching.type")
	}
	actions, ok := readAs[[]object](*d, "actions")
	if !ok || len(actions) == 0 {
		return invalid("dispatching.actions")
	}
	ends := 0
	for i := range actions {
		if err := ch.action(&actions[i]); err != nil {
			return err
		}
		if actions[i].text("type") == "TerminatingAction" {
			ends++
		}
	}
	if err := ch.checkTerminating(ends); err != nil {
		return err
	}
	d.set("actions", actions)
	return ch.checkApps()
}

// checkTerminating checks the number of terminating actions: exactly one, or at
// most one in the agent rule (Guess: more than one is refused).
func (ch dispatchingEdit) checkTerminating(ends int) error {
	if ends > 1 || ends == 0 && ch.rule.ID != agentOfQueues {
		return invalid("dispatching.actions")
	}
	return nil
}

// action checks one action by its type. Guess: an action of an unknown type is
// kept as it is.
func (ch dispatchingEdit) action(a *object) error {
	if kind, ok := readAs[string](*a, "type"); !ok || kind == "" {
		return invalid("dispatching.actions.type")
	}
	switch a.text("type") {
	case "RingGroupAction":
		return ch.group(a)
	case "RingAlwaysGroupAction":
		return ch.alwaysGroup(a)
	case "TerminatingAction":
		return ch.terminatingAction(a)
	case "ScreeningAction":
		return ch.screening(*a)
	case "PlayWelcomePromptAction", "PlayConnectingMessageAction", "PlayConnectingPromptAction":
		return ch.prompt(*a)
	}
	return nil
}

// prompt checks an action that plays a prompt, which needs enabled and a
// greeting (S).
func (ch dispatchingEdit) prompt(a object) error {
	if err := checkEnabled(a); err != nil {
		return err
	}
	return checkGreeting(a.object("greeting"))
}

// screening checks a screening action as in S. A missing result is the first of
// its two values (Guess).
func (ch dispatchingEdit) screening(a object) error {
	if !slices.Contains([]string{"NoCallerId", "UnknownCallerId", "Always"}, a.text("screening")) {
		return invalid("dispatching.actions.screening")
	}
	return checkEnabled(a)
}

// checkEnabled requires enabled, as S does of every action but the terminating
// one.
func checkEnabled(a object) error {
	if _, ok := readAs[bool](a, "enabled"); !ok || !a.has("enabled") {
		return invalid("dispatching.actions.enabled")
	}
	return nil
}

// checkGreeting checks a CommGreetingResource (S): both fields are required.
func checkGreeting(g object) error {
	kind := g.text("effectiveGreetingType")
	if kind != "Preset" && kind != "Custom" || g.object("preset").text("id") == "" {
		return invalid("dispatching.actions.greeting")
	}
	return nil
}
