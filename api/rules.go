package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"sync"
)

const (
	legacyRulesPath = "answering-rule"
	handlingPath    = "comm-handling"
)

// Rules reads the rules of the open extension that ring phones, or send calls
// elsewhere, in the service's order. It costs two requests: the rules, and the
// feature flags, whose absence is held against nobody.
//
// On new accounts these are the rules of states; those that a person made for
// certain callers have calls of their own, which this version does not read.
func (c *Client) Rules(ctx context.Context) ([]Rule, error) {
	return either(ctx, c,
		func() ([]Rule, error) { return c.rulesWithFlags(ctx, c.legacyRules) },
		func() ([]Rule, error) { return c.rulesWithFlags(ctx, c.stateRules) })
}

// rulesWithFlags reads rules and the flags that say what may be done with them.
func (c *Client) rulesWithFlags(ctx context.Context, read func(context.Context) ([]Rule, error)) ([]Rule, error) {
	var flags Features
	var wait sync.WaitGroup
	wait.Go(func() {
		flags, _ = c.Features(ctx, FeatureRingGroups, FeatureSimultaneousRinging, FeatureEditSimultaneousRinging,
			FeatureCoworkers, FeatureEditRules)
	})
	rules, err := read(ctx)
	wait.Wait()
	for i := range rules {
		rules[i] = rules[i].withFlags(flags)
	}
	c.backends.sawRules(rules)
	return rules, err
}

// withFlags fixes a rule whose extension may not edit rules at all.
func (r Rule) withFlags(flags Features) Rule {
	r.flags = flags
	if because, lacking := r.lacks(FeatureEditRules); lacking && r.Fixed == "" {
		r.Fixed = notAvailable("Changing rules", because).Error()
	}
	return r
}

// legacyRules asks for numbers that do not ring, too, although the schema has that
// question for a single rule only: where it is not understood they are not shown.
func (c *Client) legacyRules(ctx context.Context) ([]Rule, error) {
	records, err := c.list(ctx, request{
		op: opListRules, method: http.MethodGet, path: c.inExtension(legacyRulesPath),
		query: url.Values{"view": {"Detailed"}, "showInactiveNumbers": {"true"}, "perPage": {"100"}},
	})
	if err != nil {
		return nil, err
	}
	rules, err := readAll(opListRules, records, readAnsweringRule)
	return unique(rules, func(r Rule) string { return r.ID }), err
}

func (c *Client) stateRules(ctx context.Context) ([]Rule, error) {
	records, err := c.listNew(ctx, request{
		op: opListRules, method: http.MethodGet, path: c.inNew(handlingPath, "voice", "state-rules"),
	})
	if err != nil {
		return nil, err
	}
	rules, err := readAll(opListRules, records, readStateRule)
	return unique(rules, func(r Rule) string { return r.ID }), err
}

// rulePath is where a rule is read and changed.
func (c *Client) rulePath(r Rule) string {
	if r.Backend == NewBackend {
		return c.inNew(handlingPath, "voice", "state-rules", r.ID)
	}
	return c.inExtension(legacyRulesPath, r.ID)
}

// readRule reads a rule again.
func (c *Client) readRule(ctx context.Context, saw Rule) (Rule, error) {
	r := request{op: opReadStateRule, method: http.MethodGet, path: c.rulePath(saw)}
	if saw.Backend != NewBackend {
		r.op, r.query = opReadRule, url.Values{"showInactiveNumbers": {"true"}}
	}
	return c.rule(ctx, r, saw)
}

// rule has a request answered whose answer is a rule.
func (c *Client) rule(ctx context.Context, r request, saw Rule) (Rule, error) {
	read := readAnsweringRule
	if saw.Backend == NewBackend {
		read = readStateRule
	}
	var got Rule
	_, err := c.do(ctx, r, func(raw json.RawMessage) (err error) {
		got, err = read(raw)
		if err == nil && got.ID != saw.ID {
			err = errShape
		}
		return err
	})
	return got.withFlags(saw.flags), err
}

// sawRules keeps rules for previews.
func (b *backends) sawRules(rules []Rule) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rules = rules
}
