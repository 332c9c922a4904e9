package calls

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// The requests of this package (dossier section 5: groups). RingCentral's reference
// has the request that ends a party; the guide's page on flipping does not.
var (
	opPresence  = rest.Operation{What: "read the calls", Group: "Light"}
	opSession   = rest.Operation{What: "look at the call", Group: "Light"}
	opFlip      = rest.Operation{What: "flip the call", Group: "Light"}
	opEndParty  = rest.Operation{What: "end a leg of the call", Group: "Light"}
	opToken     = rest.Operation{What: "ask for live events", Group: rest.GroupAuth}
	opConnect   = rest.Operation{What: "connect for live events"}
	opSubscribe = rest.Operation{What: "subscribe to live events", Group: "Medium"}
)

const presenceQuery = "detailedTelephonyState"

// wirePresence is the presence of an extension, in an answer or in an event.
type wirePresence struct {
	Status   jsonobj.FlexString `json:"telephonyStatus"`
	Calls    json.RawMessage    `json:"activeCalls"`
	Sequence jsonobj.FlexString `json:"sequence"`         // events only
	Total    jsonobj.FlexString `json:"totalActiveCalls"` // events only
}

// wireCall is a call in a presence.
type wireCall struct {
	ID        jsonobj.FlexString `json:"id"`
	Direction jsonobj.FlexString `json:"direction"`
	Queue     jsonobj.FlexString `json:"queueCall"`
	From      jsonobj.FlexString `json:"from"`
	FromName  jsonobj.FlexString `json:"fromName"`
	To        jsonobj.FlexString `json:"to"`
	ToName    jsonobj.FlexString `json:"toName"`
	Start     jsonobj.FlexString `json:"startTime"`
	Status    jsonobj.FlexString `json:"telephonyStatus"`
	SessionID jsonobj.FlexString `json:"telephonySessionId"`
	PartyID   jsonobj.FlexString `json:"partyId"`
}

// presence is what the service reports of the calls at one moment.
type presence struct {
	calls []activeCall
	more  int // live calls that it counts but does not list, or lists in a form that cannot be read
}

// activeCall is a call as presence reports it.
type activeCall struct {
	Call
	id     string // identifies a call whose party is not named
	status string
}

// callKey identifies a call across snapshots.
type callKey struct{ session, party, id string }

func (c *activeCall) key() callKey {
	if c.SessionID != "" && c.PartyID != "" {
		return callKey{session: c.SessionID, party: c.PartyID}
	}
	return callKey{id: c.id}
}

// decode returns the calls. It fails when calls should be listed and are not.
func (w wirePresence) decode() (presence, bool) {
	var list []json.RawMessage
	if len(w.Calls) == 0 || json.Unmarshal(w.Calls, &list) != nil {
		return presence{}, w.Status == "NoCall"
	}
	var p presence
	unread := 0
	for _, raw := range list {
		var c wireCall
		switch {
		case string(raw) == "null":
		case !jsonobj.Decode(raw, &c):
			unread++
		case c.Status != "NoCall" && (c.SessionID != "" || c.ID != ""):
			p.calls = append(p.calls, c.decode())
		}
	}
	if unread > 0 && unread == len(list) {
		return presence{}, false
	}
	if total, err := strconv.Atoi(string(w.Total)); err == nil && total < 1000 {
		p.more = max(0, total-len(list))
	}
	p.more += unread
	return p, true
}

// decode cleans the texts of a call.
func (w wireCall) decode() activeCall {
	c := activeCall{id: string(w.ID), status: string(w.Status)}
	c.SessionID, c.PartyID = string(w.SessionID), string(w.PartyID)
	if c.SessionID == "" || c.PartyID == "" {
		c.ID = c.id
	}
	c.Direction = Direction(clean(w.Direction))
	name, number := w.FromName, w.From
	if c.Direction == Outbound {
		name, number = w.ToName, w.To
	}
	c.Peer, c.exactName = Peer{Name: clean(name), Number: clean(number)}, string(name)
	c.State, c.Since, c.Queue = presenceState(c.status, c.Direction), parseTime(w.Start), w.Queue == "true"
	return c
}

func presenceState(status string, d Direction) State {
	switch status {
	case "Ringing":
		if d == Outbound {
			return Calling
		}
		return Ringing
	case "CallConnected":
		return Connected
	case "OnHold":
		return Held
	case "ParkedCall":
		return Parked
	}
	return Unknown
}

func clean(s jsonobj.FlexString) string { return rest.Clean(string(s)) }

// parseTime parses both forms in which the service writes times. It returns the zero
// time for anything else.
func parseTime(s jsonobj.FlexString) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999Z0700"} {
		if t, err := time.Parse(layout, strings.TrimSpace(string(s))); err == nil {
			return t
		}
	}
	return time.Time{}
}

// isStatus reports whether err is an answer of the service with one of the statuses.
func isStatus(err error, statuses ...int) bool {
	e, ok := asError(err)
	return ok && slices.Contains(statuses, e.Status)
}

// permanent reports whether a retry would get the same answer.
func permanent(err error) bool {
	return isStatus(err, http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed,
		http.StatusGone, http.StatusNotImplemented)
}
