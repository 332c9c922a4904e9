package sweep

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/gofrs/flock"

	"rcfwd/api/index"
	"rcfwd/api/settings"
)

// RunningError says that a sweep of the account runs already, in this or another process.
type RunningError struct {
	Done, Total int // how far it is; 0 while it reads the list
}

func (e *RunningError) Error() string {
	if e.Total == 0 {
		return "a sweep is running and reads the list"
	}
	return fmt.Sprintf("a sweep is running, %s of %s", Count(e.Done), Count(e.Total))
}

// progressFile is what a sweep tells other processes.
type progressFile struct {
	Done  int `json:"done"`
	Total int `json:"total"`
}

// savedEvery is how often the progress is told to other processes.
const savedEvery = time.Second

// lock makes this sweep the only one of the account. An index without a file has no other
// process.
func lock(x *index.Index) (unlock func(), err error) {
	path := x.Path()
	if path == "" {
		return func() {}, nil
	}
	if err := settings.CheckRegular(lockPath(path)); err != nil {
		return nil, err
	}
	l := flock.New(lockPath(path), flock.SetPermissions(0o600))
	locked, err := l.TryLock()
	switch {
	case err != nil:
		return nil, err
	case !locked:
		return nil, Running(x)
	}
	_ = os.Remove(progressPath(path)) // of a sweep that was killed
	return func() {
		_ = os.Remove(progressPath(path))
		_ = l.Unlock()
	}, nil
}

func lockPath(index string) string     { return index + ".sweep" }
func progressPath(index string) string { return index + ".progress" }

// Running returns how far the sweep of the account is that another process runs.
func Running(x *index.Index) *RunningError {
	var saved progressFile
	if f, err := settings.OpenRegular(progressPath(x.Path()), os.O_RDONLY); err == nil {
		raw, _ := io.ReadAll(io.LimitReader(f, 1<<10))
		_ = f.Close()
		_ = json.Unmarshal(raw, &saved)
	}
	return &RunningError{Done: saved.Done, Total: saved.Total}
}

// saveProgress tells other processes how far the sweep is, at most once a second.
func (r *run) saveProgress(p Progress) {
	path := r.Index.Path()
	if path == "" || p.Done > 1 && time.Since(r.saved) < savedEvery {
		return
	}
	r.saved = time.Now()
	raw, _ := json.Marshal(progressFile{p.Done, p.Total})
	if f, err := settings.OpenRegular(progressPath(path), os.O_WRONLY|os.O_CREATE|os.O_TRUNC); err == nil {
		_, _ = f.Write(raw)
		_ = f.Close()
	}
}

// followEvery is how often Follow looks how far another sweep is.
const followEvery = time.Second

// Follow waits until no other process sweeps the account, and calls say with how far it
// is. The error is ctx's.
func Follow(ctx context.Context, x *index.Index, say func(*RunningError)) error {
	for {
		unlock, err := lock(x)
		var running *RunningError
		switch {
		case err == nil:
			unlock()
			return nil
		case !errors.As(err, &running):
			return err
		}
		say(running)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(followEvery):
		}
	}
}
