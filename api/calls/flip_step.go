package calls

import (
	"time"

	"rcfwd/api"
)

// Stage is the stage of a flip.
type Stage int

// The stages. A flip ends with one of those from Done on.
const (
	Asking    Stage = iota // RingCentral is asked
	Phoning                // the flip is accepted, and the other phone is called
	Answered               // the other phone was answered, and the old party is still in the call
	Undecided              // as Answered, and Flip.End or Flip.Leave must decide about the old party
	Ending                 // a party is being ended, after Flip.Back or Flip.End

	Done     // the call is on the other phone
	Returned // the call is where it was, and the other phone no longer rings
	Left     // the call is on both phones, after Flip.Leave
	Over     // the call has ended
	Failed   // the call is where it was: it was not flipped
	Unclear  // the outcome is not known; only the phones show it
)

var stageWords = map[Stage]string{
	Asking: "asking RingCentral", Phoning: "calling the other phone", Answered: "answered", Undecided: "answered",
	Ending: "ending a leg", Done: "done", Returned: "back here", Left: "on both phones", Over: "the call has ended",
	Failed: "not flipped", Unclear: "not known",
}

// String returns the stage in a few words.
func (s Stage) String() string { return stageWords[s] }

// Last reports whether the stage ends the flip.
func (s Stage) Last() bool { return s >= Done }

// Step is one thing that happened in a flip, in sentences for the screen.
type Step struct {
	Stage Stage
	At    time.Time
	Words string // a sentence or two
	Do    string // what the user can do about it; may be empty
	Err   error  // the cause, if it is an error of the service or the network

	// Back says in a sentence what Flip.Back does now. If it is empty, Flip.Back does
	// nothing, and NoBack may say why.
	Back, NoBack string

	// End says in a sentence what Flip.End does now. It is empty when Flip.End does
	// nothing.
	End string

	// Leg is the id of the party that Flip.Back or Flip.End ends.
	Leg string
}

// Sentences that more than one step uses.
const (
	backWords = "Ends the ringing leg. RingCentral documents no way to cancel a flip, but a leg can be ended."
	noBack    = "RingCentral does not say which leg is ringing and documents no other way to cancel a flip. The call stays here if the other phone is not answered."
	endWords  = "Ends the old leg, as RingCentral's web phone does to complete a flip. RingCentral does not document whether this is needed."
	notMoved  = "The call has not moved."
)

// errorStep returns a step whose cause is err. Its text begins with before. It is not inlined:
// its copies would make the program larger.
//
//go:noinline
func errorStep(s Stage, before string, err error) Step {
	a := api.Explain(err)
	return Step{Stage: s, Words: before + a.What, Do: a.Do, Err: err}
}
