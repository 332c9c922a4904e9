package sandbox

import (
	"slices"

	"rcfwd/api/jsonobj"
)

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
	dispatching, ok := jsonobj.As[jsonobj.Object](sent, "dispatching")
	if !ok || !sent.Has("dispatching") {
		return result{}, invalid("dispatching")
	}
	if err := c.checkDispatching(r, &dispatching); err != nil {
		return result{}, err
	}
	r.Mirrors = ""
	r.body = r.body.Replace("dispatching", dispatching)
	return success(c.showStateRule(r)), nil
}

// checkDispatching checks a new dispatching for r and adds the fields that only
// replies have. Guess: the rule's stored type is always accepted.
func (c *call) checkDispatching(r *Rule, d *jsonobj.Object) error {
	ch := dispatchingEdit{call: c, rule: r, kind: d.Str("type"), known: c.knownTargets(), seen: map[string]bool{}}
	return ch.check(d)
}

func (ch dispatchingEdit) check(d *jsonobj.Object) error {
	stored := ch.rule.body.Object("dispatching").Str("type")
	if !slices.Contains(dispatchingTypes[ch.rule.role()], ch.kind) && (ch.kind == "" || ch.kind != stored) {
		return invalid("dispatching.type")
	}
	actions, ok := jsonobj.As[[]jsonobj.Object](*d, "actions")
	if !ok || len(actions) == 0 {
		return invalid("dispatching.actions")
	}
	ends := 0
	for i := range actions {
		if err := ch.action(&actions[i]); err != nil {
			return err
		}
		if actions[i].Str("type") == "TerminatingAction" {
			ends++
		}
	}
	if err := ch.checkTerminating(ends); err != nil {
		return err
	}
	*d = d.With("actions", actions)
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
func (ch dispatchingEdit) action(a *jsonobj.Object) error {
	if kind, ok := jsonobj.As[string](*a, "type"); !ok || kind == "" {
		return invalid("dispatching.actions.type")
	}
	switch a.Str("type") {
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
func (ch dispatchingEdit) prompt(a jsonobj.Object) error {
	if err := checkEnabled(a); err != nil {
		return err
	}
	return checkGreeting(a.Object("greeting"))
}

// screening checks a screening action as in S. A missing result is the first of
// its two values (Guess).
func (ch dispatchingEdit) screening(a jsonobj.Object) error {
	if !slices.Contains([]string{"NoCallerId", "UnknownCallerId", "Always"}, a.Str("screening")) {
		return invalid("dispatching.actions.screening")
	}
	return checkEnabled(a)
}

// checkEnabled requires enabled, as S does of every action but the terminating
// one.
func checkEnabled(a jsonobj.Object) error {
	if _, ok := jsonobj.As[bool](a, "enabled"); !ok || !a.Has("enabled") {
		return invalid("dispatching.actions.enabled")
	}
	return nil
}

// checkGreeting checks a CommGreetingResource (S): both fields are required.
func checkGreeting(g jsonobj.Object) error {
	kind := g.Str("effectiveGreetingType")
	if kind != "Preset" && kind != "Custom" || g.Object("preset").Str("id") == "" {
		return invalid("dispatching.actions.greeting")
	}
	return nil
}
