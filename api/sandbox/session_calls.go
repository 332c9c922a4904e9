package sandbox

import (
	"net/http"
	"time"
)

// readCallSession is CallSessionObject (S). Guess: only a participant and an
// administrator may read it; for others the session does not exist.
func (c *call) readCallSession() (result, error) {
	phone, err := c.callSession()
	if err != nil {
		return result{}, err
	}
	return success(phone.show(c.company.ID)), nil
}

// callSession returns the session that the path names. Guess: CMN-102, as
// elsewhere.
func (c *call) callSession() (*phoneCall, error) {
	phone := c.phoneCall(c.r.PathValue("telephonySessionId"))
	if phone == nil || phone.own == nil || phone.owner != c.user && !c.user.Admin {
		return nil, notFound("telephonySessionId")
	}
	return phone, nil
}

// readParty is outside openapi.json; the newest SDK has it (V).
func (c *call) readParty() (result, error) {
	phone, err := c.callSession()
	if err != nil {
		return result{}, err
	}
	p := phone.party(c.r.PathValue("partyId"))
	if p == nil {
		return result{}, notFound("partyId")
	}
	return success(p.show(c.company.ID)), nil
}

// ownParty returns a party that the user may control. F: TAS-106 in a related
// call. Guess: it is the answer for another user's party.
func (c *call) ownParty() (*phoneCall, *party, error) {
	phone, err := c.callSession()
	if err != nil {
		return nil, nil, err
	}
	p := phone.party(c.r.PathValue("partyId"))
	if p == nil {
		return nil, nil, notFound("partyId")
	}
	if p.extension != c.user.ID {
		return nil, nil, refuse(http.StatusForbidden, "TAS-106", "Operation is not allowed")
	}
	return phone, p, nil
}

// deleteParty disconnects one party. It is outside openapi.json; the SDK's text
// says that only supervised and parked parties can be deleted (V), and the
// dossier asks whether it completes flips (15.11). Guess: it does for the
// user's own party, and answers 204.
//
// Ending the new party of a ringing flip cancels the flip; ending the old one
// ends the call (Guess). Once the target has answered, ending the old party
// completes the flip.
func (c *call) deleteParty() (result, error) {
	phone, p, err := c.ownParty()
	if err != nil {
		return result{}, err
	}
	if p.isOver() {
		return result{}, conflict("Party is disconnected already")
	}
	now := time.Now()
	switch f := phone.flip; {
	case f != nil && p == f.target:
		c.cancelFlip(phone, f, now, "Cancelled")
	case f != nil && p == f.old && f.target.code == answered:
		c.completeFlip(phone, f, now)
	default:
		c.end(phone, now)
	}
	return result{status: http.StatusNoContent}, nil
}

// deleteCallSession disconnects all parties. It is outside openapi.json; the
// SDK has it (V).
func (c *call) deleteCallSession() (result, error) {
	phone, err := c.callSession()
	if err != nil {
		return result{}, err
	}
	if phone.owner != c.user {
		return result{}, refuse(http.StatusForbidden, "TAS-106", "Operation is not allowed")
	}
	if !phone.ended.IsZero() {
		return result{}, conflict("Call is over already")
	}
	c.end(phone, time.Now())
	return result{status: http.StatusNoContent}, nil
}
