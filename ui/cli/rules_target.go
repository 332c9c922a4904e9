package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rcfwd/api"
)

// What a rule can ring, by what people call it.

// target finds a TARGET: a number, or where the account can ring these also a device or
// another extension.
func (s *session) target(ctx context.Context, r *api.Rule, text string) (api.Target, error) {
	can := r.Capabilities()
	before, which, prefixed := strings.Cut(text, ":")
	if prefixed && before == "device" {
		return s.deviceTarget(ctx, r, which)
	}
	n, err := s.number(ctx, text)
	var none *api.NotFoundError
	switch {
	case err == nil:
		return numberTarget(r, &n)
	case !can.RingsPeople, errors.As(err, new(*api.AmbiguousError)), prefixed && slices.Contains([]string{"number", "label", "flip"}, before):
		return api.Target{}, err
	}
	t, errDevice := s.deviceTarget(ctx, r, text)
	if errDevice == nil || !errors.As(errDevice, &none) {
		return t, errDevice
	}
	t, errPerson := s.personTarget(ctx, r, text)
	if errors.As(errPerson, &none) {
		return t, fmt.Errorf("no number, device or extension is called %q; see rcfwd numbers, rcfwd devices and rcfwd people", text)
	}
	return t, errPerson
}

func (s *session) deviceTarget(ctx context.Context, r *api.Rule, which string) (api.Target, error) {
	if !r.Capabilities().RingsDevices {
		return api.Target{}, fmt.Errorf("on this account a rule rings only forwarding numbers; a device rings by its number")
	}
	devices, err := s.to.Service.Devices(ctx)
	if err != nil {
		return api.Target{}, err
	}
	d, err := api.FindDevice(devices, which)
	if err != nil {
		return api.Target{}, err
	}
	return r.TargetOfDevice(&d), nil
}

func (s *session) personTarget(ctx context.Context, r *api.Rule, text string) (api.Target, error) {
	who, err := s.person(ctx, text)
	if err != nil {
		return api.Target{}, err
	}
	owner, err := s.who(ctx)
	if err != nil {
		return api.Target{}, err
	}
	if t := r.TargetOfPerson(&who); r.Has(&t) {
		return t, nil
	}
	return r.CoworkerTarget(&who, owner.ID)
}

// person finds another extension by what people call it.
func (s *session) person(ctx context.Context, text string) (api.Extension, error) {
	w, err := api.ParseWho(text)
	if err != nil {
		return api.Extension{}, err
	}
	return s.client().FindPerson(ctx, w)
}

// fileTarget finds a target of a file: one that the rule has, or else what could be added.
func (s *session) fileTarget(ctx context.Context, r *api.Rule, c ruleTarget) (api.Target, error) {
	if c.PhoneNumber != nil && !strings.HasPrefix(*c.PhoneNumber, "+") {
		if phone, err := s.phone(ctx, *c.PhoneNumber); err == nil {
			c.PhoneNumber = &phone
		}
	}
	for _, t := range targetsIn(r) {
		if has := targetsOf([]api.Target{t})[0]; c.means(has) {
			if c.Name != nil && at(c.Name) != at(has.Name) {
				return t, fmt.Errorf("%s: its name cannot be changed in a rule; a number has another name with rcfwd numbers set", at(has.Name))
			}
			return t, nil
		}
	}
	return s.newTarget(ctx, r, c)
}

// targetsIn are all targets of a rule.
func targetsIn(r *api.Rule) []api.Target {
	all := append([]api.Target{}, r.Apps.Targets...)
	for _, s := range r.Steps {
		all = append(all, s.Targets...)
	}
	return all
}

// means reports whether c describes a target: by its kind, id, number and type, as far as it
// names them, or by its name alone.
func (c ruleTarget) means(t ruleTarget) bool {
	same := func(a, b *string) bool { return a == nil || at(a) == at(b) }
	if !same(c.Kind, t.Kind) || !same(c.ID, t.ID) || !same(c.PhoneNumber, t.PhoneNumber) || !same(c.Type, t.Type) {
		return false
	}
	return c.ID != nil || c.PhoneNumber != nil || strings.HasPrefix(at(c.Kind), "own-") || same(c.Name, t.Name) && c.Name != nil
}

// newTarget makes the target that a file adds to a rule.
func (s *session) newTarget(ctx context.Context, r *api.Rule, c ruleTarget) (api.Target, error) {
	switch text := c.asked(); at(c.Kind) {
	case targetWord(api.NumberTarget):
		return s.numberTarget(ctx, r, c)
	case targetWord(api.DeviceTarget):
		return s.deviceTarget(ctx, r, text)
	case targetWord(api.Coworker):
		return s.personTarget(ctx, r, text)
	case targetWord(api.OwnDesktop):
		return api.Target{Kind: api.OwnDesktop, Name: string(api.OwnDesktop)}, nil
	case targetWord(api.OwnMobile):
		return api.Target{Kind: api.OwnMobile, Name: string(api.OwnMobile)}, nil
	case "":
		return s.target(ctx, r, text)
	}
	return api.Target{}, fmt.Errorf("a target of the kind %q cannot be added; use number, device, coworker, own-desktop-apps or own-mobile-apps", *c.Kind)
}

func (s *session) numberTarget(ctx context.Context, r *api.Rule, c ruleTarget) (api.Target, error) {
	n, err := s.number(ctx, c.asked())
	switch {
	case err != nil:
		return api.Target{}, err
	case c.ID != nil && c.PhoneNumber != nil && n.Phone != *c.PhoneNumber:
		return api.Target{}, fmt.Errorf("the id %s is that of %s, not of %s; leave one of them out", *c.ID, n.Phone, *c.PhoneNumber)
	}
	return numberTarget(r, &n)
}

// numberTarget is a number as a target that the rule has, or that can be added.
func numberTarget(r *api.Rule, n *api.Number) (api.Target, error) {
	t := r.TargetOf(n)
	if r.Has(&t) {
		return t, nil
	}
	return t, named(r.MayAddNumber(n), n.Label)
}

// asked is what a target is asked for by.
func (c ruleTarget) asked() string {
	switch {
	case c.ID != nil:
		return "id:" + *c.ID
	case c.PhoneNumber != nil:
		return "number:" + *c.PhoneNumber
	}
	return at(c.Name)
}
