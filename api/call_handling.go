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
// anything else, also for a missing flag or parameter (dossier section 8, an inference).
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
	flips flipList // as last read; only for previews
	rules []Rule   // as last read; only for previews

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
	b.known = known
	b.mu.Unlock()
	if b.onFound != nil {
		b.onFound(known)
	}
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
// rules.
func (c *Client) askCallHandling(ctx context.Context) (CallHandling, error) {
	flags, err := c.Features(ctx, append([]string{FeatureNewCallHandling}, ruleFlags...)...)
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
// read the feature is taken to be on V1; CMN-468 corrects that.
func (c *Client) callHandlingOrV1(ctx context.Context) (CallHandling, error) {
	b, err := c.CallHandling(ctx)
	if rest.Declined(err) {
		return V1, nil
	}
	return b, err
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

// dispatch calls v1 or v2 by the call handling of the account, and v2 after v1 when the
// account turns out to have moved. CMN-468 is a refusal, so nothing is done twice.
func dispatch[T any](ctx context.Context, c *Client, v1, v2 func() (T, error)) (T, error) {
	b, err := c.callHandlingOrV1(ctx)
	if err != nil {
		var none T
		return none, err
	}
	if b == V2 {
		return v2()
	}
	v, err := v1()
	if rest.Is(err, "CMN-468") && c.recheck(ctx) {
		return v2()
	}
	return v, err
}
