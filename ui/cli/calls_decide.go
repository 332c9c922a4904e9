package cli

import (
	"context"
	"errors"

	"rcfwd/api/calls"
	"rcfwd/api/rest"
)

// The ways on of a flip: what the screen offers while it follows one, and a command does
// for a flip that an earlier run began.

// wayOn is a decision about a flip.
type wayOn struct {
	doing   string // what is asked
	offered func(calls.Step) bool
	decide  func(*calls.Flip)
	sends   bool // it ends a leg

	// not returns why a step has no such way; "" while that is still open.
	not func(calls.Step) string
	// done are the stages that fulfil it.
	done []calls.Stage
}

func backCall(ctx context.Context, i *invocation) error {
	return i.decide(ctx, wayOn{
		doing:   "Ending the leg to the other phone, which rings.",
		offered: func(s calls.Step) bool { return s.Back != "" }, decide: (*calls.Flip).Back, sends: true,
		not: func(s calls.Step) string {
			switch s.Stage {
			case calls.Answered, calls.Undecided:
				return "The other phone has answered. Use rcfwd calls end or rcfwd calls keep."
			case calls.Done:
				return s.Words
			}
			return s.NoBack
		},
		done: []calls.Stage{calls.Returned},
	})
}

func endCall(ctx context.Context, i *invocation) error {
	return i.decide(ctx, wayOn{
		doing:   "Ending the old leg of the call.",
		offered: func(s calls.Step) bool { return s.End != "" }, decide: (*calls.Flip).End, sends: true,
		not: notAnswered, done: []calls.Stage{calls.Done},
	})
}

func keepCall(ctx context.Context, i *invocation) error {
	return i.decide(ctx, wayOn{
		doing:   "Keeping the call on both phones.",
		offered: func(s calls.Step) bool { return s.End != "" }, decide: (*calls.Flip).Leave,
		not: notAnswered, done: []calls.Stage{calls.Left, calls.Done},
	})
}

func notAnswered(s calls.Step) string {
	if s.Stage == calls.Phoning {
		return "The other phone has not answered yet. rcfwd calls back stops its ringing."
	}
	return ""
}

// decide follows a flip that an earlier run began, until the way on is open, and takes it.
func (i *invocation) decide(ctx context.Context, w wayOn) error {
	if err := i.noHash(); err != nil {
		return err
	}
	s, live, err := i.openForCalls(ctx)
	if err != nil {
		return err
	}
	call, err := s.flippedCall(ctx, &live, i.args[0])
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	f := s.monitor().Follow(ctx, &call)
	open, err := s.follow(ctx, f, func(step calls.Step) bool { return w.offered(step) || w.not(step) != "" })
	switch {
	case err == nil && w.fulfilledBy(&open):
		s.note("%s", "It is so already. Nothing was sent.")
		return printOne(s.invocation, flipList(), &flipRow{call: call, step: open})
	case err != nil:
		return err
	case !w.offered(open):
		return errors.New(w.not(open))
	}
	return s.take(ctx, &call, f, w, &open)
}

// take asks, takes a way on that is open, and waits for what comes of it.
func (s *session) take(ctx context.Context, call *calls.Call, f *calls.Flip, w wayOn, open *calls.Step) error {
	if s.writing.dryRun {
		if w.sends {
			s.printCurl([]rest.Request{s.monitor().EndRequest(call, open.Leg)})
		}
		return nil
	}
	if err := s.confirmFlip(w.doing); err != nil {
		return err
	}
	w.decide(f)
	ending := false
	step, err := s.follow(ctx, f, func(step calls.Step) bool {
		ending = ending || step.Stage == calls.Ending
		return step.Stage != calls.Ending && (ending || step.Err != nil)
	})
	switch {
	case w.fulfilledBy(&step):
		return printOne(s.invocation, flipList(), &flipRow{call: *call, step: step})
	case err != nil:
		return err
	}
	return flipError{step}
}

func (w wayOn) fulfilledBy(step *calls.Step) bool {
	for _, stage := range w.done {
		if step.Stage == stage {
			return true
		}
	}
	return false
}
