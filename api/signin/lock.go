package signin

import (
	"context"
	"errors"
	"time"

	"github.com/gofrs/flock"
)

// lockPause is how often a lock that somebody else holds is asked for.
const lockPause = 25 * time.Millisecond

// lockTime is how long a lock is waited for. Whoever has it is renewing a token,
// and may have to try that three times; longer than this only one that was
// stopped takes.
const lockTime = 3 * time.Minute

// errLocked is the kind of a lock that somebody else does not give back.
var errLocked = errors.New("locked")

// errNoLock is the kind of a lock that cannot be had, by nobody.
var errNoLock = errors.New("no lock")

// lockFile waits for the lock of a file, which one process can have at a time
// and which the system takes from one that dies. The file is left behind:
// removing it could give two processes a lock each.
//
// The error is ctx's or of the kind errNoLock or errLocked.
func (f Folders) lockFile(ctx context.Context, path string) (unlock func(), err error) {
	if err := f.make(); err != nil {
		return nil, troubled(errNoLock, "%v", err)
	}
	lock := flock.New(path)
	patient, cancel := context.WithTimeout(ctx, lockTime)
	defer cancel()
	_, err = lock.TryLockContext(patient, lockPause)
	switch {
	case err == nil:
		return func() { _ = lock.Unlock() }, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case patient.Err() != nil:
		return nil, troubled(errLocked, "Another rcfwd has been renewing this sign-in for %v. It may have been stopped with ctrl+z: continue it with fg, or end it.", lockTime)
	}
	return nil, troubled(errNoLock, "%v", fileTrouble("lock", path, err))
}

// lockProfile is the lock under which the record of a profile is replaced.
func (f Folders) lockProfile(ctx context.Context, name string) (unlock func(), err error) {
	return f.lockFile(ctx, f.profileFile(name, ".lock"))
}
