package ui

import "context"

// ticket identifies one request of a kind of read.
type ticket int

// guard belongs to one kind of read. A new request cancels the previous one,
// which saves work. An answer whose ticket is not the newest is dropped, which
// guarantees that an old answer never overwrites a newer one.
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

// accept reports whether the answer with ticket t counts. If so, the request is
// over.
func (g *guard) accept(t ticket) bool {
	if t != g.newest || g.cancel == nil {
		return false
	}
	g.stop()
	return true
}

// busy reports whether a request is in flight.
func (g *guard) busy() bool { return g.cancel != nil }

// stop abandons the request in flight, if there is one. It is not inlined: its copies would
// make the program larger.
//
//go:noinline
func (g *guard) stop() {
	if g.cancel != nil {
		g.cancel()
		g.cancel = nil
	}
}

// reads has one guard for each kind of read.
type reads struct {
	numbers, devices, features, own       guard
	extension, self, permissions, account guard
	rules, hours, forwardAll              guard
	person, names, editedHours            guard
	editor, history, plan                 guard
	calls, watchDelay                     guard
	waits, warnings, trace                guard

	who guard // who forwards to something

	signIn guard // a sign-in; it outlives the connection
}

// stop abandons all reads of the connection. The tickets go on counting, so
// that a late answer never counts as one of the next connection.
func (r *reads) stop() {
	for _, g := range []*guard{
		&r.numbers, &r.devices, &r.features, &r.own,
		&r.extension, &r.self, &r.permissions, &r.account,
		&r.rules, &r.hours, &r.forwardAll, &r.person, &r.names, &r.editedHours,
		&r.editor, &r.history, &r.plan,
		&r.calls, &r.watchDelay,
		&r.who, &r.waits, &r.warnings, &r.trace,
	} {
		g.stop()
	}
}
