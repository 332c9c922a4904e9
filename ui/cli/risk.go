package cli

import (
	"context"
	"fmt"

	"rcfwd/api"
	"rcfwd/api/risk"
)

// What is risky about the numbers that a change brings.

// judge finds what is risky about the numbers that a draft brings to the list or to a rule,
// and returns the lines for the question about the change. Where nothing is asked, it writes
// them instead. The error names what the profile refuses.
func (s *session) judge(ctx context.Context, draft *api.Draft) (warnings []string, err error) {
	lines, err := s.risks(ctx, draft)
	if err != nil || !s.writing.yes && !s.writing.dryRun {
		return lines, err
	}
	for _, l := range lines {
		s.note("%s", l)
	}
	return nil, nil
}

// risks are a line for each finding. Unknowns follow the first ones about costs in a run.
func (s *session) risks(ctx context.Context, draft *api.Draft) (lines []string, err error) {
	fresh := risk.Fresh(draft.Base(), draft.Snapshot())
	if len(fresh) == 0 {
		return nil, nil
	}
	policy := s.to.Risk
	if policy.Home, err = s.region(ctx); err != nil {
		return nil, err
	}
	policy.InUse = risk.CountriesOf(draft.Base())
	ofCost := false
	for _, phone := range fresh {
		found := risk.Of(phone, policy, nil)
		if why := risk.Refusal(found); why != "" {
			return nil, fmt.Errorf("%s: %s. Nothing was sent", phone, why)
		}
		for _, f := range found {
			lines = append(lines, fmt.Sprintf("%s: %s (%s).", phone, f.Text, f.Source))
			ofCost = ofCost || f.OfCost()
		}
	}
	if ofCost && !s.saidUnknowns {
		s.saidUnknowns = true
		lines = append(lines, risk.Unknowns)
	}
	return lines, nil
}
