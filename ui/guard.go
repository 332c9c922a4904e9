package ui

import "context"

// ticket tells the answers of one kind of read apart: the number of the
// request an answer belongs to.
type ticket int

// guard belongs to one kind of read. A new request cancels the one before it,
// which saves work; an answer whose ticket is not the newest is dropped, which
// is the guarantee that an old answer never overwrites a newer one.
type guard struct {
	newest ticket
	cancel context.CancelFunc
}

// begin starts a request.
func (g *guard) begin(parent context.Context) (context.Context, ticket) {
	g.stop()
	ctx, cancel := context.WithCancel(parent)
	g.cancel = cancel
	g.newest++
	return ctx, g.newest
}

// accept says whether t's answer counts; if so the request is over.
func (g *guard) accept(t ticket) bool {
	if t != g.newest || g.cancel == nil {
		return false
	}
	g.stop()
	return true
}

// busy says whether a request is under way.
func (g *guard) busy() bool { return g.cancel != nil }

// stop abandons the request that is under way, if one is.
func (g *guard) stop() {
	if g.cancel != nil {
		g.cancel()
		g.cancel = nil
	}
}
