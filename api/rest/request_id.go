package rest

import (
	"context"
	"net/http"
	"sync"
)

// RequestIDRecorder keeps what the service calls the requests that are made with a
// context, for whoever must name one to RingCentral's support later.
type RequestIDRecorder struct {
	mu   sync.Mutex
	last string
}

type receiptKey struct{}

// WithRequestIDRecorder gives a context whose requests are noted in the receipt.
func WithRequestIDRecorder(ctx context.Context) (context.Context, *RequestIDRecorder) {
	r := &RequestIDRecorder{}
	return context.WithValue(ctx, receiptKey{}, r), r
}

// RequestID is the service's id of the last request that was answered; empty for
// none.
func (r *RequestIDRecorder) RequestID() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last
}

// note takes the id from an answer, if ctx has a receipt for it.
func note(ctx context.Context, h http.Header) {
	r, ok := ctx.Value(receiptKey{}).(*RequestIDRecorder)
	id := Short(Clean(h.Get("RCRequestId")))
	if !ok || id == "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last = id
}
