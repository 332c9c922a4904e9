package api

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

// Snapshot is what one reading of an extension saw. What a person looks at, what a
// write compares and what it is sent against are the same snapshot, so that the edit
// of another user cannot slip between two readings.
//
// The zero value holds nothing. A snapshot is never changed once it was returned:
// Merge and the methods of Draft make new ones.
type Snapshot struct {
	CallHandling CallHandling
	At           time.Time // of the newest reading in it

	// Numbers are those that calls are forwarded or flipped to, in RingCentral's
	// order; nil when they were not read. On v2 those that only rules ring follow the
	// flip list, with ids of our own ("target:number:+16505550142",
	// "target:device:802300400004").
	Numbers []Number

	// Rules are in RingCentral's order; nil when they were not read.
	Rules []Rule

	// ForwardAll is the setting of v1 that forwards all calls; nil where the service has none
	// or it was not read. Once both were read it is also the first of Rules.
	ForwardAll *Rule

	// ForwardAllRefused is why the service does not show ForwardAll, which it may have; nil
	// when it was read, or when there is none.
	ForwardAllRefused error

	// RulesRefused is why the service does not show the rules while it shows the
	// numbers, or on v2 the custom rules while it shows those of states; nil when it
	// shows all.
	RulesRefused error

	// UnreadNumbers and UnreadRules are what of these lists could not be read. A list of
	// which nothing could be read is an error.
	UnreadNumbers, UnreadRules []Unread

	// Derived reports that a part was not read since a write changed it: the answer did
	// not hold it, and it is what the confirmed write implies.
	Derived bool

	began   time.Time       // when its newest reading began
	hours   json.RawMessage // v1: the work hours
	flips   flipList        // v2
	targets []Target        // v2, where rules are not shown: what all of them ring
}

// Need is what a reading should hold. The zero value needs nothing.
type Need struct {
	Numbers bool     // the numbers, and on v2 the rules, which ring them
	Digits  bool     // the flip digits; less than Numbers on v2
	Rules   bool     // all rules
	RuleIDs []string // these rules, each read alone

	// ForwardAll also reads, on v1, whether all calls are forwarded, which is in no list of
	// rules.
	ForwardAll bool

	// Hours also reads, on v1, the work hours, which the rule of work hours only refers to
	// there; Rule.Conditions has them then. On v2 that rule holds them.
	Hours bool

	// Labels also reads, once each, what is shown beside rules and cannot be written:
	// the names of extensions that calls go to, and feature flags older than two
	// minutes.
	Labels bool
}

// Read reads what need asks for and returns base with it; nothing else of base
// changes. Reads that do not depend on each other are sent at once. An account that
// turns out to have moved to new call handling is read there, and nothing of base is
// left (dossier section 8).
//
// Errors are *rest.Error; CMN-102 is one of RuleIDs that is gone. Missing permission to
// read the rules does not block reading numbers: see Snapshot.RulesRefused.
func (c *Client) Read(ctx context.Context, base *Snapshot, need Need) (Snapshot, error) {
	h, err := c.callHandlingOrV1(ctx)
	if err != nil {
		return Snapshot{}, err
	}
	began := time.Now()
	s, err := handlerOf(h).read(ctx, c, base, need)
	if is := c.corrected(ctx, h, err); is != h {
		s, err = handlerOf(is).read(ctx, c, base, need)
	}
	if err != nil {
		return Snapshot{}, err
	}
	s.began, s.At = began, time.Now()
	s = base.Merge(&s)
	if need.Labels {
		c.readLabels(ctx, &s)
	}
	if c.sawSnapshot != nil {
		c.sawSnapshot(s)
	}
	return c.Named(s), nil
}

// Merge returns s with the parts that newer holds in their place. Of another call
// handling than that of newer nothing is kept.
func (was *Snapshot) Merge(newer *Snapshot) Snapshot {
	s := *was
	if newer.CallHandling == "" {
		return s
	}
	if s.CallHandling != newer.CallHandling {
		s = Snapshot{}
	}
	if newer.ForwardAll != nil || newer.ForwardAllRefused != nil {
		s.ForwardAll, s.ForwardAllRefused = newer.ForwardAll, newer.ForwardAllRefused
	}
	if newer.hours != nil {
		s.hours = newer.hours
	}
	if newer.onlyForwardAll() {
		s.CallHandling = newer.CallHandling
		return handlerOf(s.CallHandling).merged(&s)
	}
	s.Derived = newer.Derived || s.Derived && !newer.covers(&s)
	s.CallHandling, s.At, s.began = newer.CallHandling, newer.At, newer.began
	if newer.Numbers != nil {
		s.Numbers, s.UnreadNumbers = newer.Numbers, newer.UnreadNumbers
	}
	if newer.flips.records != nil {
		s.flips = newer.flips
	}
	if newer.Rules != nil || newer.RulesRefused != nil {
		s.Rules, s.UnreadRules, s.RulesRefused, s.targets = newer.Rules, newer.UnreadRules, newer.RulesRefused, newer.targets
	}
	return handlerOf(s.CallHandling).merged(&s)
}

