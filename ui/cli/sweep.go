package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rcfwd/api/filter"
	"rcfwd/api/index"
	"rcfwd/api/sweep"
	"rcfwd/ui/cli/output"
)

// The sweep: reading a whole account into the index.

func sweepNoun() noun {
	return noun{
		name: "sweep", short: "Read where the whole account forwards calls",
		long: "sweep reads every extension of the account, or those that FILTER selects, into the index, from which\n" +
			"forwards, who-forwards-to and audit answer. It keeps within a share of RingCentral's limits, so that you can\n" +
			"work at the same time. Stop it at any time: the next one goes on from there.",
		verbs: []verb{
			{use: "run [FILTER...]", short: "Read the account, or the extensions that FILTER selects",
				run: runSweep, scopes: readScopes, flags: declareSweep,
				examples: []string{"rcfwd sweep --demo --as 101", "rcfwd sweep run --demo --as 101 --scope users --for 25m type:user"}},
			{use: "status", short: "Say how much of the account was read, and what was not",
				prints: proofList(), one: true, run: sweepStatus, scopes: readScopes, flags: declareScope,
				examples: []string{"rcfwd sweep status --demo --as 101 --scope users", "rcfwd sweep status --demo --as 101 --scope users --json expected,read"}},
		},
	}
}

func declareScope(cmd *cobra.Command, i *invocation) {
	i.text(cmd, "scope", "what must be read: users, queues, ivr, company or all, or several with commas between (default: all)")
}

func declareSweep(cmd *cobra.Command, i *invocation) {
	declareProfiles(cmd, i)
	declareScope(cmd, i)
	i.text(cmd, "max-age", "read again what was read longer ago, such as 24h or 7d (default: 24h, or the time of one whole sweep if that is longer)")
	i.text(cmd, "for", "end in time, such as 25m, and exit with 5 if something is left")
	declareShare(cmd, i)
	i.truth(cmd, "fresh", "read all again, however recently it was read")
	i.truth(cmd, "cached", "read nothing, and say how much the index has")
	i.truth(cmd, "wait", "follow a sweep of the account that another rcfwd runs, to its end")
}

func declareShare(cmd *cobra.Command, i *invocation) {
	i.text(cmd, "share", "share of RingCentral's limits to use, such as 50% (default: 80%)")
}

// sweepOptions reads the flags.
func (i *invocation) sweepOptions() (o sweep.Options, err error) {
	if o.Scope, err = index.ParseScope(i.flag("scope")); err != nil {
		return o, err
	}
	for name, into := range map[string]*time.Duration{"max-age": &o.MaxAge, "for": &o.For} {
		if text := i.flag(name); text != "" {
			if *into, err = filter.ParseDuration(text); err != nil || *into <= 0 {
				return o, fmt.Errorf("--%s %s: write a time such as 25m, 24h or 7d", name, text)
			}
		}
	}
	if text := i.flag("share"); text != "" {
		percent, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
		if err != nil || percent < 1 || percent > 100 {
			return o, fmt.Errorf("--share %s: write a part of the limits from 1%% to 100%%", text)
		}
		o.Share = percent / 100
	}
	if o.Fresh = i.is("fresh"); o.Fresh && i.is("cached") {
		return o, errors.New("--fresh reads all and --cached nothing; leave one out")
	}
	return o, nil
}

func runSweep(ctx context.Context, i *invocation) error {
	o, err := i.sweepOptions()
	if err != nil {
		return asUsage(err, i.cmd)
	}
	selected, err := filter.Parse(filter.Join(i.filterArgs()), time.Now())
	if err != nil {
		return asUsage(err, i.cmd)
	}
	s, err := i.open(ctx)
	if err != nil {
		return err
	}
	x, err := s.index(ctx)
	if err != nil {
		return err
	}
	o.Client, o.Index = s.client(), x
	if o.Filter, err = sweptFilter(x, &selected); err != nil {
		return err
	}
	if !i.is("cached") {
		if err := s.sweep(ctx, o); err != nil {
			return err
		}
	}
	return s.tellCoverage(x, o)
}

// sweptFilter makes a filter for the list of a sweep. What the list does not tell, such as
// where an extension forwards calls, is taken from the index.
func sweptFilter(x *index.Index, f *filter.Filter) (func(*index.Reading) bool, error) {
	matches := func(r *index.Reading) bool {
		row := filter.OfReading(r, 0, nil)
		return f.Matches(&row)
	}
	switch {
	case f.Empty():
		return nil, nil
	case !f.Swept():
		return matches, nil
	}
	found := map[string]bool{}
	for r, err := range x.Newest() {
		if err != nil {
			return nil, err
		}
		found[r.ID] = matches(&r)
	}
	return func(r *index.Reading) bool { return found[r.ID] }, nil
}

