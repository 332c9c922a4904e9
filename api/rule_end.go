package api

// SendTo sets where calls go at once: for forward all calls and do not disturb, and for
// after hours and custom rules, which then do not ring. It switches on what keeps no
// destination while it is off; see KeepsEditsWhileOff.
func (r *Rule) SendTo(e Fallback) (Rule, error) {
	d, err := r.draft()
	if err != nil {
		return *r, err
	}
	if !r.MaySend() {
		return *r, validationErrorf("This rule rings. Only other rules can send calls elsewhere at once.")
	}
	if err := r.mayEnd(e); err != nil {
		return *r, err
	}
	d.Mode, d.Destination, d.Enabled = NoRinging, e, d.Enabled || !d.KeepsEditsWhileOff()
	if r.CallHandling != V2 && !r.forwardsAllV1() && e.Kind == ToVoicemail {
		d.NoAnswer = e // otherwise voicemail would be both on and off
	}
	return d, nil
}

// MaySend reports whether the calls of a rule can go elsewhere without ringing. In work
// hours they ring, on either call handling (migration guide, "Work Hours Rule"); a rule
// that the service has otherwise may stay so.
func (r *Rule) MaySend() bool {
	switch r.Kind {
	case ForwardAll, DoNotDisturb, AfterHours, Custom:
		return true
	}
	return r.Mode == NoRinging
}

// MayRing reports whether a rule can ring at all.
func (r *Rule) MayRing() bool { return r.Kind != ForwardAll && r.Kind != DoNotDisturb }

// EndWith sets where calls go that no one answers.
func (r *Rule) EndWith(e Fallback) (Rule, error) {
	d, err := r.ringingDraft()
	switch {
	case err != nil:
		return *r, err
	case r.Kind == Agent:
		return *r, validationErrorf("Unanswered calls of a queue go back to the queue.")
	}
	if err := r.mayEnd(e); err != nil {
		return *r, err
	}
	d.NoAnswer = e
	return d, nil
}

// MayEnd returns the reason why the destination of a rule's calls cannot be changed; nil
// when it can.
func (r *Rule) MayEnd() error {
	if r.Mode == NoRinging {
		_, err := r.SendTo(Fallback{Kind: ToVoicemail})
		return err
	}
	_, err := r.EndWith(Fallback{Kind: ToVoicemail})
	return err
}

func (r *Rule) mayEnd(e Fallback) error {
	switch e.Kind {
	case ToVoicemail:
		if r.CallHandling == V2 && e.ID != "" {
			return validationErrorf("On this account calls can go only to the extension's own voicemail. Send them to the other extension instead.")
		}
		return nil
	case ToAnnouncement:
		return nil
	case ToNumber:
		if isE164(e.Phone) {
			return nil
		}
		return ValidationError{FieldPhone, "CMN-101", "Enter the phone number in international form, such as +16505550142 (CMN-101)."}
	case ToExtension:
		if e.ID != "" {
			return nil
		}
		return validationErrorf("Choose the extension to send calls to.")
	}
	return validationErrorf("rcfwd cannot send calls there.")
}
