package api

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

const (
	legacyRulesPath = "answering-rule"
	handlingPath    = "comm-handling"
)

// allFlags are the feature flags that Flags reads: which call handling the account is
// on, and what may be done with numbers and rules.
var allFlags = []string{
	FeatureNewCallHandling,
	FeatureExternalForwarding, FeatureEditExternalForwarding, FeatureCallFlip, FeatureEditCallFlip,
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

// hiddenForwardAll stands for the setting of V1 that forwards all calls when it may not be
// read.
func hiddenForwardAll(err error) Rule {
	return Rule{ID: "hidden " + forwardAllPath, Name: "Forward all calls", Kind: OtherRule, CallHandling: V1, Unit: InRings, Enabled: true,
		Fixed: "It is not shown: " + Explain(err).String()}
}

// unreadRules stands for the rules that cannot be read.
func unreadRules(h CallHandling, unread []Unread) Rule {
	return Rule{ID: "unread", Name: "Unreadable rules", Kind: OtherRule, CallHandling: h, Unit: h.Capabilities().Unit, Enabled: true,
		Fixed: "RingCentral sent rules that rcfwd cannot read: " + UnreadWords(unread) + ". See them in the RingCentral app."}
}

func (b *callHandlingCache) setFlags(flags Features) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.flags, b.flagsAt = flags, time.Now()
}

// knownFlags are the flags as last read, however long ago: to decide what is offered.
func (b *callHandlingCache) knownFlags() Features {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.flags
}

func (b *callHandlingCache) freshFlags() (flags Features, fresh bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.flags, !b.flagsAt.IsZero() && time.Since(b.flagsAt) < flagsLifetime
}

// withFlags returns r with the flags of its extension. It is Fixed when they forbid any
// change of rules.
func (was *Rule) withFlags(flags Features) Rule {
	r := *was
	r.flags = flags
	if because, lacking := r.lacks(FeatureEditRules); lacking && r.Fixed == "" {
		r.Fixed = notAvailable("Changing rules", because).Error()
	}
	return r
}

func (c *Client) stateRules(ctx context.Context) ([]Rule, []Unread, error) {
	return c.listRulesV2(ctx, opListRules, "state-rules", readStateRule)
}

// listRulesV2 reads one of the lists of rules of v2.
func (c *Client) listRulesV2(ctx context.Context, op rest.Operation, list string, read func(json.RawMessage) (Rule, error)) ([]Rule, []Unread, error) {
	records, err := c.listV2(ctx, &rest.Request{Op: op, Method: http.MethodGet, Path: c.pathV2(handlingPath, "voice", list)})
	if err != nil {
		return nil, nil, err
	}
	return readRules(op, records, read)
}

func readRules(op rest.Operation, records []json.RawMessage, read func(json.RawMessage) (Rule, error)) ([]Rule, []Unread, error) {
	rules, unread, err := readAll(op, records, read)
	return unique(rules, func(r Rule) string { return r.ID }), unread, err
}

// rulePath is the path at which a rule is read and changed.
func (c *Client) rulePath(r *Rule) string {
	if r.CallHandling == V2 {
		if r.custom() {
			return c.pathV2(handlingPath, "voice", "interaction-rules", r.ID)
		}
		return c.pathV2(handlingPath, "voice", "state-rules", r.ID)
	}
	return c.extensionPath(legacyRulesPath, r.ID)
}

// readRule reads a rule again.
func (c *Client) readRule(ctx context.Context, saw *Rule) (Rule, error) {
	if saw.forwardsAllV1() {
		return c.readForwardAllRule(ctx)
	}
	r := rest.Request{Op: opReadStateRule, Method: http.MethodGet, Path: c.rulePath(saw)}
	if saw.CallHandling != V2 {
		r.Op, r.Query = opReadRule, url.Values{"showInactiveNumbers": {"true"}}
	}
	return c.doRule(ctx, &r, saw)
}

// needsRulesBeyond reports whether a reading of single rules asks for one that base does
// not have, so that all have to be read.
func needsRulesBeyond(base *Snapshot, h CallHandling, need Need) bool {
	return slices.ContainsFunc(need.RuleIDs, func(id string) bool {
		return base.CallHandling != h || base.ruleIndex(id) < 0
	})
}

// someRules are the rules of base with some of them read again at once. The error is
// that of the first that could not be read; CMN-102 is one that is gone.
func (c *Client) someRules(ctx context.Context, base *Snapshot, ids []string) ([]Rule, error) {
	rules := slices.Clone(base.Rules)
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	errs := make([]error, len(ids))
	var reads rest.PanicGroup
	for n, id := range ids {
		i := base.ruleIndex(id)
		reads.Go(func() { rules[i], errs[n] = c.readRule(ctx, &base.Rules[i]) })
	}
	reads.Wait()
	return rules, cmp.Or(errs...)
}

// doRule sends a request whose answer is a rule.
func (c *Client) doRule(ctx context.Context, r *rest.Request, saw *Rule) (Rule, error) {
	read := readAnsweringRule
	switch {
	case saw.custom():
		read = readInteractionRule
	case saw.CallHandling == V2:
		read = readStateRule
	}
	var got Rule
	err := c.do(ctx, r, func(raw json.RawMessage) (err error) {
		got, err = read(raw)
		if err == nil && got.ID != saw.ID {
			err = rest.ErrShape
		}
		return err
	})
	return c.names.named(new(got.withFlags(saw.flags))), err
}

// readWithID reads an object that has an id. Its error is errShape.
func readWithID(raw json.RawMessage) (o jsonobj.Object, id string, err error) {
	o, ok := jsonobj.Read(raw)
	if id = rest.Clean(o.Text("id")); !ok || id == "" {
		return nil, "", rest.ErrShape
	}
	return o, id, nil
}
