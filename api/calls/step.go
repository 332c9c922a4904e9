package calls

import "time"

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
	Returned // the call is where it was
	Left     // the call is on both phones, as Leave said
	Over     // the call has ended
	Failed   // nothing was changed, as far as RingCentral says
	Unclear  // nobody knows; look at the phones
)

// Last says whether nothing comes after the stage.
func (s Stage) Last() bool { return s >= Done }

// Step is one thing that happened in a flip, in words for a screen.
type Step struct {
	Stage Stage
	At    time.Time
	Words string // a sentence or two
	Do    string // what to do about it; may be empty
	Err   error  // what the service or the network said, for Failed and Unclear; see api.Explain

	// Back says what Flip.Back does now. When it is empty, there is no way back,
	// and NoBack says why; that is empty too when none is due.
	Back, NoBack string

	// End says what Flip.End does now; empty when it is not due.
	End string
}
