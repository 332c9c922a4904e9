package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

const (
	legacyRulesPath = "answering-rule"
	handlingPath    = "comm-handling"
)

// Rules reads the rules of the open extension that ring phones, or send calls
// elsewhere, in the service's order. It costs a request for each list of rules, and
// one more when it is a while ago that the feature flags were read, or for an
// extension to which calls go whose name the rule does not have.
//
// They are read one after the other: all of them count in one rate limit, in which
// nothing may be sent once one of them has met its end.
func (c *Client) Rules(ctx context.Context) ([]Rule, error) {
	rules, hidden, err := c.storedRules(ctx)
	if err != nil {
		return nil, err
	}
	if hidden != nil {
		rules = append(rules, hiddenRules(hidden))
	}
	flags := c.currentRuleFlags(ctx)
	for i := range rules {
		rules[i] = rules[i].withFlags(flags)
	}
	c.nameEndings(ctx, rules)
	c.cache.setRules(rules)
	return rules, nil
}

// ruleFlags are the feature flags that say what may be done with rules.
var ruleFlags = []string{
	FeatureRingGroups, FeatureSimultaneousRinging, FeatureEditSimultaneousRinging, FeatureCoworkers, FeatureEditRules,
}

// flagsLifetime is how long feature flags are believed: they are not to be kept for long
// (dossier section 6), and what they forbid the service refuses by itself.
const flagsLifetime = 2 * time.Minute

// hiddenRules stands for the custom rules of a new account that may not be read.
func hiddenRules(err error) Rule {
	return Rule{ID: "hidden", Name: "Custom rules", Kind: OtherRule, CallHandling: V2, Unit: InSeconds, Enabled: true,
		Fixed: "They are not shown: " + Explain(err).String()}
}

// storedRules are the rules as they are stored. hidden says why those that a person
// made are not among them, where the service shows the others alone.
func (c *Client) storedRules(ctx context.Context) (rules []Rule, hidden, err error) {
	rules, err = dispatch(ctx, c,
		func() ([]Rule, error) { return c.legacyRules(ctx) },
		func() ([]Rule, error) { return c.stateRules(ctx) })
	if err != nil || c.KnownCallHandling() != V2 {
		return rules, nil, err
	}
	customs, err := c.customRules(ctx)
	if rest.Declined(err) {
		return rules, err, nil
	}
	return append(rules, customs...), nil, err
}

// currentRuleFlags are those flags. That they cannot be read is held against nobody.
func (c *Client) currentRuleFlags(ctx context.Context) Features {
	if flags, fresh := c.cache.freshFlags(); fresh {
		return flags
	}
	flags, err := c.Features(ctx, ruleFlags...)
	if err == nil || rest.Declined(err) {
		c.cache.setFlags(flags)
	}
	return flags
}

func (b *callHandlingCache) setFlags(flags Features) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.flags, b.flagsAt = flags, time.Now()
}

func (b *callHandlingCache) freshFlags() (flags Features, fresh bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.flags, !b.flagsAt.IsZero() && time.Since(b.flagsAt) < flagsLifetime
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
	records, err := c.list(ctx, rest.Request{
		Op: opListRules, Method: http.MethodGet, Path: c.extensionPath(legacyRulesPath),
		Query: url.Values{"view": {"Detailed"}, "showInactiveNumbers": {"true"}, "perPage": {"100"}},
	})
	if err != nil {
		return nil, err
	}
	return readRules(opListRules, records, readAnsweringRule)
}

func (c *Client) stateRules(ctx context.Context) ([]Rule, error) {
	return c.rulesV2(ctx, opListRules, "state-rules", readStateRule)
}

// rulesV2 reads one of the lists of rules of v2.
func (c *Client) rulesV2(ctx context.Context, op rest.Operation, list string, read func(json.RawMessage) (Rule, error)) ([]Rule, error) {
	records, err := c.listV2(ctx, rest.Request{Op: op, Method: http.MethodGet, Path: c.pathV2(handlingPath, "voice", list)})
	if err != nil {
		return nil, err
	}
	return readRules(op, records, read)
}

func readRules(op rest.Operation, records []json.RawMessage, read func(json.RawMessage) (Rule, error)) ([]Rule, error) {
	rules, err := readAll(op, records, read)
	return unique(rules, func(r Rule) string { return r.ID }), err
}

// rulePath is where a rule is read and changed.
func (c *Client) rulePath(r Rule) string {
	if r.CallHandling == V2 {
		if r.custom() {
			return c.pathV2(handlingPath, "voice", "interaction-rules", r.ID)
		}
		return c.pathV2(handlingPath, "voice", "state-rules", r.ID)
	}
	return c.extensionPath(legacyRulesPath, r.ID)
}

// readRule reads a rule again.
func (c *Client) readRule(ctx context.Context, saw Rule) (Rule, error) {
	r := rest.Request{Op: opReadStateRule, Method: http.MethodGet, Path: c.rulePath(saw)}
	if saw.CallHandling != V2 {
		r.Op, r.Query = opReadRule, url.Values{"showInactiveNumbers": {"true"}}
	}
	return c.doRule(ctx, r, saw)
}

// doRule has a request answered whose answer is a rule.
func (c *Client) doRule(ctx context.Context, r rest.Request, saw Rule) (Rule, error) {
	read := readAnsweringRule
	if saw.CallHandling == V2 {
		read = readV2Rule
	}
	var got Rule
	err := c.do(ctx, r, func(raw json.RawMessage) (err error) {
		got, err = read(raw)
		if err == nil && got.ID != saw.ID {
			err = rest.ErrShape
		}
		return err
	})
	return c.names.named(got.withFlags(saw.flags)), err
}

// setRules keeps rules for previews.
func (b *callHandlingCache) setRules(rules []Rule) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rules = rules
}

// readWithID reads an object that has an id. Its error is errShape.
func readWithID(raw json.RawMessage) (o jsonobj.Object, id string, err error) {
	o, ok := jsonobj.Read(raw)
	if id = rest.Clean(o.Text("id")); !ok || id == "" {
		return nil, "", rest.ErrShape
	}
	return o, id, nil
}
