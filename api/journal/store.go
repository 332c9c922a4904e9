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

	// lockWrites waits until nobody else writes to the extension, and keeps them
	// from it until release is called.
	lockWrites(ctx context.Context) (release func(), err error)

	// tryLockWrites does not wait.
	tryLockWrites() (release func(), ok bool, err error)

	path() string
}

// part is one file of a journal.
type part struct {
	name string
	text []byte
}

// semaphore lets one through at a time and can be waited for with a context.
type semaphore chan struct{}

func newSemaphore() semaphore { return make(semaphore, 1) }

func (t semaphore) acquire(ctx context.Context) error {
	select {
	case t <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t semaphore) tryAcquire() bool {
	select {
	case t <- struct{}{}:
		return true
	default:
		return false
	}
}

func (t semaphore) release() { <-t }

// memoryStore is a store that ends with the program.
type memoryStore struct {
	mu   sync.Mutex
	text []byte
	sem  semaphore
}

func (m *memoryStore) append(line []byte, _ bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.text = append(m.text, line...)
	return nil
}

func (m *memoryStore) read() ([]part, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return []part{{"memory", append([]byte(nil), m.text...)}}, nil
}

func (m *memoryStore) lockWrites(ctx context.Context) (func(), error) {
	if err := m.sem.acquire(ctx); err != nil {
		return nil, err
	}
	return m.sem.release, nil
}

func (m *memoryStore) tryLockWrites() (func(), bool, error) {
	if !m.sem.tryAcquire() {
		return nil, false, nil
	}
	return m.sem.release, true, nil
}

func (m *memoryStore) path() string { return "" }
