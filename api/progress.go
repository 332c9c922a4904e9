package api

import "context"

type progressKey struct{}

// WithProgress returns a context whose writes call report whenever the outcome of an
// edit is known, and again if the edit is then put back. The calls may come from several
// goroutines at once. A nil report reports nothing.
func WithProgress(ctx context.Context, report func(Applied)) context.Context {
	return context.WithValue(ctx, progressKey{}, report)
}

func reportProgress(ctx context.Context, a *Applied) {
	if report, _ := ctx.Value(progressKey{}).(func(Applied)); report != nil {
		report(*a)
	}
}