// sweep reads the account, and tells a person what it costs, how far it is, and what it
// could not read. Another sweep of the account that runs already is told, and followed with
// --wait.
func (s *session) sweep(ctx context.Context, o sweep.Options) error {
	teller := &sweepTeller{session: s}
	o.Progress = teller.progress
	sw := sweep.New(o)
	estimate, err := sw.Estimate(ctx)
	var running *sweep.RunningError
	switch {
	case errors.As(err, &running):
		return s.followSweep(ctx, o.Index, running)
	case err == nil:
		s.note("%s.", upperFirst(estimate.String()))
	}
	teller.last = time.Now()
	result, err := sw.Run(ctx)
	switch {
	case err != nil && result.Read > 0:
		s.note("%s of %s read. The next sweep goes on from there.", sweep.Count(result.Read), sweep.Count(result.Total))
		return err
	case err != nil:
		return err
	case result.Ended:
		return incomplete(fmt.Errorf("the time of --for is over: %s of %s read; the next sweep goes on from there", sweep.Count(result.Read), sweep.Count(result.Total)))
	}
	return nil
}

func upperFirst(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// followSweep says how far another sweep is, and with --wait goes on doing so to its end.
func (s *session) followSweep(ctx context.Context, x *index.Index, running *sweep.RunningError) error {
	s.note("%s.", upperFirst(running.Error()))
	if !s.is("wait") {
		return nil
	}
	last := time.Now()
	return sweep.Follow(ctx, x, func(now *sweep.RunningError) {
		if time.Since(last) >= tellEvery {
			last = time.Now()
			s.note("%s.", upperFirst(now.Error()))
		}
	})
}

// tellEvery is how often a person is told how far a sweep is.
const tellEvery = 15 * time.Second

// sweepTeller tells a person how far a sweep is.
type sweepTeller struct {
	*session
	last time.Time
}

// progress says how far the sweep is, now and then.
func (t *sweepTeller) progress(p sweep.Progress) {
	if time.Since(t.last) < tellEvery || p.Done == p.Total {
		return
	}
	t.last = time.Now()
	t.note("%s of %s read, %s left.", sweep.Count(p.Done), sweep.Count(p.Total), sweep.Duration(p.Left))
}

// proofList describes how much of the account was read.
func proofList() output.List {
	return output.List{Unit: "proof", Key: "read", Fields: []output.Field{
		{Name: "expected", Kind: output.Integer, Title: "Extensions", Help: "How many extensions the scope has.",
			Value: output.Of(func(p *index.Proof) any { return p.Expected })},
		{Name: "read", Kind: output.Integer, Title: "Read", Help: "How many of them were read without a gap.",
			Value: output.Of(func(p *index.Proof) any { return p.Read })},
		{Name: "oldestReadAt", Kind: output.Time, Title: "Oldest", Help: "When the oldest of the readings was made.",
			Value: output.Of(func(p *index.Proof) any { return timeOrNull(p.OldestReadAt.Truncate(time.Second)) })},
		{Name: "listedAt", Kind: output.Time, Title: "Listed", Help: "When the list of extensions was last read to its end.",
			Value: output.Of(func(p *index.Proof) any { return timeOrNull(p.ListedAt.Truncate(time.Second)) })},
		{Name: "scope", Kind: output.Text, Title: "Scope", Help: "What must be read: users, queues, ivr, company or all.",
			Value: output.Of(func(p *index.Proof) any { return string(p.Scope) })},
		{Name: "notRead", Kind: output.Array, Title: "Not read", Help: "What was not read: extensionId, what and the code of the service, or one of rcfwd's.",
			Value: output.Of(func(p *index.Proof) any { return p.NotRead }),
			Show:  output.Shown(func(p *index.Proof) string { return notReadWords(p.NotRead) })},
		{Name: "classesNotRead", Kind: output.Array, Title: "Kinds not read", Help: "Kinds of extensions that the service does not show, with its code.",
			Value: output.Of(func(p *index.Proof) any { return p.ClassesNotRead }),
			Show:  output.Shown(func(p *index.Proof) string { return classGapWords(p.ClassesNotRead) })},
	}}
}

// sweepStatus prints the proof. It sends nothing about the extensions.
func sweepStatus(ctx context.Context, i *invocation) error {
	o, err := i.sweepOptions()
	if err != nil {
		return asUsage(err, i.cmd)
	}
	s, err := i.open(ctx)
	if err != nil {
		return err
	}
	x, err := s.index(ctx)
	if err != nil {
		return err
	}
	if o.Client, o.Index = s.client(), x; x.Path() == "" {
		if err := s.sweepOnce(ctx, o); err != nil {
			return err
		}
	}
	proof, err := x.Proof(o.Scope)
	if err != nil {
		return err
	}
	p, err := newPrinter(i, proofList(), true)
	if err != nil {
		return err
	}
	if err := p.Print(&proof); err != nil {
		return err
	}
	if running := sweep.Running(x); x.Path() != "" && running.Total > 0 {
		s.note("%s.", upperFirst(running.Error()))
	}
	if !proof.Complete() {
		s.tell(incomplete(errors.New(sweepCoverage(&proof))))
	}
	return p.Close()
}

// sweepOnce reads the account into an index without a file, which no earlier run can have
// filled.
func (s *session) sweepOnce(ctx context.Context, o sweep.Options) error {
	if _, known, err := o.Index.LastMark(); known || err != nil {
		return err
	}
	_, err := sweep.New(o).Run(ctx)
	return err
}
