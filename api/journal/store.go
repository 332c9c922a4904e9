package journal

import (
	"context"
	"sync"
)

// store keeps the lines of a journal. It is safe for concurrent use, that in files also
// by several processes.
type store interface {
	// append adds a line, which ends in a line feed. With sync, the line is on the disk
	// when append returns.
	append(line []byte, sync bool) error

	// read returns all lines, the older ones first.
	read() ([]part, error)

	// lockWrites waits until no one else changes the extension, and keeps all others
	// from doing so until release is called.
	lockWrites(ctx context.Context) (release func(), err error)

	// tryLockWrites is lockWrites without waiting; ok is false if another holds the lock.
	tryLockWrites() (release func(), ok bool, err error)

	path() string
}

// part is one file of a journal.
type part struct {
	name string
	text []byte
}

// semaphore is a mutex that can be acquired with a context.
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

// memoryStore is a store in memory.
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
