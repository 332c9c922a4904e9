package sweep

import (
	"cmp"
	"context"
	"time"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/rest"
)

// Options say what a sweep reads. Client and Index are required.
type Options struct {
	Client *api.Client  // of any extension of the account
	Index  *index.Index // that readings go to

	Share  float64       // of the rate limits, up to 1; 0 means DefaultShare
	MaxAge time.Duration // readings older than it are read again; 0 means a day, or a whole sweep where that is longer
	For    time.Duration // how long the sweep may take; 0 for no limit
	Fresh  bool          // read what is in the index, too
	Scope  index.Scope

	// Filter selects extensions by what the list says of them; nil selects all.
	Filter func(*index.Reading) bool

	// Changed are ids of extensions that are known to have changed. They are read before
	// others that were read before.
	Changed []string

	// Progress is called with each step, not at the same time as itself; it may be nil.
	Progress func(Progress)
}

// DefaultShare is the share of the limits that a sweep uses: the rest is for the person in
// front of the screen.
const DefaultShare = 0.8

// MostAtOnce is how many requests a sweep has under way at most.
const MostAtOnce = 8

// usualMaxAge is the age at which a reading is read again, unless a whole sweep takes
// longer.
const usualMaxAge = 24 * time.Hour

// Progress is how far a sweep is.
type Progress struct {
	Done, Total int            // extensions that were read, of those to be read
	Left        time.Duration  // how long the rest will take
	Reading     *index.Reading // what was read just now; nil after the list
}

// Result is what a sweep did.
type Result struct {
	Read  int  // extensions
	Total int  // that were to be read
	Ended bool // the time of Options.For was over before all were read
}

// Sweep reads the extensions of an account into its index. Its methods are called one
// after another.
type Sweep struct {
	Options
	pacing
	unlock   func()
	deadline time.Time // zero for none

	handling api.CallHandling
	list     *list
	queue    []due
	refused  []index.ClassGap // by earlier sweeps
}

// New returns a sweep that has not begun.
func New(o Options) *Sweep {
	o.Share = cmp.Or(o.Share, DefaultShare)
	s := &Sweep{Options: o, pacing: pacing{pace: rest.NewPace(o.Share, MostAtOnce), limits: o.Client.REST().Limits()}}
	if o.For > 0 {
		s.deadline = time.Now().Add(o.For)
	}
	return s
}

// Estimate reads the list of the account, notes it in the index, and returns what reading
// the extensions will cost. The error is a *RunningError while another sweep of the account
// runs; Close ends what Estimate began where no Run follows.
func (s *Sweep) Estimate(ctx context.Context) (Estimate, error) {
	if err := s.prepare(ctx); err != nil {
		return Estimate{}, err
	}
	e := Estimate{Extensions: len(s.queue), CallHandling: s.handling}
	for i := range s.list.all {
		if s.wanted(&s.list.all[i]) {
			e.Known++
		}
	}
	e.Known -= e.Extensions
	c := s.costOf(s.queue)
	e.Medium, e.Light, e.Takes, e.PerMinute = c.medium, c.light, s.takes(c), s.perMinute(c)
	return e, nil
}

// costOf is what reading some extensions takes. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func (s *Sweep) costOf(queue []due) (sum cost) {
	for _, d := range queue {
		c := costOf(s.list.all[d.at].class, s.handling == api.V2)
		sum.medium += c.medium
		sum.light += c.light
	}
	return sum
}

// prepare takes the lock, reads the list and finds out what is to be read. It does so once.
func (s *Sweep) prepare(ctx context.Context) (err error) {
	if s.list != nil {
		return nil
	}
	if s.unlock == nil {
		if s.unlock, err = lock(s.Index); err != nil {
			return err
		}
	}
	ctx, cancel := s.within(rest.WithPace(ctx, s.pace))
	defer cancel()
	if s.handling, err = s.Client.CallHandling(ctx); err != nil && !rest.Declined(err) {
		return err
	}
	l, err := readList(ctx, s.Client)
	if err != nil {
		return err
	}
	if err := s.askChanged(ctx); err != nil {
		return err
	}
	return s.note(l)
}

// askChanged adds to Changed what the audit trail names since the last sweep began. It only
// decides what is read first, so a trail that cannot be read is left out.
func (s *Sweep) askChanged(ctx context.Context) error {
	last, known, err := s.Index.LastMark()
	if err != nil || !known {
		return err
	}
	ids, _ := s.Client.ChangedSince(ctx, last.At)
	s.Changed = append(s.Changed, ids...)
	return nil
}

// within returns a context that ends with the time of the sweep.
func (s *Sweep) within(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.deadline.IsZero() {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, s.deadline)
}

// Close releases the account for other sweeps. Run does so, too.
func (s *Sweep) Close() {
	if s.unlock != nil {
		s.unlock()
		s.unlock = nil
	}
}

// maxAge is Options.MaxAge, or its default.
func (s *Sweep) maxAge(l *list) time.Duration {
	if s.MaxAge > 0 {
		return s.MaxAge
	}
	var whole cost
	for i := range l.all {
		c := costOf(l.all[i].class, s.handling == api.V2)
		whole.medium += c.medium
		whole.light += c.light
	}
	return max(usualMaxAge, s.takes(whole))
}
