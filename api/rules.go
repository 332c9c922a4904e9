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

// Rules reads the rules of the open extension that ring phones or send calls elsewhere,
// in the service's order. It costs a request for each list of rules, one more when the
// feature flags were last read more than two minutes ago, and one for each extension to
// which calls go and whose name no rule has.
//
// The requests follow each other: all of them count in one rate limit, in which nothing
// may be sent once it is used up.
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

// ruleFlags are the feature flags for what may be done with rules.
var ruleFlags = []string{
	FeatureRingGroups, FeatureSimultaneousRinging, FeatureEditSimultaneousRinging, FeatureCoworkers, FeatureEditRules,
}

// flagsLifetime is how long feature flags are used: they should not be cached for long
// (dossier section 6), and the service itself refuses what they forbid.
const flagsLifetime = 2 * time.Minute

// hiddenRules stands for the custom rules of V2 when they may not be read.
func hiddenRules(err error) Rule {
	return Rule{ID: "hidden", Name: "Custom rules", Kind: OtherRule, CallHandling: V2, Unit: InSeconds, Enabled: true,
		Fixed: "They are not shown: " + Explain(err).String()}
}

// storedRules reads the rules as they are stored. hidden is the reason why the custom
// rules are missing, when the service returns only the others.
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

// currentRuleFlags returns the flags of ruleFlags. When they cannot be read, nothing
// counts as forbidden.
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

// withFlags returns r with the flags of its extension. It is Fixed when they forbid any
// change of rules.
func (r Rule) withFlags(flags Features) Rule {
	r.flags = flags
	if because, lacking := r.lacks(FeatureEditRules); lacking && r.Fixed == "" {
		r.Fixed = notAvailable("Changing rules", because).Error()
	}
	return r
}

// legacyRules also asks for numbers that do not ring. The schema has that parameter for a
// single rule only; a service that ignores it here does not return those numbers.
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

// rulePath is the path at which a rule is read and changed.
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

// doRule sends a request whose answer is a rule.
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

// readWithID reads an object that has an id. Its error is rest.ErrShape.
func readWithID(raw json.RawMessage) (o jsonobj.Object, id string, err error) {
	o, ok := jsonobj.Read(raw)
	if id = rest.Clean(o.Text("id")); !ok || id == "" {
		return nil, "", rest.ErrShape
	}
	return o, id, nil
}
