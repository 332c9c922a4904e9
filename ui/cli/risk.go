package cli

import (
	"context"
	"errors"

	"rcfwd/api"
	"rcfwd/api/risk"
)

// What is risky about the numbers that a change brings.

// judge finds what is risky about the numbers that a change brings to the list or to a rule,
// and about those of a rule that it switches on, and returns the lines for the question about
// the change. Where nothing is asked, it writes them instead. The error names what the
// profile refuses.
func (s *session) judge(ctx context.Context, was, given *api.Snapshot) (warnings []string, err error) {
	after := *given
	before := *was
	lines, err := s.risks(ctx, &before, &after)
	if err != nil || !s.writing.yes && !s.writing.dryRun {
		return lines, err
	}
	for _, l := range lines {
		s.note("%s", l)
	}
	return nil, nil
}

// risks are a line for each finding. Unknowns follow the first ones about costs in a run.
func (s *session) risks(ctx context.Context, before, after *api.Snapshot) ([]string, error) {
	if len(risk.Fresh(before, after)) == 0 {
		return nil, nil // the country of the extension may cost a request
	}
	policy, err := s.to.Risk, error(nil)
	if policy.Home, err = s.region(ctx); err != nil {
		return nil, err
	}
	judged := policy.Change(before, after)
	if why := risk.Refused(judged); why != "" {
		return nil, errors.New(why + ". Nothing was sent")
	}
	lines, ofCost := risk.Lines(judged)
	if ofCost && !s.saidUnknowns {
		s.saidUnknowns = true
		lines = append(lines, risk.Unknowns)
	}
	return lines, nil
}
