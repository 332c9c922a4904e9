package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"rcfwd/api"
	"rcfwd/api/change"
)

// The changes of rules.

// openRule opens the extension for a change of the rule that the first argument names.
func (i *invocation) openRule(ctx context.Context, need api.Need) (*session, api.Rule, error) {
	s, err := i.openForRules(ctx, need)
	if err != nil {
		return nil, api.Rule{}, err
	}
	r, err := s.snapshot.FindRule(i.args[0])
	if err != nil {
		return nil, r, err
	}
	s.hashNeed = r.HashNeed()
	return s, r, nil
}

// openForRules opens the extension for a change of its rules.
func (i *invocation) openForRules(ctx context.Context, need api.Need) (*session, error) {
	s, err := i.openRules(ctx, need)
	if err != nil {
		return nil, err
	}
	return s, s.permitted(ctx, s.snapshot.CallHandling.Capabilities().RulePermission)
}

// hashOfRule returns the function of --if-unchanged for a rule. It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func hashOfRule(was *api.Rule) func(api.Snapshot) string {
	r := *was
	return func(now api.Snapshot) string {
		is, there := now.Rule(r.ID)
		if !there {
			return ""
		}
		return is.Hash()
	}
}

// printRuleNow prints a rule as it is after a change.
func (s *session) printRuleNow(ctx context.Context, r *api.Rule) error {
	now, there := s.snapshot.Rule(r.ID)
	if !there {
		return fmt.Errorf("%s is gone; see rcfwd rules", r.Name)
	}
	return s.printRule(ctx, &now)
}

func switchRuleOn(ctx context.Context, i *invocation) error {
	s, r, err := i.openRule(ctx, api.Need{})
	if err != nil {
		return err
	}
	if i.given("until") {
		if err := s.setEnd(ctx, &r); err != nil {
			return err
		}
		r, _ = s.snapshot.Rule(r.ID)
	} else if r.Over() {
		s.note("%s has a time that is over: %s. It takes no calls before it has another; see --until.", r.Name, r.When)
	}
	return s.switchRule(ctx, &r, true)
}

func switchRuleOff(ctx context.Context, i *invocation) error {
	s, r, err := i.openRule(ctx, api.Need{})
	if err != nil {
		return err
	}
	return s.switchRule(ctx, &r, false)
}

// switchRule switches a rule on or off, and prints it.
func (s *session) switchRule(ctx context.Context, r *api.Rule, on bool) error {
	if _, err := s.do(ctx, change.ToggleRule{Saw: *r, On: on}, hashOfRule(r)); err != nil {
		return err
	}
	return s.printRuleNow(ctx, r)
}

func setRule(ctx context.Context, i *invocation) error {
	file, err := i.readRuleFile(ctx)
	if err != nil {
		return err
	}
	if err := i.needHash(&file); err != nil {
		return err
	}
	s, r, err := i.openRule(ctx, api.Need{Numbers: true})
	if err != nil {
		return err
	}
	return s.writeRule(ctx, &r, &file)
}

// needHash refuses a file that does not tell what it is based on.
func (i *invocation) needHash(file *ruleRecord) error {
	switch {
	case i.is("force-current"):
		return nil
	case file.Hash == nil:
		return asUsage(errors.New("the file has no hash, which tells what it was made of: use the output of rcfwd rules show RULE --toml, or --force-current to change the rule as it is now"), i.cmd)
	case i.writing.ifUnchanged != "" && i.writing.ifUnchanged != *file.Hash:
		return asUsage(errors.New("--if-unchanged is another hash than that of the file"), i.cmd)
	}
	i.writing.ifUnchanged = *file.Hash
	return nil
}

// writeRule makes r into what the file says, and prints it. Whether it is on is a change of
// its own; a rule is switched on last.
func (s *session) writeRule(ctx context.Context, r *api.Rule, file *ruleRecord) error {
	if err := s.unchanged(r); err != nil {
		return err
	}
	want, err := s.applied(ctx, r, file)
	if err != nil {
		return err
	}
	on := r.Enabled
	if file.Enabled != nil {
		on = *file.Enabled
	}
	if err := r.MaySwitch(); err != nil && on != r.Enabled {
		return err
	}
	writes, err := ruleWrites(r, &want, on)
	if err != nil {
		return err
	}
	if err := s.doRule(ctx, r, writes); err != nil {
		return err
	}
	return s.printRuleNow(ctx, r)
}

// ruleWrites are the changes that make r into want and switch it, if that differs.
func ruleWrites(r, want *api.Rule, on bool) ([]change.Write, error) {
	update, toggle := change.UpdateRule{Saw: *r, Want: *want}, change.ToggleRule{Saw: *r, On: on}
	switch {
	case api.SameWhole(r, want) && on != r.Enabled:
		return []change.Write{toggle}, nil
	case !r.KeepsEditsWhileOff() && !on && !api.SameWhole(r, want):
		return nil, fmt.Errorf("RingCentral keeps no destination of %s while it is off. Nothing was sent. Write enabled = true as well, to switch it on", r.Name)
	case on == want.Enabled:
		return []change.Write{update}, nil
	case on:
		return []change.Write{update, toggle}, nil
	}
	return []change.Write{toggle, update}, nil
}

// unchanged refuses a rule whose hash is not that of --if-unchanged or of the file.
func (s *session) unchanged(r *api.Rule) error {
	if s.writing.ifUnchanged == "" || strings.EqualFold(s.writing.ifUnchanged, r.Hash()) {
		return nil
	}
	return fmt.Errorf("%s was changed since its hash was read. Nothing was sent. Show it as it is now with rcfwd rules show %s --toml, or use --force-current", r.Name, quoted(r.ID))
}

// doRule makes changes of one rule, one after another. Only the first depends on the hash.
func (s *session) doRule(ctx context.Context, r *api.Rule, writes []change.Write) error {
	for n, w := range writes {
		_, err := s.do(ctx, w, hashOfRule(r))
		if dry := errors.Is(err, errDryRun) && n+1 < len(writes); err != nil && !dry {
			return err
		}
		if s.writing.ifUnchanged = ""; n+1 < len(writes) {
			writes[n+1] = s.rebased(r, writes[n+1])
		}
	}
	return nil
}

// rebased is the next change of a rule over what the last one made of it.
func (s *session) rebased(r *api.Rule, w change.Write) change.Write {
	now, there := s.snapshot.Rule(r.ID)
	if !there {
		return w
	}
	switch w := w.(type) {
	case change.ToggleRule:
		w.Saw = now
		return w
	case change.UpdateRule:
		w.Saw.Enabled, w.Want.Enabled = now.Enabled, now.Enabled // the change before may have switched it
		w.Saw, w.Want = api.Rebase(&w.Saw, &w.Want, &now)
		return w
	}
	return w
}
