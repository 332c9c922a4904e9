package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"rcfwd/api"
	"rcfwd/api/calls"
	"rcfwd/api/rest"
	"rcfwd/ui/cli/output"
)

// flipRow is how far a flip has come.
type flipRow struct {
	call  calls.Call
	digit string // empty for a flip that another run began
	step  calls.Step
}

// flipStages are the stages of a flip in the output.
var flipStages = map[calls.Stage]string{
	calls.Asking: "asking", calls.Phoning: "ringing", calls.Answered: "answered", calls.Undecided: "answered", calls.Ending: "ending",
	calls.Done: "moved", calls.Returned: "returned", calls.Left: "kept", calls.Over: "ended", calls.Failed: "failed", calls.Unclear: "unknown",
}

func flipList() output.List {
	return output.List{Unit: "flip", Key: "id", Fields: []output.Field{
		{Name: "stage", Kind: output.Text, Title: "Stage", Help: "ringing, answered, moved (to the other phone), returned (to this one), kept (on both) or another stage of the flip.",
			Value: output.Of(func(f *flipRow) any { return flipStages[f.step.Stage] })},
		{Name: "message", Kind: output.Text, Title: "Message", Help: "The same in a sentence.",
			Value: output.Of(func(f *flipRow) any { return f.step.Words })},
		{Name: "flipNumber", Kind: output.Text, Title: "Flip", Help: "Flip digit of the other phone; null where another run began the flip.",
			Value: output.Of(func(f *flipRow) any { return orNull(f.digit) })},
		{Name: "id", Kind: output.Text, Title: "Id", Help: "SESSION/PARTY of the call that was flipped.",
			Value: output.Of(func(f *flipRow) any { return f.call.Name() })},
		{Name: "telephonySessionId", Kind: output.Text, Help: "Id of the session; opaque.",
			Value: output.Of(func(f *flipRow) any { return f.call.SessionID })},
		{Name: "partyId", Kind: output.Text, Help: "Id of the extension's own party in it; opaque.",
			Value: output.Of(func(f *flipRow) any { return f.call.PartyID })},
		{Name: "time", Kind: output.Time, Help: "When the flip came to this stage.",
			Value: output.Of(func(f *flipRow) any { return f.step.At.Truncate(time.Second) })},
	}}
}

// flipTime is how long after it was accepted the outcome of a flip is waited for.
const flipTime = 30 * time.Second

func flipCall(ctx context.Context, i *invocation) error {
	digit := strings.TrimPrefix(i.args[1], "flip:")
	if len(digit) != 1 || digit < "1" || digit > "8" {
		return asUsage(fmt.Errorf("%s: use a flip digit from 1 to 8", i.args[1]), i.cmd)
	}
	s, call, err := i.openToFlip(ctx)
	if err != nil {
		return err
	}
	if call.WhyNot != "" {
		return errors.New(call.WhyNot)
	}
	to, err := s.flipTarget(ctx, digit)
	if err != nil {
		return err
	}
	if s.writing.dryRun {
		s.printCurl([]rest.Request{s.monitor().FlipRequest(&call, digit)})
		return nil
	}
	if err := s.confirmFlip(fmt.Sprintf("Flipping the call with %s to %s.", peerWords(&call), to)); err != nil {
		return err
	}
	return s.flip(ctx, &call, digit)
}

// openToFlip opens the extension and finds the call to flip.
func (i *invocation) openToFlip(ctx context.Context) (*session, calls.Call, error) {
	if err := i.noHash(); err != nil {
		return nil, calls.Call{}, err
	}
	s, live, err := i.openForCalls(ctx)
	if err != nil {
		return nil, calls.Call{}, err
	}
	call, err := s.call(ctx, &live, i.args[0])
	return s, call, err
}

// noHash refuses --if-unchanged, for what has no hash.
func (i *invocation) noHash() error {
	if i.writing.ifUnchanged == "" {
		return nil
	}
	return asUsage(errors.New("--if-unchanged works with one number or one rule"), i.cmd)
}

