package journal

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"sync/atomic"
	"time"

	"rcfwd/api/settings"
)

// Journal is the journal of one extension. It is safe for concurrent use.
type Journal struct {
	scope Scope
	actor Actor
	store store
	lines atomic.Pointer[map[string]line] // decoded by the last read, by their text

	newest atomic.Int64 // version of the newest line that was read
}

// Open opens the journal of a scope in the folder dir, which it creates if necessary.
// New entries get actor as their Who. The error is a *FileError.
func Open(dir string, scope Scope, actor Actor) (*Journal, error) {
	f, err := newFileStore(dir, fileName(scope), scope.Extension)
	if err != nil {
		return nil, &FileError{Path: dir, Cause: err}
	}
	return &Journal{scope: scope, actor: actor, store: f}, nil
}

// Memory returns a journal that is kept in memory, for a service that is too.
func Memory(scope Scope, actor Actor) *Journal {
	return &Journal{scope: scope, actor: actor, store: &memoryStore{sem: newSemaphore()}}
}

// Path returns the file of the journal; empty for one in memory.
func (j *Journal) Path() string { return j.store.path() }

// newID returns an id for a change: the time to the second, and 32 random bits.
func newID(now time.Time) string {
	var random [4]byte
	_, _ = rand.Read(random[:]) // never fails
	return now.UTC().Format("20060102-150405-") + hex.EncodeToString(random[:])
}

// AppendIntent sets the id, time and scope of e, and writes its intent to the disk.
func (j *Journal) AppendIntent(e *Entry) error {
	now := time.Now().UTC()
	e.ID, e.Time, e.Who, e.Profile = newID(now), now, j.actor, j.scope.Profile
	e.Server, e.Account, e.Extension = j.scope.Server, j.scope.Account, j.scope.Extension
	return j.write(&line{
		Event: intentEvent, ID: e.ID, Time: e.Time, Who: &e.Who, Profile: j.scope.Profile,
		Server: e.Server, Account: e.Account, Extension: e.Extension,
		Op: e.Op, Before: e.Before, Want: e.Want, Had: e.Had,
		RuleBefore: e.RuleBefore, RuleWant: e.RuleWant, Lines: e.Lines, Rang: e.Rang, From: e.From,
		Method: e.Method, Path: e.Path, Body: e.Body,
		Undoes: e.Undoes, Redoes: e.Redoes, For: e.For, More: e.More, Docs: intentDocs(e.Docs),
	})
}

// AppendOutcome writes what came of e.
func (j *Journal) AppendOutcome(e *Entry, as Event) error {
	e.Ended = time.Now().UTC()
	l := line{
		Event: as, ID: e.ID, Time: e.Ended, Outcome: e.Outcome, After: e.After,
		RuleAfter: e.RuleAfter, Docs: outcomeDocs(e.Docs), Code: e.Code, Message: e.Message, Request: e.RequestID,
	}
	if e.linesChanged {
		l.Lines = e.Lines
	}
	return j.write(&l)
}

func (j *Journal) write(was *line) error {
	l := *was
	l.V = version
	if err := j.checkVersion(); err != nil {
		return j.fileError(err)
	}
	raw, err := l.encode()
	if err == nil {
		err = j.store.append(raw, l.Event == intentEvent)
	}
	return j.fileError(err)
}

// checkVersion is the error of a journal in which a later version was seen to write.
func (j *Journal) checkVersion() error {
	return settings.CheckVersion(j.Path(), int(j.newest.Load()), version)
}

func (j *Journal) fileError(err error) error {
	if err == nil {
		return nil
	}
	return &FileError{Path: j.Path(), Cause: err}
}

// LockWrites keeps all others from changing the extension until release is called.
func (j *Journal) LockWrites(ctx context.Context) (release func(), err error) {
	release, err = j.store.lockWrites(ctx)
	busy, ok := errors.AsType[*BusyError](err)
	switch {
	case ok:
		return nil, busy
	case err != nil && ctx.Err() == nil:
		return nil, j.fileError(err)
	}
	return release, err
}

// TryLockWrites is LockWrites without waiting; ok is false while another process
// writes.
func (j *Journal) TryLockWrites() (release func(), ok bool, err error) {
	release, ok, err = j.store.tryLockWrites()
	return release, ok, j.fileError(err)
}
