package calls

import "context"

// Flip is a flip under way.
type Flip struct {
	steps chan Step
	said  chan answer
}

// answer is what the person said of a flip.
type answer int

const (
	goBack answer = iota
	endOld
	leaveOld
)

// Flip asks RingCentral to move call to the phone with the flip digit, such as
// "2", and follows what becomes of it. The step that comes last says how it ended,
// also when digit or call cannot be: then nothing is sent.
//
// Ending ctx ends the following and nothing else; what was sent is heard out.
func (l *Line) Flip(ctx context.Context, call Call, digit string) *Flip {
	f := &Flip{steps: make(chan Step, 16), said: make(chan answer, 1)}
	go func() {
		defer close(f.steps)
		l.flip(ctx, f, call, digit)
	}()
	return f
}

// Steps are what happens, in order, until the last one; then, or when the flip's
// context ends, the channel is closed.
func (f *Flip) Steps() <-chan Step { return f.steps }

// Back does what Step.Back says: while the other phone rings it ends the ringing.
// It is nothing when there is no way back any more.
func (f *Flip) Back() { f.say(goBack) }

// End ends the old leg of a call that the other phone has answered.
func (f *Flip) End() { f.say(endOld) }

// Leave leaves the old leg as it is, which ends the following.
func (f *Flip) Leave() { f.say(leaveOld) }

func (f *Flip) say(a answer) {
	select {
	case f.said <- a:
	default: // the last word is not heard yet
	}
}

func (l *Line) flip(ctx context.Context, f *Flip, call Call, digit string) {}
