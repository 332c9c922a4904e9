package journal

import (
	"context"
	"sync"
)

// store keeps lines. Its methods may be called from many goroutines, and for
// files from many processes, at once.
type store interface {
	// append adds a line, which ends in a line feed; with sync it is on the
	// disk when append returns.
	append(line []byte, sync bool) error

	// read gives all lines, older first.
	read() ([]part, error)

	// hold waits until nobody else writes to the extension, and keeps them
	// from it until release is called.
	hold(ctx context.Context) (release func(), err error)

	// tryHold does not wait.
	tryHold() (release func(), ok bool, err error)

	path() string
}

// part is one file of a journal.
type part struct {
	name string
	text []byte
}

// turnstile lets one through at a time and can be waited for with a context.
type turnstile chan struct{}

func newTurnstile() turnstile { return make(turnstile, 1) }

func (t turnstile) enter(ctx context.Context) error {
	select {
	case t <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t turnstile) try() bool {
	select {
	case t <- struct{}{}:
		return true
	default:
		return false
	}
}

func (t turnstile) leave() { <-t }

// memory is a store that ends with the program.
type memory struct {
	mu   sync.Mutex
	text []byte
	turn turnstile
}

func (m *memory) append(line []byte, _ bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.text = append(m.text, line...)
	return nil
}

func (m *memory) read() ([]part, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return []part{{"memory", append([]byte(nil), m.text...)}}, nil
}

func (m *memory) hold(ctx context.Context) (func(), error) {
	if err := m.turn.enter(ctx); err != nil {
		return nil, err
	}
	return m.turn.leave, nil
}

func (m *memory) tryHold() (func(), bool, error) {
	if !m.turn.try() {
		return nil, false, nil
	}
	return m.turn.leave, true, nil
}

func (m *memory) path() string { return "" }
