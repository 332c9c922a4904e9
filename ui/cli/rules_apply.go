package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"rcfwd/api"
)

// A rule as a file wants it. What is not in the file stays as it is, and what the file says
// that cannot be changed must be as the rule has it.

// ruleEditor makes a rule into what a file says.
type ruleEditor struct {
	*session
	file ruleRecord
	was  ruleRecord // of the rule before
	rule api.Rule   // so far
}

// applied returns r as the file wants it, but for whether it is on.
func (s *session) applied(ctx context.Context, r *api.Rule, file *ruleRecord) (api.Rule, error) {
	e := &ruleEditor{s, *file, recordOf(r), *r}
	for _, part := range []func(context.Context) error{e.check, e.conditions, e.name, e.mode, e.apps, e.steps, e.noAnswer} {
		if err := part(ctx); err != nil {
			return *r, err
		}
	}
	return e.rule, nil
}

// check refuses another value for what no one can change.
func (e *ruleEditor) check(context.Context) error {
	f, was := e.file, e.was
	for _, c := range []struct {
		name      string
		want, has *string
	}{
		{"id", f.ID, was.ID}, {"kind", f.Kind, was.Kind}, {"callHandling", f.CallHandling, was.CallHandling},
		{"unit", f.Unit, was.Unit}, {"fixed", f.Fixed, was.Fixed},
	} {
		if c.want != nil && *c.want != at(c.has) {
			return fmt.Errorf("%s is %q in the file and %q in the rule, and cannot be changed; leave it out, or name another rule", c.name, *c.want, at(c.has))
		}
	}
	if f.Apps != nil && was.Apps != nil && f.Apps.Last != nil && *f.Apps.Last != at(was.Apps.Last) {
		return errors.New("apps.last cannot be changed: RingCentral only tells it; leave it out")
	}
	return nil
}

// conditions changes when the rule applies.
func (e *ruleEditor) conditions(ctx context.Context) error {
	c, _ := e.rule.Conditions()
	changed := false
	if e.file.When != nil && *e.file.When != at(e.was.When) {
		when, err := api.ParseTimes(*e.file.When)
		if err != nil {
			return err
		}
		c.When, changed = when, true
	}
	callers, called, err := e.calls(ctx)
	if err != nil {
		return err
	}
	if e.file.Callers != nil && !slices.Equal(callers, c.Callers) {
		c.Callers, changed = callers, true
	}
	if e.file.CalledNumbers != nil && !slices.Equal(called, c.Called) {
		c.Called, changed = called, true
	}
	if !changed {
		return nil
	}
	e.rule, err = e.rule.WithConditions(&c)
	return err
}

// calls reads the callers and called numbers of the file.
func (e *ruleEditor) calls(ctx context.Context) (callers []api.Caller, called []string, err error) {
	for _, c := range e.file.Callers {
		phone, err := e.phoneAs(ctx, at(c.PhoneNumber))
		if err != nil {
			return nil, nil, err
		}
		callers = append(callers, api.Caller{Phone: phone, Name: at(c.Name)})
	}
	for _, text := range e.file.CalledNumbers {
		phone, err := e.phoneAs(ctx, text)
		if err != nil {
			return nil, nil, err
		}
		called = append(called, phone)
	}
	return callers, called, nil
}

// phoneAs reads a telephone number that people may have typed.
func (s *session) phoneAs(ctx context.Context, text string) (string, error) {
	if text == "" || text[0] == '+' {
		return text, nil
	}
	return s.phone(ctx, text)
}

func (e *ruleEditor) name(context.Context) (err error) {
	if e.file.Name != nil && *e.file.Name != at(e.was.Name) {
		e.rule, err = e.rule.WithName(*e.file.Name)
	}
	return err
}