// covers reports whether s holds every part that older holds.
func (s *Snapshot) covers(older *Snapshot) bool {
	return (s.Numbers != nil || older.Numbers == nil) && (s.Rules != nil || s.RulesRefused != nil || older.Rules == nil)
}

// IsZero reports whether s holds nothing, as beside an error.
func (s *Snapshot) IsZero() bool { return s.CallHandling == "" }

// Moved reports whether the account was moved to another call handling between s and
// newer. It was not when either holds nothing.
func (s *Snapshot) Moved(newer *Snapshot) bool {
	return !s.IsZero() && !newer.IsZero() && s.CallHandling != newer.CallHandling
}

// WithoutRules returns s as if the rules had not been read, for a caller who knows that
// they may have changed. On v2 they are part of the numbers, and stay.
func (was *Snapshot) WithoutRules() Snapshot {
	s := *was
	if handlerOf(s.CallHandling).capabilities().SharedDocument {
		return s
	}
	s.Rules, s.UnreadRules, s.RulesRefused = nil, nil, nil
	return s
}

// withRule returns s with one rule replaced, if s has it.
func (was *Snapshot) withRule(r *Rule) Snapshot {
	s := *was
	if r.hours != nil {
		s.hours = r.hours
	}
	if r.forwardsAllV1() && s.ForwardAll != nil {
		return s.withSetting(r)
	}
	if i := s.ruleIndex(r.ID); i >= 0 {
		s.Rules = slices.Clone(s.Rules)
		s.Rules[i] = *r
	}
	return handlerOf(s.CallHandling).merged(&s)
}

// ruleIndex returns the index of the rule with an id, or -1. It is not inlined: the loop
// in each of its many callers makes the program 20 kB larger.
//
//go:noinline
func (s *Snapshot) ruleIndex(id string) int {
	return slices.IndexFunc(s.Rules, func(r Rule) bool { return r.ID == id })
}

// Rule returns the rule with an id. It is not inlined: the copy of so large a struct would
// be in 28 places.
//
//go:noinline
func (s *Snapshot) Rule(id string) (Rule, bool) {
	if i := s.ruleIndex(id); i >= 0 {
		return s.Rules[i], true
	}
	return Rule{}, false
}

// Number returns the number with an id, or else, since a number has another id after
// the account has moved or after it left the flip list, the one with a telephone
// number. Either may be empty.
func (s *Snapshot) Number(id, phone string) (Number, bool) {
	if i := slices.IndexFunc(s.Numbers, func(n Number) bool { return id != "" && n.ID == id }); i >= 0 {
		return s.Numbers[i], true
	}
	return ByPhone(s.Numbers, phone)
}

// ShownRules are the rules for a screen: Rules, and one each that stands for the custom
// rules where the service does not show those, and for what could not be read; nil where
// it shows none.
func (s *Snapshot) ShownRules() []Rule {
	shown := slices.Clone(s.Rules)
	if shown == nil {
		return nil
	}
	if s.RulesRefused != nil {
		shown = append(shown, hiddenRules(s.RulesRefused))
	}
	if s.ForwardAllRefused != nil {
		shown = append(shown, hiddenForwardAll(s.ForwardAllRefused))
	}
	if len(s.UnreadRules) > 0 {
		shown = append(shown, unreadRules(s.CallHandling, s.UnreadRules))
	}
	return shown
}

// Capabilities are what the account of the snapshot can do.
func (s *Snapshot) Capabilities() Capabilities { return handlerOf(s.CallHandling).capabilities() }

// Document returns a document as the snapshot has it; ok is false when it does not
// exist or was not read.
func (s *Snapshot) Document(d DocumentID) (raw json.RawMessage, ok bool) {
	switch d.Kind {
	case FlipDocument:
		if s.flips.records != nil {
			return s.flips.raw(), true
		}
	case NumberDocument:
		if n, found := s.Number(d.ID, ""); found {
			return n.raw, true
		}
	case HoursDocument:
		return s.hours, s.hours != nil
	case RuleDocument, StateDocument:
		if r, found := s.Rule(d.ID); found {
			return r.Record(), true
		}
	case TargetDocument:
		if n, found := s.Number("", d.ID); found && n.Has(CallForwarding) {
			return targetRecord(d.ID).Raw(), true
		}
	}
	return nil, false
}

// HidesRinging reports whether the service does not show what all rules ring, so that one
// may ring a number that does not seem to be rung.
func (s *Snapshot) HidesRinging() bool { return s.RulesRefused != nil && s.targets == nil }

// Holds reports whether a document asks the same of the service as raw does.
func (s *Snapshot) Holds(d DocumentID, raw json.RawMessage) bool {
	now, ok := s.Document(d)
	return ok && sameDocument(s.CallHandling, d.Kind, now, raw)
}
