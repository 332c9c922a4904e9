package api

import (
	"context"
	"sync"
	"time"

	"rcfwd/api/rest"
)

// CallHandling is which call handling an account is on. RingCentral moves accounts
// from the one to the other, also while the program is open (dossier section 8).
type CallHandling string

// The backends. Empty means that it is not known yet.
const (
	V1 CallHandling = "legacy" // v1: forwarding numbers and answering rules
	V2 CallHandling = "new"    // v2: call-flip numbers, forwarding targets and state rules
)

// FeatureNewCallHandling is the feature flag that tells the backend. It is
// available on both: its parameter decides.
const FeatureNewCallHandling = "NewCallHandlingAndForwarding"

// CallHandling says which of the two the feature flags speak of. Only the text "true"
// in isNewBackendAvailable is the new one; a flag or a parameter that is not there
// is the legacy one (dossier section 8, an inference).
func (f Features) CallHandling() CallHandling {
	for _, s := range f {
		if s.ID == FeatureNewCallHandling && s.Params["isNewBackendAvailable"] == "true" {
			return V2
		}
	}
	return V1
}

// callHandlingCache is what a client remembers of the backend, and of it.
type callHandlingCache struct {
	sem     chan struct{}      // holds one token: whoever has it may ask
	onFound func(CallHandling) // hears what is found out; may be nil

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

// CallHandling says which call handling the open extension is on. It is asked once,
// and again when the service says that the account has moved (CMN-468).
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

// KnownCallHandling is Backend without asking; empty when it is not known yet.
func (c *Client) KnownCallHandling() CallHandling { return c.cache.get() }

// askCallHandling asks in the same request what may be done with rules.
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

// callHandlingOrV1 is the backend to send a request to. Somebody who may not read the
// feature is taken to be on the legacy one, and finds out by CMN-468.
func (c *Client) callHandlingOrV1(ctx context.Context) (CallHandling, error) {
	b, err := c.CallHandling(ctx)
	if rest.Declined(err) {
		return V1, nil
	}
	return b, err
}

// recheck looks again after CMN-468. When the feature cannot be read the refusal
// itself is the answer: it names the feature as the reason.
func (c *Client) recheck(ctx context.Context) bool {
	b, err := c.askCallHandling(ctx)
	if rest.Declined(err) {
		c.cache.set(V2)
		return true
	}
	return err == nil && b == V2
}

// dispatch asks on the backend that the account is on, and once more on the new one
// when it turns out to have moved. CMN-468 is a refusal, so nothing is done twice.
func dispatch[T any](ctx context.Context, c *Client, legacy, moved func() (T, error)) (T, error) {
	b, err := c.callHandlingOrV1(ctx)
	if err != nil {
		var none T
		return none, err
	}
	if b == V2 {
		return moved()
	}
	v, err := legacy()
	if rest.Is(err, "CMN-468") && c.recheck(ctx) {
		return moved()
	}
	return v, err
}
