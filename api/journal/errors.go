package journal

import "rcfwd/api"

// Mismatch says that a write was accepted and that the answer is not what was
// asked for. It is done, as the entry has it.
type Mismatch struct {
	Entry  Entry
	Fields []Pair // Before is what was asked for, After what came
}

func (e *Mismatch) Error() string      { return "the service did something else than was asked" }
func (e *Mismatch) Advice() api.Advice { return api.Advice{What: e.Error()} }

// NotDoneError says that the answer of a write was lost and that the write had
// no effect, as reading showed. Trying again is safe.
type NotDoneError struct {
	Entry Entry
	Cause error
}

func (e *NotDoneError) Error() string      { return "it was not done" }
func (e *NotDoneError) Unwrap() error      { return e.Cause }
func (e *NotDoneError) Advice() api.Advice { return api.Advice{What: e.Error()} }

// UnknownError says that the answer of a write was lost and that reading failed
// too. The next Do or Settle looks it up; errors.Is finds api.ErrLost.
type UnknownError struct {
	Entry         Entry
	Cause, Lookup error
}

func (e *UnknownError) Error() string      { return "it is not known whether it was done" }
func (e *UnknownError) Unwrap() error      { return e.Cause }
func (e *UnknownError) Advice() api.Advice { return api.Advice{What: e.Error()} }

// PartlyError says that of a write on several numbers some were refused.
type PartlyError struct {
	Entry  Entry // Before without After is what went
	Stayed []api.Removal
	Cause  error
}

func (e *PartlyError) Error() string      { return "it was done partly" }
func (e *PartlyError) Unwrap() error      { return e.Cause }
func (e *PartlyError) Advice() api.Advice { return api.Advice{What: e.Error()} }

// FileError says that the journal cannot be written, or read. Sent says whether
// the write was sent all the same: only an outcome may fail to be written so.
type FileError struct {
	Path  string
	Sent  bool
	Cause error
}

func (e *FileError) Error() string      { return "the journal cannot be written" }
func (e *FileError) Unwrap() error      { return e.Cause }
func (e *FileError) Advice() api.Advice { return api.Advice{What: e.Error()} }

// BusyError says that another rcfwd is changing the same extension.
type BusyError struct{ Path string }

func (e *BusyError) Error() string      { return "another rcfwd is changing this extension" }
func (e *BusyError) Advice() api.Advice { return api.Advice{What: e.Error()} }