// flipTarget names the number with a digit, or says why no call can be flipped to it.
func (s *session) flipTarget(ctx context.Context, digit string) (string, error) {
	if err := s.read(ctx, api.Need{Numbers: true}); err != nil {
		return "", err
	}
	n, held := api.HolderOf(digit, s.snapshot.Numbers)
	if !held {
		return "", fmt.Errorf("no number has flip digit %s; there are %s", digit, strings.Join(flipDigits(s.snapshot.Numbers), ", "))
	}
	words := digit + " " + strings.TrimSpace(n.Label+" "+n.Phone)
	if why := calls.WhyNoTarget(&n); why != "" {
		return "", fmt.Errorf("%s: %s", words, why)
	}
	return words, nil
}

// flipDigits names the digits that numbers have.
func flipDigits(numbers []api.Number) (words []string) {
	for digit := '1'; digit <= '8'; digit++ {
		if n, held := api.HolderOf(string(digit), numbers); held {
			words = append(words, string(digit)+" ("+strings.TrimSpace(n.Label+" "+n.Phone)+")")
		}
	}
	return words
}

func (s *session) confirmFlip(doing string) error {
	if s.writing.yes {
		return nil
	}
	s.note("%s", doing)
	return s.ask("Do this?")
}

// flip flips a call, and waits until the other phone answers. It watches the calls
// meanwhile: where the session shows no flip, the list of calls may.
func (s *session) flip(ctx context.Context, call *calls.Call, digit string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if !s.noWait {
		watched := s.monitor().Watch(ctx)
		defer func() {
			stop()
			for range watched {
			}
		}()
	}
	f := s.monitor().Flip(ctx, call, digit)
	step, err := s.follow(ctx, f, func(step calls.Step) bool {
		return step.Stage == calls.Undecided || s.noWait && step.Stage == calls.Phoning
	})
	if step.Stage != calls.Done {
		defer s.tellWaysOn(*call, step)
	}
	if err != nil {
		return err
	}
	return printOne(s.invocation, flipList(), &flipRow{*call, digit, step})
}

// tellWaysOn names the commands that a flip in progress leaves.
func (s *session) tellWaysOn(call calls.Call, step calls.Step) {
	switch step.Stage {
	case calls.Phoning:
		s.note("The other phone may still ring. rcfwd calls back %s stops that.", call.Name())
	case calls.Failed:
		if refused, is := errors.AsType[*rest.Error](step.Err); is && refused.Status == http.StatusConflict {
			s.note("If the call is being flipped already: rcfwd calls back %[1]s stops the ringing of the other phone, and rcfwd calls keep %[1]s keeps both legs.", call.Name())
		}
	case calls.Answered, calls.Undecided:
		s.note("rcfwd calls end %[1]s ends the old leg, and rcfwd calls keep %[1]s keeps it.", call.Name())
	}
}

// follow tells the steps of a flip as they come, until one that is enough or the last one.
// The error is that of a flip that went wrong, or whose outcome is not known.
func (s *session) follow(ctx context.Context, f *calls.Flip, enough func(calls.Step) bool) (last calls.Step, err error) {
	var over <-chan time.Time
	for {
		select {
		case step, more := <-f.Steps():
			if !more {
				return last, context.Cause(ctx)
			}
			if last = step; over == nil && step.Stage != calls.Asking {
				over = time.After(flipTime)
			}
			if step.Stage.Last() || enough(step) {
				return last, flipOutcome(&step)
			}
			s.note("%s", strings.TrimSpace(step.Words+" "+step.Do))
		case <-over:
			return last, unknownFlip(&last)
		case <-ctx.Done():
			return last, context.Cause(ctx)
		}
	}
}

// unknownFlip is the outcome of a flip that took too long.
func unknownFlip(last *calls.Step) error {
	if last.Stage == calls.Answered {
		return nil
	}
	return incomplete(fmt.Errorf("after %.0f s it is not known whether the other phone answers. %s", flipTime.Seconds(), last.Words))
}

// flipOutcome is the error of the last step of a flip.
func flipOutcome(step *calls.Step) error {
	switch step.Stage {
	case calls.Returned, calls.Over, calls.Failed:
		return flipError{*step}
	case calls.Unclear:
		return incomplete(flipError{*step})
	}
	return nil
}

// flipError is a flip that did not move the call.
type flipError struct{ calls.Step }

// Error returns the words of the step.
func (e flipError) Error() string { return e.Advice().String() }

// Advice returns them too; see api.Explain.
func (e flipError) Advice() api.Advice { return api.Advice{What: e.Words, Do: e.Do} }

// Unwrap returns what RingCentral or the network answered; it may be nil.
func (e flipError) Unwrap() error { return e.Err }
