package sandbox

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Values of Options.CallHandling.
const (
	LegacyCallHandling = "legacy"
	NewCallHandling    = "new"
)

const (
	newBackendFeature = "NewCallHandlingAndForwarding"
	newBackendParam   = "isNewBackendAvailable"
)

// MoveToNewCallHandling moves the account from legacy to new call handling, as
// RingCentral may do between two requests of a client: the same numbers, digits
// and rules, in the shapes of v2. It does nothing to an account that has moved
// already.
func (c *Company) MoveToNewCallHandling() {
	if c.NewCallHandling {
		return
	}
	c.NewCallHandling = true
	c.index()
	clear(c.crowd.recent)
	for e := range c.keptMembers() {
		e.setBackendFeature(true)
	}
	addV2Demo(c)
}

// setBackendFeature sets the feature that says which backend an extension is
// on. The value is a string, and the feature is available on both backends (F).
func (e *Extension) setBackendFeature(isNew bool) {
	e.TurnOn(newBackendFeature)
	i := slices.IndexFunc(e.Features, func(f Feature) bool { return f.ID == newBackendFeature })
	e.Features[i].Params = maps.Clone(legacyBackend)
	e.Features[i].Params[newBackendParam] = fmt.Sprint(isNew)
}

// applyOptions puts a new company on the backend of the options.
func (c *Company) applyOptions(o Options) error {
	c.CloseForwardingNumbers, c.OpenQueueRules = o.CloseForwardingNumbers, o.OpenQueueRules || o.Faults.QueueRules
	switch o.CallHandling {
	case "", LegacyCallHandling:
		return nil
	case NewCallHandling:
		c.MoveToNewCallHandling()
		return nil
	}
	return fmt.Errorf("sandbox: call handling %q is neither %s nor %s", o.CallHandling, LegacyCallHandling, NewCallHandling)
}

// checkBackend refuses the calls of the backend that the account is not on.
//
// F: on new call handling the v1 rules are CMN-468, also those of queues, unless
// Company.OpenQueueRules serves them. No source tells if v1
// forwarding numbers answer there; the guide only calls them "to be
// deprecated". Guess: they do, for the same numbers that v2 shows as call-flip
// numbers, unless CloseForwardingNumbers is set. No source says what v2 answers
// on a legacy account either. Guess: CMN-109, "feature not available".
func (c *call) checkBackend() error {
	isNew := c.company.NewCallHandling
	switch path := c.op.path; {
	case strings.HasPrefix(path, v2Path) && !isNew:
		return refuse(http.StatusForbidden, "CMN-109", "Feature [%s] is not available", newBackendFeature)
	case strings.HasPrefix(path, answeringRulesPath) && isNew && !c.servesGroupRules(),
		strings.HasPrefix(path, numbersPath) && isNew && c.company.CloseForwardingNumbers:
		return refuse(http.StatusForbidden, "CMN-468",
			"This API is not available with enabled feature [%s].", newBackendFeature)
	}
	return nil
}