// mode changes how the steps ring, or where calls go instead.
func (e *ruleEditor) mode(ctx context.Context) error {
	mode := at(e.was.Mode)
	if e.file.Mode != nil {
		mode = *e.file.Mode
	}
	if mode == modeWords[api.NoRinging] {
		return e.destination(ctx)
	}
	if e.file.Destination != nil {
		return fmt.Errorf("destination has an effect only with mode = %q; leave it out, or use noAnswer", modeWords[api.NoRinging])
	}
	for range 2 {
		if mode == modeWord(e.rule.Mode) {
			return nil
		}
		next, err := e.rule.ToggleMode()
		if err != nil {
			return err
		}
		e.rule = next
	}
	if mode != modeWord(e.rule.Mode) {
		return fmt.Errorf("mode = %q: use %q, %q or %q", mode, modeWords[api.InOrder], modeWords[api.AtOnce], modeWords[api.NoRinging])
	}
	return nil
}

// destination sends the calls of the rule elsewhere at once.
func (e *ruleEditor) destination(ctx context.Context) error {
	to := e.file.Destination
	if to == nil && e.rule.Mode == api.NoRinging {
		return nil
	}
	if to == nil {
		return fmt.Errorf("mode = %q needs where calls go, as in destination = { to = \"voicemail\" }", modeWords[api.NoRinging])
	}
	end, changed, err := e.end(ctx, *to, e.was.Destination)
	if err != nil || !changed && e.rule.Mode == api.NoRinging {
		return err
	}
	e.rule, err = e.rule.SendTo(end)
	return err
}

func (e *ruleEditor) noAnswer(ctx context.Context) error {
	if e.file.NoAnswer == nil {
		return nil
	}
	end, changed, err := e.end(ctx, *e.file.NoAnswer, e.was.NoAnswer)
	if err != nil || !changed {
		return err
	}
	e.rule, err = e.rule.EndWith(end)
	return err
}

// end reads where calls go, and whether that is another place than before.
func (e *ruleEditor) end(ctx context.Context, c ruleEnd, was *ruleEnd) (end api.Fallback, changed bool, err error) {
	if phone, err := e.phoneAs(ctx, at(c.PhoneNumber)); err == nil && phone != "" {
		c.PhoneNumber = &phone
	}
	if before := at(was); at(c.To) == at(before.To) && at(c.ID) == at(before.ID) && at(c.PhoneNumber) == at(before.PhoneNumber) {
		if c.Name != nil && at(c.Name) != at(before.Name) {
			return end, false, fmt.Errorf("the name %q of where calls go cannot be changed; write another id or phoneNumber", *c.Name)
		}
		return end, false, nil
	}
	end, err = e.newEnd(ctx, c)
	return end, true, err
}

func (e *ruleEditor) newEnd(ctx context.Context, c ruleEnd) (api.Fallback, error) {
	kind := api.EndingKind(at(c.To))
	switch kind {
	case api.ToAnnouncement:
		return api.Fallback{Kind: kind}, nil
	case api.ToNumber:
		if c.PhoneNumber == nil {
			return api.Fallback{}, errors.New(`write the number that calls go to, as in { to = "number", phoneNumber = "+16505550142" }`)
		}
		return api.Fallback{Kind: kind, Phone: *c.PhoneNumber, Name: *c.PhoneNumber}, nil
	case api.ToVoicemail:
		if c.ID == nil {
			return api.Fallback{Kind: kind}, nil
		}
	case api.ToExtension:
		if c.ID == nil && c.Name == nil {
			return api.Fallback{}, errors.New(`write the extension that calls go to, as in { to = "extension", id = "401230104" } or { to = "extension", name = "ext:104" }`)
		}
	default:
		return api.Fallback{}, fmt.Errorf("to = %q: use voicemail, number, extension or announcement", kind)
	}
	return e.endAt(ctx, kind, c)
}

// endAt is another extension, or its voicemail.
func (e *ruleEditor) endAt(ctx context.Context, kind api.EndingKind, c ruleEnd) (api.Fallback, error) {
	text := at(c.Name)
	if c.ID != nil {
		text = string(api.ByID) + ":" + *c.ID
	}
	who, err := e.person(ctx, text)
	if err != nil {
		return api.Fallback{}, err
	}
	owner, err := e.who(ctx)
	if err != nil {
		return api.Fallback{}, err
	}
	return api.FallbackTo(kind, &who, owner.ID)
}
