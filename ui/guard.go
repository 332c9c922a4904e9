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

// reads has one guard for every kind of read.
type reads struct {
	numbers, devices, features, own       guard
	extension, self, permissions, account guard
	rules, person                         guard
	editor, history, plan                 guard
	calls, watchDelay                     guard
	waits, warnings, trace                guard

	signIn guard // a sign-in, which leads to another connection
}

// stop abandons what is being read. The counts go on, so that no late answer
// is taken for one of the next connection.
func (r *reads) stop() {
	for _, g := range []*guard{
		&r.numbers, &r.devices, &r.features, &r.own,
		&r.extension, &r.self, &r.permissions, &r.account,
		&r.rules, &r.person,
		&r.editor, &r.history, &r.plan,
		&r.calls, &r.watchDelay,
		&r.waits, &r.warnings, &r.trace,
	} {
		g.stop()
	}
}
