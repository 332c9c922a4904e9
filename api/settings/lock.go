package settings

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/gofrs/flock"
)

const (
	lockPause = 25 * time.Millisecond // between two tries to take a lock

	// lockTime is how long Lock waits. The process that holds the lock is
	// refreshing a token, which may take three tries; only one that was stopped
	// takes longer.
	lockTime = 3 * time.Minute
)

var (
	// ErrLocked is the kind of the error for a lock that another process holds
	// and does not release.
	ErrLocked = errors.New("locked")

	// ErrNoLock is the kind of the error for a lock that no process can take,
	// as on a disk that is read-only.
	ErrNoLock = errors.New("no lock")
)

// Lock waits, for three minutes at most, until this process holds the lock that
// the file stands for. One process at a time holds it, and the system releases
// it when that process dies. The file stays: removing it could let two processes
// hold a lock each.
//
// The error is ctx's, or of the kind ErrNoLock or ErrLocked.
func (f PrivateFile) Lock(ctx context.Context) (unlock func(), err error) {
	return f.lock(ctx, f.path, lockPause, lockTime)
}

// lock waits for the lock of the file at path for a time, with a pause between two tries.
func (f PrivateFile) lock(ctx context.Context, path string, pause, most time.Duration) (unlock func(), err error) {
	if err := f.folders.Make(); err != nil {
		return nil, UserErrorf(ErrNoLock, "%v", err)
	}
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, UserErrorf(ErrNoLock, "%v", notRegular(path, info)) // opening a pipe would wait for another program
	}
	lock := flock.New(path)
	patient, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	_, err = lock.TryLockContext(patient, pause)
	switch {
	case err == nil:
		return func() { _ = lock.Unlock() }, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case patient.Err() != nil:
		return nil, UserErrorf(ErrLocked, "Another rcfwd has been using this sign-in for %v. If it was stopped with ctrl+z, continue it with fg or end it.", most)
	}
	return nil, UserErrorf(ErrNoLock, "%v", fileError("lock", path, err))
}

// LockProfile waits for the lock under which the record of a profile is
// replaced. See PrivateFile.Lock.
func (f Folders) LockProfile(ctx context.Context, name string) (unlock func(), err error) {
	return f.ProfileFile(name, ".lock").Lock(ctx)
}
