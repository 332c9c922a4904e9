package sweep

import (
	"context"
	"errors"
	"sync"
	"time"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/rest"
)

// Run reads what Estimate found to be due, each extension into the index as soon as it is
// read. Whatever ends it, what was read stays read, and the next sweep goes on from there.
//
// The error is ctx's, a *RunningError, or that of a request that was not answered; then
// Result tells what was done before.
func (s *Sweep) Run(ctx context.Context) (Result, error) {
	defer s.Close()
	if err := s.prepare(ctx); err != nil {
		return Result{Ended: s.over(ctx, err)}, s.unlessOver(ctx, err)
	}
	r := &run{Sweep: s, reader: &reader{client: s.Client, owners: s.list.owners}, began: time.Now(), left: s.costOf(s.queue), touched: map[index.Class]bool{}}
	r.whole = r.left
	err := r.all(ctx)
	result := Result{Read: r.done, Total: len(s.queue), Ended: s.over(ctx, err)}
	_, old := s.Index.CompactHalfOld(time.Now(), s.Index.KeepFor())
	return result, errors.Join(s.unlessOver(ctx, err), r.markRefused(), old)
}

// over reports whether an error is the end of the time that the sweep may take.
func (s *Sweep) over(ctx context.Context, err error) bool {
	return err != nil && ctx.Err() == nil && !s.deadline.IsZero() && !time.Now().Before(s.deadline)
}

func (s *Sweep) unlessOver(ctx context.Context, err error) error {
	if s.over(ctx, err) {
		return nil
	}
	return err
}

// run is one run of a sweep.
type run struct {
	*Sweep
	reader *reader
	began  time.Time

	mu          sync.Mutex
	next, done  int
	whole, left cost
	touched     map[index.Class]bool // classes of which something was read
	failed      error
	saved       time.Time // when the progress was last saved
}

// all reads with as many workers as requests may be under way: most of them wait for their
// turn.
func (r *run) all(ctx context.Context) error {
	ctx, cancel := r.within(rest.WithPace(ctx, r.pace))
	defer cancel()
	r.reader.askOwn(ctx)
	var workers rest.PanicGroup
	for range MostAtOnce {
		workers.Go(func() {
			for l := r.take(); l != nil; l = r.take() {
				if err := r.one(ctx, l); err != nil {
					r.fail(err)
					cancel()
				}
			}
		})
	}
	workers.Wait()
	return r.failed
}

// take returns the next extension to read; nil after the last and after a failure.
func (r *run) take() *listed {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed != nil || r.next == len(r.queue) {
		return nil
	}
	r.next++
	return &r.list.all[r.queue[r.next-1].at]
}

func (r *run) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed == nil {
		r.failed = err
	}
}

// one reads an extension into the index.
func (r *run) one(ctx context.Context, l *listed) error {
	reading, err := r.reader.read(ctx, l)
	if err != nil {
		return err
	}
	if err := r.Index.Append(reading); err != nil {
		return err
	}
	r.finished(&reading)
	return nil
}

// finished counts an extension that was read.
func (r *run) finished(reading *index.Reading) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done++
	c := costOf(reading.Class, r.handling == api.V2)
	r.left.medium, r.left.light = r.left.medium-c.medium, r.left.light-c.light
	r.touched[reading.Class] = true
	p := Progress{Done: r.done, Total: len(r.queue), Left: r.remaining(), Reading: reading}
	r.saveProgress(p)
	if r.Progress != nil {
		r.Progress(p)
	}
}

// fewDone is how much must be done before the time that it took tells how long the rest
// takes.
const fewDone = 20

// remaining is how long the rest takes, at the pace of the limits or, where that was
// slower, at the pace so far.
func (r *run) remaining() time.Duration {
	planned := r.takes(r.left)
	if spent := r.takes(r.whole) - planned; r.done >= fewDone && spent > 0 {
		ratio := float64(time.Since(r.began)) / float64(spent)
		return time.Duration(float64(planned) * max(1, ratio))
	}
	return planned
}

// markRefused notes the classes that the service refused as a whole, and that a class which
// was refused before no longer is.
func (r *run) markRefused() error {
	var now []index.ClassGap
	changed := false
	for _, c := range index.Classes {
		code := r.reader.refusal(c)
		before := codeOf(r.refused, c)
		if code == "" && !r.touched[c] {
			code = before
		}
		if c == index.Users {
			code = "" // the signed-in one was read, and each of the others is a gap
		}
		if code != "" {
			now = append(now, index.ClassGap{Class: c, Code: code})
		}
		changed = changed || code != before
	}
	if !changed {
		return nil
	}
	return r.Index.Mark(index.Mark{At: r.list.at.UTC(), Expected: r.list.expected(), NotRead: now})
}

func codeOf(all []index.ClassGap, c index.Class) string {
	for _, g := range all {
		if g.Class == c {
			return g.Code
		}
	}
	return ""
}
