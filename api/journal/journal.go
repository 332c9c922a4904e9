package journal

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"strings"
	"sync/atomic"
	"time"
)

// Journal is the journal of one extension. Its methods may be called from many
// goroutines at once.
type Journal struct {
	scope Scope
	actor Actor
	store store
	lines atomic.Pointer[map[string]line] // decoded by the last read, by their text
}

// Open opens the journal of where in the folder dir, which it makes if need be.
// The error is a *FileError.
func Open(dir string, where Scope, who Actor) (*Journal, error) {
	f, err := newFiles(dir, fileName(where))
	if err != nil {
		return nil, &FileError{Path: dir, Cause: err}
	}
	return &Journal{scope: where, actor: who, store: f}, nil
}

// Memory gives a journal that leaves nothing behind, for a service that does
// not either.
func Memory(where Scope, who Actor) *Journal {
	return &Journal{scope: where, actor: who, store: &memoryStore{sem: newSemaphore()}}
}

// Path is the journal's file; empty for one in memory.
func (j *Journal) Path() string { return j.store.path() }

// fileName names the files of an extension. What might mean something to a
// file system is written as its code.
func fileName(w Scope) string {
	profile := w.Profile
	if profile == "" {
		profile = "default"
	}
	return escape(profile) + "." + escape(w.Extension)
}

func escape(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
			b.WriteByte(c)
		default:
			b.WriteString("%" + hex.EncodeToString([]byte{c}))
		}
	}
	return b.String()
}

// newID names a change: when, to the second, and a chance of one in 2^32 that
// another of that second has the same.
func newID(now time.Time) string {
	var random [4]byte
	_, _ = rand.Read(random[:]) // never fails
	return now.UTC().Format("20060102-150405-") + hex.EncodeToString(random[:])
}

// appendIntent writes the intent of e on the disk, and gives e its id and time.
func (j *Journal) appendIntent(e *Entry) error {
	now := time.Now().UTC()
	e.ID, e.Time, e.Who = newID(now), now, j.actor
	e.Server, e.Account, e.Extension = j.scope.Server, j.scope.Account, j.scope.Extension
	return j.write(line{
		Event: intent, ID: e.ID, Time: e.Time, Who: &e.Who,
		Server: e.Server, Account: e.Account, Extension: e.Extension,
		Op: e.Op, Before: e.Before, Want: e.Want, Had: e.had,
		RuleBefore: e.RuleBefore, RuleWant: e.RuleWant, Lines: e.Lines, Rang: e.Rang, From: e.From,
		Undoes: e.Undoes, Redoes: e.Redoes, For: e.of, More: e.more,
	})
}

// appendOutcome writes what became of e.
func (j *Journal) appendOutcome(e *Entry, as event) error {
	e.Ended = time.Now().UTC()
	l := line{
		Event: as, ID: e.ID, Time: e.Ended, Outcome: e.Outcome, After: e.After,
		RuleAfter: e.RuleAfter, Code: e.Code, Message: e.Message, Request: e.RequestID,
	}
	if e.linesChanged {
		l.Lines = e.Lines
	}
	return j.write(l)
}

func (j *Journal) write(l line) error {
	l.V = version
	raw, err := l.encode()
	if err == nil {
		err = j.store.append(raw, l.Event == intent)
	}
	return j.fileError(err)
}

func (j *Journal) fileError(err error) error {
	if err == nil {
		return nil
	}
	return &FileError{Path: j.Path(), Cause: err}
}

// lockWrites keeps everybody else from writing to the extension until release.
func (j *Journal) lockWrites(ctx context.Context) (release func(), err error) {
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
