package api

import "errors"

var errUnbuilt = errors.New("not built yet")

// The methods below edit a rule. Steps are counted from 0. When something may not
// be done they give the rule as it was and a Problem that says why.

// Move moves a step down by so many places, or up when by is negative.
func (r Rule) Move(step, by int) (Rule, error) { return r, errUnbuilt }

// Switch switches a step off, or on again.
func (r Rule) Switch(step int) (Rule, error) { return r, errUnbuilt }

// Lengthen makes a step ring longer by so many of the rule's unit, or shorter when
// by is negative. Lengths end at MinLength.
func (r Rule) Lengthen(step, by int) (Rule, error) { return r, errUnbuilt }

// Turn changes between ringing in order and at once.
func (r Rule) Turn() (Rule, error) { return r, errUnbuilt }

// Join makes a step ring together with the one above it, with that one's length.
func (r Rule) Join(step int) (Rule, error) { return r, errUnbuilt }

// Split takes a step apart: each of its targets becomes a step with its length.
func (r Rule) Split(step int) (Rule, error) { return r, errUnbuilt }

// Add appends a step with one target; length 0 is the usual one.
func (r Rule) Add(t Target, length int) (Rule, error) { return r, errUnbuilt }

// Take takes a step out.
func (r Rule) Take(step int) (Rule, error) { return r, errUnbuilt }

// TakeTarget takes one target out of a step, and the step with the last one.
func (r Rule) TakeTarget(step, target int) (Rule, error) { return r, errUnbuilt }

// SwitchApps switches the apps that ring apart from the steps off, or on again.
func (r Rule) SwitchApps() (Rule, error) { return r, errUnbuilt }

// Always changes whether own apps ring to the end. On new accounts kind is
// OwnMobile or OwnDesktop; on legacy ones both go together.
func (r Rule) Always(kind TargetKind) (Rule, error) { return r, errUnbuilt }

// Lead lengthens the head start of own apps, on legacy accounts.
func (r Rule) Lead(by int) (Rule, error) { return r, errUnbuilt }

// SendTo says where calls go at once: for forward all calls, do not disturb, and
// after hours in mode Elsewhere.
func (r Rule) SendTo(e Ending) (Rule, error) { return r, errUnbuilt }

// EndWith says where calls go that nobody answers.
func (r Rule) EndWith(e Ending) (Rule, error) { return r, errUnbuilt }

// TargetOf is a forwarding number as a target of this rule.
func (r Rule) TargetOf(n Number) Target { return Target{} }

// TargetOfDevice is a device as a target of this rule.
func (r Rule) TargetOfDevice(d Device) Target { return Target{} }

// TargetOfPerson is a coworker as a target of this rule.
func (r Rule) TargetOfPerson(e Extension) Target { return Target{} }

// MayAdd says whether Add would take t.
func (r Rule) MayAdd(t Target) error { return errUnbuilt }

// Has says whether a target rings in the rule already, or would if its step were on.
func (r Rule) Has(t Target) bool { return false }
