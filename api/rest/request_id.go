package rest

import (
	"context"
	"net/http"
	"sync"
)

// RequestIDRecorder keeps the service's id of the last request that was made with a
// context. RingCentral's support asks for it.
type RequestIDRecorder struct {
	mu   sync.Mutex
	last string
}

type recorderKey struct{}

// WithRequestIDRecorder returns a context whose requests are recorded in the recorder.
func WithRequestIDRecorder(ctx context.Context) (context.Context, *RequestIDRecorder) {
	r := &RequestIDRecorder{}
	return context.WithValue(ctx, recorderKey{}, r), r
}

// RequestID returns the id of the last request that was answered; empty for none.
func (r *RequestIDRecorder) RequestID() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last
}

// recordRequestID records the id of an answer, if ctx has a recorder.
func recordRequestID(ctx context.Context, h http.Header) {
	r, ok := ctx.Value(recorderKey{}).(*RequestIDRecorder)
	id := Short(Clean(h.Get("RCRequestId")))
	if !ok || id == "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last = id
}
