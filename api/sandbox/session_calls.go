package sandbox

import (
	"net/http"
	"time"
)

// readCallSession is CallSessionObject (S). Guess: only who takes part, and an
// administrator, may look; for others there is no such session.
func (c *call) readCallSession() (result, error) {
	phone, err := c.callSession()
	if err != nil {
		return result{}, err
	}
	return success(phone.show(c.company.ID)), nil
}

// callSession finds the session that the path names. Guess: CMN-102, as
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

// ownParty finds a party that the user may command. F: TAS-106 in a related
// call. Guess: it is what somebody else's party is answered with.
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

// deleteParty hangs one party up. It is outside openapi.json; the SDK's text
// says that only supervised and parked parties can be deleted (V), and the
// dossier asks whether it completes flips (15.11). Guess: it does for one's own,
// and 204.
//
// Of the parties of a flip that rings, the new one's end is the way back; the
// old one's is the end of the call (Guess). Of one whose target has answered,
// the old one's end completes it.
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

// deleteCallSession hangs everybody up. It is outside openapi.json; the SDK has
// it (V).
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
