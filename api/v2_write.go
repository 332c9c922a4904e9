package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Writing the documents of v2: the flip list, the rules and the states at once, for
// none depends on another, and then the telephone numbers that leave every rule.

func (h *v2) write(ctx context.Context, c *Client, base *Snapshot, edits []Edit) []Applied {
	done := make([]Applied, len(edits))
	var writes rest.PanicGroup
	send := func(i int, write func() Applied) {
		writes.Go(func() {
			done[i] = write()
			reportProgress(ctx, &done[i])
		})
	}
	for i, e := range edits {
		done[i] = Applied{Edit: e, State: Unsent}
		switch e.Document.Kind {
		case FlipDocument:
			send(i, func() Applied { return c.writeFlips(ctx, &e, base.began) })
		case RuleDocument:
			send(i, func() Applied { return c.writeRule(ctx, V2, &e, base.began, nil) })
		case StateDocument:
			send(i, func() Applied { return c.writeState(ctx, &e, base.began) })
		}
	}
	writes.Wait()
	open := slices.ContainsFunc(done, func(a Applied) bool { return a.State != Confirmed && !isTarget(&a.Edit) })
	if dropped := targetsOf(edits); len(dropped) > 0 && !open { // a number that is still in the flip list keeps its rules
		c.dropTargets(ctx, dropped, done)
	}
	return done
}

func isTarget(e *Edit) bool { return e.Document.Kind == TargetDocument }

func targetsOf(edits []Edit) []Edit {
	return slices.DeleteFunc(slices.Clone(edits), func(e Edit) bool { return !isTarget(&e) })
}

// writeState switches a state, or changes its times. The answer is the state.
func (c *Client) writeState(ctx context.Context, e *Edit, read time.Time) Applied {
	before, err := readV2Rule(e.Before)
	if err != nil {
		return Applied{Edit: *e, State: Unsent, Err: err}
	}
	want, err := readV2Rule(e.Want)
	if err != nil {
		return Applied{Edit: *e, State: Unsent, Err: err}
	}
	got, err := c.sendState(ctx, &before, &want, read)
	return applied(e, got.answered(), err)
}

// bulkReply is what came of each target.
type bulkReply struct {
	Records *[]bulkItem `json:"records"`
}

type bulkItem struct {
	Successful bool            `json:"bulkItemSuccessful"`
	Errors     json.RawMessage `json:"bulkItemErrors"`
	Item       json.RawMessage `json:"bulkItem"`
}

// dropTargets takes telephone numbers out of every rule by one request, which names
// them and overwrites nothing else.
func (c *Client) dropTargets(ctx context.Context, dropped []Edit, done []Applied) {
	var got bulkReply
	err := c.do(ctx, new(c.dropRequest(dropped)), rest.Into(&got))
	for i, a := range done {
		if isTarget(&a.Edit) {
			done[i] = applied(&a.Edit, nil, got.outcome(a.Document.ID, err))
			done[i].Derived = done[i].State == Confirmed
			reportProgress(ctx, &done[i])
		}
	}
}

func (c *Client) dropRequest(dropped []Edit) rest.Request {
	records := make([]json.RawMessage, 0, len(dropped))
	for _, e := range dropped {
		records = append(records, e.Before)
	}
	return rest.Request{Op: opRemoveTargets, Method: http.MethodDelete, Path: c.pathV2(targetsPath...), Body: jsonobj.New("records", records)}
}

// outcome is what became of one telephone number. One that is in no rule any more is
// as it should be.
func (b bulkReply) outcome(phone string, err error) error {
	if err != nil {
		return err
	}
	if b.Records != nil {
		for _, item := range *b.Records {
			if readRingTarget(item.Item).Phone != phone {
				continue
			}
			if e := item.failure(); e != nil && !rest.Is(e, "CMN-102") {
				return e
			}
			return nil
		}
	}
	return rest.Unusable(opRemoveTargets, http.StatusOK, nil, rest.ErrShape).Lost()
}

// failure reads the error of one item, which comes in an answer of 200.
func (i bulkItem) failure() error {
	if i.Successful {
		return nil
	}
	return rest.ReadError(opRemoveTargets, http.StatusBadRequest, nil, jsonobj.New("errors", orNull(i.Errors)).Raw())
}

// after applies what was confirmed. The answers hold the whole flip list and the whole
// rules; only what left every rule is derived.
func (h *v2) after(was *Snapshot, all []Applied) Snapshot {
	base := *was
	base.Rules = slices.Clone(base.Rules)
	for _, a := range all {
		if a.State != Confirmed {
			continue
		}
		switch a.Document.Kind {
		case FlipDocument:
			if l, err := readFlipList(a.After); err == nil {
				base.flips = l
			}
		case RuleDocument, StateDocument:
			if r, err := readV2Rule(a.After); err == nil {
				base.Rules = replacedRule(base.Rules, new(r.switchedBy(&base, a.Document.Kind)))
			}
			if a.After == nil || a.Before == nil {
				base = base.withRuleEdit(&a)
			}
		case TargetDocument:
			rings := func(t Target) bool { return t.Kind == NumberTarget && t.Phone == a.Document.ID }
			base.Rules = withoutTargets(base.Rules, rings)
			base.targets = slices.DeleteFunc(slices.Clone(base.targets), rings)
			base.Derived = true
		}
	}
	return h.merged(&base)
}

// switchedBy keeps of a rule that was answered for its state alone the dispatching
// that base has, for it may have been written at the same time.
func (r *Rule) switchedBy(base *Snapshot, kind DocumentKind) Rule {
	now, ok := base.Rule(r.ID)
	if kind != StateDocument || !ok {
		return *r
	}
	if kept, err := readV2Rule(new(now.withState(r)).Record()); err == nil {
		return kept
	}
	return *r
}

func (h *v2) requests(c *Client, _ *Snapshot, edits []Edit) []rewrite {
	var all []rewrite
	for _, e := range edits {
		switch e.Document.Kind {
		case FlipDocument:
			all = append(all, rewrite{c.putRequest(e.Want), e.Before})
		case RuleDocument:
			all = append(all, c.ruleRewrite(V2, &e)...)
		case StateDocument:
			now, errNow := readV2Rule(e.Before)
			want, errWant := readV2Rule(e.Want)
			if errNow == nil && errWant == nil {
				all = append(all, rewrite{Request: c.stateRequest(&now, &want)})
			}
		}
	}
	if dropped := targetsOf(edits); len(dropped) > 0 {
		all = append(all, rewrite{Request: c.dropRequest(dropped)})
	}
	return all
}
