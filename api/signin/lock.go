package signin

import (
	"context"
	"errors"
	"time"

	"github.com/gofrs/flock"
)

// lockPause is how often a lock that somebody else holds is asked for.
const lockPause = 25 * time.Millisecond

// errNoLock is the kind of a lock that cannot be had, by nobody.
var errNoLock = errors.New("no lock")

// lockFile waits for the lock of a file, which one process can have at a time
// and which the system takes from one that dies. The file is left behind:
// removing it could give two processes a lock each.
//
// The error is ctx's or of the kind errNoLock.
func (f Folders) lockFile(ctx context.Context, path string) (unlock func(), err error) {
	if err := f.make(); err != nil {
		return nil, troubled(errNoLock, "%v", err)
	}
	lock := flock.New(path)
	if _, err := lock.TryLockContext(ctx, lockPause); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, troubled(errNoLock, "%v", fileTrouble("lock", path, err))
	}
	return func() { _ = lock.Unlock() }, nil
}

// lockProfile is the lock under which the record of a profile is replaced.
func (f Folders) lockProfile(ctx context.Context, name string) (unlock func(), err error) {
	return f.lockFile(ctx, f.profileFile(name, ".lock"))
}
