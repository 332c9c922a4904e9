package journal

import (
	"context"
	"errors"

	"rcfwd/api"
)

// Backend is what a Writer needs of the service.
type Backend interface {
	Numbers(context.Context) ([]api.Number, error)
	CreateNumber(context.Context, api.NewNumber) (api.Number, error)
	UpdateNumber(ctx context.Context, old api.Number, change api.Change) (api.Number, error)
	RemoveNumbers(ctx context.Context, ids []string) []api.Removal
	SwapFlip(ctx context.Context, a, b api.Number, have []api.Number) error
}

// Writer makes the changes of one extension. Its methods may be called from
// many goroutines at once; writes go one after the other, also those of other
// processes with the same journal.
type Writer struct {
	backend Backend
	journal *Journal
}

// NewWriter gives a writer that changes what b reaches and writes to j.
func NewWriter(b Backend, j *Journal) *Writer { return &Writer{backend: b, journal: j} }

// Result is what is known after a write, also beside most errors.
type Result struct {
	Entry   Entry        // as journalled; zero when nothing was
	Numbers []api.Number // the extension's numbers now, so that no reload is needed; nil when not known
	Settled []Entry      // changes left over from before, of which it is known now what became of them
	Unread  error        // why the reading after a removal or swap failed, if it did: Numbers is what ought to be
}

// Do makes a change. A create or an update costs two requests: reading again, and
// the write.
//
// Nothing was sent when the error is an api.Problem, a *Conflict, a *BusyError, a
// *FileError that is not Sent, or one of the first reading. Otherwise it is an *api.Error
// of a refusal, a *Mismatch, *NotDoneError, *UnknownError or *PartlyError.
// A context that ends before the write was sent cancels it.
func (w *Writer) Do(ctx context.Context, wr Write) (Result, error) {
	return Result{}, errors.New("not written yet")
}

// Settle looks up what became of changes whose outcome is not known, left by this
// process or one that is gone, and gives them as settled. It sends nothing when there
// are none, and leaves those of a process that is at work alone.
func (w *Writer) Settle(ctx context.Context) (Result, error) { return Result{}, nil }
