package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/settings"
)

// FileError says that the journal cannot be written, or read. Sent reports whether
// the write was sent all the same: only an outcome may fail to be written so.
type FileError struct {
	Path  string
	Sent  bool
	Cause error
}

// Error is the advice on one line.
func (e *FileError) Error() string { return e.Advice().String() }

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Cause }

// Advice says what to do about the file.
func (e *FileError) Advice() api.Advice {
	why, path := e.Cause, e.Path
	if p, ok := errors.AsType[*os.PathError](why); ok {
		why, path = p.Err, p.Path
	}
	a := api.Advice{
		What: "The journal " + rest.Clean(path) + " cannot be used: " + rest.Clean(why.Error()) + ". Nothing was sent, because it could not be undone.",
		Do:   remedy(why, path),
	}
	if errors.Is(why, settings.ErrNotPrivate) { // whose text says what to do
		a = api.Advice{What: "The journal cannot be used: " + rest.Clean(why.Error()), Do: "Nothing was sent, because it could not be undone."}
	}
	if _, newer := errors.AsType[*settings.NewerFileError](why); newer {
		a = api.Advice{What: "The journal was written by a newer rcfwd: " + rest.Clean(why.Error()) + ".", Do: "Nothing was sent."}
	}
	if e.Sent {
		a.What = "The change was sent, but its outcome could not be written to the journal " + rest.Clean(e.Path) + ": " + rest.Clean(why.Error()) + "."
		a.Do = "Free some disk space. rcfwd checks the change before it sends anything else."
	}
	return a
}

// remedy says what to do about a file of the journal that cannot be used.
func remedy(why error, path string) string {
	switch {
	case errors.Is(why, errTooLong), errors.Is(why, settings.ErrNotRegular):
		return "Move it away and try again: mv " + rest.Clean(settings.ShellQuote(path)+" "+settings.ShellQuote(path+".old"))
	case errors.Is(why, syscall.ENOSPC):
		return "Free some space on its disk and try again."
	case errors.Is(why, fs.ErrPermission):
		return "Make the file and its folder writable for you and try again."
	}
	return "Free some disk space, or make the file and its folder writable for you, and try again."
}

// BusyError is the error of a write that waited too long for another rcfwd, which is
// changing the same extension.
type BusyError struct {
	Path string // of the lock
	PID  int    // of the process that holds it; 0 when that is not known
}

// Error is the advice on one line.
func (e *BusyError) Error() string { return e.Advice().String() }

// Advice says how to find the other one.
func (e *BusyError) Advice() api.Advice {
	look := "Look for a suspended rcfwd."
	if e.PID != 0 {
		look = fmt.Sprintf("Look for the suspended process %d.", e.PID)
	}
	return api.Advice{
		What: "Another rcfwd is changing this extension and does not finish. Nothing was sent.",
		Do:   look + " It has locked " + rest.Clean(e.Path) + ".",
	}
}
