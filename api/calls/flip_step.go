package calls

import (
	"time"

	"rcfwd/api"
)

// Stage is how far a flip is.
type Stage int

// The stages. Those from Done on are the last of a flip.
const (
	Asking    Stage = iota // RingCentral is asked
	Phoning                // the other phone rings
	Answered               // it was answered, and the old leg is still there
	Undecided              // as Answered, and End or Leave must say what becomes of the old leg
	Ending                 // a leg is being ended, because Back or End said so

	Done     // the call is on the other phone
	Returned // the call is where it was, and the other phone rings no more
	Left     // the call is on both phones, as Leave said
	Over     // the call has ended
	Failed   // the call is where it was: nothing was done
	Unclear  // nobody knows; look at the phones
)

var stageWords = map[Stage]string{
	Asking: "asking RingCentral", Phoning: "calling the other phone", Answered: "answered", Undecided: "answered",
	Ending: "ending a leg", Done: "done", Returned: "back here", Left: "on both phones", Over: "the call has ended",
	Failed: "not flipped", Unclear: "not known",
}

// String is the stage in a few words.
func (s Stage) String() string { return stageWords[s] }

// Last says whether nothing comes after the stage.
func (s Stage) Last() bool { return s >= Done }

// Step is one thing that happened in a flip, in words for a screen.
type Step struct {
	Stage Stage
	At    time.Time
	Words string // a sentence or two
	Do    string // what to do about it; may be empty
	Err   error  // what the service or the network said, if that is why

	// Back says in a sentence what Flip.Back does now. Where it is empty there is
	// no way back, and NoBack says why; that is empty too where none is due.
	Back, NoBack string

	// End says in a sentence what Flip.End does now; empty when it does nothing.
	End string
}

// What steps say that are said in more than one place.
const (
	backWords = "Ends the leg that rings. RingCentral documents no way to take a flip back, but lets a leg be ended."
	noBack    = "RingCentral does not say which leg rings, and documents no other way to take a flip back. The call stays here if nobody answers."
	endWords  = "Ends the old leg, as RingCentral's own web phone does to complete a flip. RingCentral does not document whether a flip made this way needs it."
	notMoved  = "The call is where it was."
)

// errorStep is a step that err is the reason for.
func errorStep(s Stage, before string, err error) Step {
	a := api.Explain(err)
	return Step{Stage: s, Words: before + a.What, Do: a.Do, Err: err}
}
