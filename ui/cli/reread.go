package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"rcfwd/api/filter"
	"rcfwd/api/index"
	"rcfwd/api/sweep"
)

// Questions about the whole account are answered from the index. Where a reading is
// missing or too old, the account is read first, as far as that takes.

// questionFlags declares the flags of a question.
func questionFlags(cmd *cobra.Command, i *invocation) {
	declareProfiles(cmd, i)
	i.text(cmd, "scope", "what must be read: users, queues, ivr, company or all (default: all)")
	i.truth(cmd, "cached", "answer from what was read before, and send nothing")
	i.text(cmd, "max-age", "read again what is older, as in 1h or 7d (default: 24h, or the length of a sweep)")
	i.truth(cmd, "fresh", "read everything again")
	i.text(cmd, "proof", "`FILE` to write the proof to, as JSON: how much was read, how old it is, and what was not read")
}

// inquiry is a question about the whole account.
type inquiry struct {
	*session
	index  *index.Index
	scope  index.Scope
	maxAge time.Duration
	since  time.Time // readings that began before it are gaps; zero for none
}

// inquire opens the index and reads what the answer needs.
func (i *invocation) inquire(ctx context.Context) (*inquiry, error) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // a pass over the index makes one table, and the command ends soon
	}
	q := &inquiry{}
	if err := q.readFlags(i); err != nil {
		return nil, asUsage(err, i.cmd)
	}
	s, err := i.open(ctx)
	if err != nil {
		return nil, err
	}
	q.session = s
	if q.index, err = s.index(ctx); err != nil {
		return nil, err
	}
	if i.is("cached") {
		return q, nil
	}
	return q, q.reread(ctx)
}

func (q *inquiry) readFlags(i *invocation) (err error) {
	if q.scope, err = index.ParseScope(i.flag("scope")); err != nil {
		return fmt.Errorf("--scope: %w", err)
	}
	if i.is("cached") && i.is("fresh") {
		return errors.New("--cached sends nothing and --fresh reads everything again; leave one out")
	}
	if text := i.flag("max-age"); text != "" {
		if q.maxAge, err = filter.ParseDuration(text); err != nil || q.maxAge <= 0 {
			return fmt.Errorf("--max-age %s: write a time such as 1h or 7d", text)
		}
		q.since = i.now().Add(-q.maxAge)
	}
	return nil
}

// youngEnough is the age up to which an index that has everything is not compared with the
// list of the account.
const youngEnough = 24 * time.Hour

// isFresh reports whether the index answers as it is.
func (q *inquiry) isFresh() (bool, error) {
	since := q.since
	if since.IsZero() {
		since = q.now().Add(-youngEnough)
	}
	p, err := q.index.ProofSince(q.scope, since)
	return err == nil && !q.is("fresh") && p.Complete() && !p.ListedAt.Before(since), err
}

// reread reads what is missing or too old. That another sweep runs already, or that this
// one could not read everything, is told, and the answer is what was read.
func (q *inquiry) reread(ctx context.Context) error {
	if fresh, err := q.isFresh(); err != nil || fresh {
		return err
	}
	s := sweep.New(sweep.Options{
		Client: q.client(), Index: q.index, MaxAge: q.maxAge, Fresh: q.is("fresh"), Scope: q.scope, Progress: q.progress(),
	})
	e, err := s.Estimate(ctx)
	if err == nil && e.Extensions > 0 {
		if e.Takes > noteworthy {
			q.note("Reading the account: %s.", e)
		}
		_, err = s.Run(ctx)
	}
	s.Close()
	return q.unlessRead(ctx, err)
}

// noteworthy is how long a reading takes that is announced.
const noteworthy = 10 * time.Second

// unlessRead returns the error of a reading after which no answer can be given.
func (q *inquiry) unlessRead(ctx context.Context, err error) error {
	running, is := errors.AsType[*sweep.RunningError](err)
	switch {
	case err == nil:
		return nil
	case is:
		q.note("The account is being read by another rcfwd: %s. This is the answer of what was read so far.", running)
		return nil
	case ctx.Err() != nil, exitCodeOf(err) == ExitSignIn:
		return err
	}
	if heads, e := q.index.Heads(); e != nil || len(heads) == 0 {
		return err
	}
	q.tell(endedEarly(err))
	return nil
}

// progress returns a function that says how far the reading is, now and then.
func (q *inquiry) progress() func(sweep.Progress) {
	last := time.Now()
	return func(p sweep.Progress) {
		if time.Since(last) < noteworthy {
			return
		}
		last = time.Now()
		q.note("%s of %s read, %s left.", sweep.Count(p.Done), sweep.Count(p.Total), sweep.Duration(p.Left))
	}
}

// prove tells how complete the answer is, and writes the proof where it is wanted.
func (q *inquiry) prove(p index.Proof) error {
	if words := sweepCoverage(&p); p.Complete() {
		q.note("%s", words)
	} else {
		q.tell(incomplete(errors.New(words)))
	}
	if name := q.flag("proof"); name != "" {
		return writeProof(name, p)
	}
	return nil
}

func writeProof(name string, p index.Proof) error {
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(text, '\n'), 0o600)
}
