package api

import (
	"context"
	"sync"
	"time"

	"rcfwd/api/rest"
)

// CallHandling is the version of RingCentral's call handling that an account has.
// RingCentral moves accounts from V1 to V2, also while the program runs (dossier section
// 8). Empty means that it is not known yet.
type CallHandling string

// The two call handlings.
const (
	V1 CallHandling = "legacy" // v1: forwarding numbers and answering rules
	V2 CallHandling = "new"    // v2: call-flip numbers, forwarding targets and state rules
)

// FeatureNewCallHandling is the feature flag that tells the call handling. It is
// available on both; its parameter decides.
const FeatureNewCallHandling = "NewCallHandlingAndForwarding"

// CallHandling returns V2 when isNewBackendAvailable is the text "true", and V1 for
// anything else, also for a missing flag or parameter (dossier section 8, an inference). It is
// not inlined: its copies would make the program larger.
//
//go:noinline
func (f Features) CallHandling() CallHandling {
	for _, s := range f {
		if s.ID == FeatureNewCallHandling && s.Params["isNewBackendAvailable"] == "true" {
			return V2
		}
	}
	return V1
}

// callHandlingCache is what a client remembers of the account: its call handling, and
// what was last read of it.
type callHandlingCache struct {
	sem     chan struct{}      // has one token: its holder may ask
	onFound func(CallHandling) // see Options.Found; may be nil

	mu    sync.Mutex
	known CallHandling
	asked bool // the service said so; else known was remembered, or is that of the account

	account *callHandlingCache // of the client of which Client.For made this one; nil for none

	flags   Features  // what may be done with rules
	flagsAt time.Time // when they were read; zero for never
}

func newCallHandlingCache(known CallHandling) *callHandlingCache {
	b := &callHandlingCache{known: known, sem: make(chan struct{}, 1)}
	b.sem <- struct{}{}
	return b
}

func (b *callHandlingCache) get() CallHandling {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.known
}

func (b *callHandlingCache) set(known CallHandling) {
	b.mu.Lock()
	moved := known == V2 && b.known == V1
	b.known, b.asked = known, true
	b.mu.Unlock()
	if moved {
		b.account.expect(V2)
	}
	if b.onFound != nil {
		b.onFound(known)
	}
}

// expect lets the next clients of the account begin with a call handling to which one of
// its extensions has moved. It is not what the service said of them.
func (b *callHandlingCache) expect(known CallHandling) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.known, b.asked = known, false
}

// CallHandling returns the call handling of the open extension. The client asks for it
// once, and again when the service says that the account has moved (CMN-468).
func (c *Client) CallHandling(ctx context.Context) (CallHandling, error) {
	select {
	case <-c.cache.sem:
	case <-ctx.Done():
		return "", rest.NoAnswer(opReadFeatures, ctx.Err())
	}
	defer func() { c.cache.sem <- struct{}{} }()
	if known := c.cache.get(); known != "" {
		return known, nil
	}
	return c.askCallHandling(ctx)
}

// KnownCallHandling is CallHandling without a request; empty when it is not known yet.
func (c *Client) KnownCallHandling() CallHandling { return c.cache.get() }

// askCallHandling reads the feature flags; the same request asks what may be done with
// numbers and rules.
func (c *Client) askCallHandling(ctx context.Context) (CallHandling, error) {
	flags, err := c.Features(ctx, allFlags...)
	if rest.Declined(err) {
		c.cache.setFlags(Features{})
	}
	if err != nil {
		return "", err
	}
	c.cache.setFlags(flags)
	c.cache.set(flags.CallHandling())
	return flags.CallHandling(), nil
}

// callHandlingOrV1 returns the call handling to use for a request. A user who may not
// read the feature is taken to be on V1; CMN-468 corrects that. It is not asked for with
// every request.
func (c *Client) callHandlingOrV1(ctx context.Context) (CallHandling, error) {
	if _, fresh := c.cache.freshFlags(); fresh && c.KnownCallHandling() == "" {
		return V1, nil
	}
	b, err := c.CallHandling(ctx)
	if rest.Declined(err) {
		return V1, nil
	}
	return b, err
}

// Flags returns the feature flags that decide what may be done with numbers and rules.
// They are read in one request, which also tells the call handling, unless they were
// read in the last two minutes (see flagsLifetime). Flags that may not be read are
// empty.
func (c *Client) Flags(ctx context.Context) (Features, error) {
	if flags, fresh := c.cache.freshFlags(); fresh {
		return flags, nil
	}
	_, err := c.askCallHandling(ctx)
	if err != nil && !rest.Declined(err) {
		return nil, err
	}
	return c.cache.knownFlags(), nil
}

// Outdated reports whether the account turned out to be on another call handling than
// it was when s was read.
func (c *Client) Outdated(s *Snapshot) bool {
	known := c.KnownCallHandling()
	return known != "" && s.CallHandling != "" && known != s.CallHandling
}

// recheck asks again after CMN-468, and reports whether the account is on V2. When the
// feature cannot be read, CMN-468 itself is the answer: it names the feature as the
// reason.
func (c *Client) recheck(ctx context.Context) bool {
	b, err := c.askCallHandling(ctx)
	if rest.Declined(err) {
		c.cache.set(V2)
		return true
	}
	return err == nil && b == V2
}

// remembered reports whether the call handling is that of an earlier run.
func (c *Client) remembered() bool {
	c.cache.mu.Lock()
	defer c.cache.mu.Unlock()
	return !c.cache.asked
}

// corrected returns the call handling that the account turns out to be on, by the error
// of a reading. CMN-468 means that it has moved. A refusal on v2 that was remembered may
// mean that it was another account. Nothing was done, so that the reading can be done
// again.
func (c *Client) corrected(ctx context.Context, used CallHandling, err error) CallHandling {
	switch {
	case used != V2 && rest.Is(err, "CMN-468") && c.recheck(ctx):
		return V2
	case used == V2 && c.cache.account != nil && rest.Is(err, "CMN-408", "CMN-419", "CMN-403"): // on either: a permission is missing, or it has no rules
	case used == V2 && rest.Declined(err) && c.remembered():
		if is, asked := c.askCallHandling(ctx); asked == nil {
			return is
		}
	}
	return used
}
