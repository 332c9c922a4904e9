package api

import (
	"cmp"
	"context"
)

// ShortName is the name of an extension, or its number where it has none.
func (e *Extension) ShortName() string { return cmp.Or(e.Name, e.Number) }

// FindPerson is FindWho that also reads the extension where the id alone is known.
func (c *Client) FindPerson(ctx context.Context, w Who) (Extension, error) {
	e, err := c.FindWho(ctx, w)
	if err != nil || e.Type != "" {
		return e, err
	}
	return c.extensionAt(ctx, c.AccountPath("extension", e.ID))
}

// CoworkerTarget returns a coworker as a new target of this rule, which belongs to the
// extension owner.
func (r *Rule) CoworkerTarget(e *Extension, owner string) (Target, error) {
	if e.ID == owner {
		return Target{}, ownRule(e)
	}
	return r.TargetOfPerson(e), r.MayAddPerson(e)
}

// FallbackTo returns where calls of a rule of the extension owner go that go to another
// extension: to it, or to its voicemail.
func FallbackTo(kind EndingKind, e *Extension, owner string) (Fallback, error) {
	switch {
	case e.ID != owner:
		return Fallback{Kind: kind, ID: e.ID, Name: e.ShortName()}, nil
	case kind == ToVoicemail:
		return Fallback{Kind: ToVoicemail}, nil
	}
	return Fallback{}, ownRule(e)
}

func ownRule(e *Extension) error { return validationErrorf("This rule belongs to %s.", e.ShortName()) }

// MayAddNumber returns the reason why a number cannot be added to the rule as a step; nil
// when it can.
func (r *Rule) MayAddNumber(n *Number) error {
	switch {
	case !r.Capabilities().RingsDevices && !n.Has(CallForwarding):
		return validationErrorf("RingCentral uses this number for call flip only")
	case r.Capabilities().RingsDevices && n.Type == PhoneLine && n.DeviceID == "":
		return validationErrorf("this is the line of a device; add the device instead")
	}
	return r.MayAdd(new(r.TargetOf(n)))
}
