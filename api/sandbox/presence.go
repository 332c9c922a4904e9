package sandbox

import (
	"encoding/json"
	"slices"
	"sort"
)

// presenceInfo is PresenceInfoResponse (S) and, with other fields set, the body
// of an event.
type presenceInfo struct {
	URI               string        `json:"uri,omitempty"`
	Extension         *extensionRef `json:"extension,omitempty"`
	ExtensionID       string        `json:"extensionId,omitempty"` // of events
	PresenceStatus    string        `json:"presenceStatus"`
	TelephonyStatus   string        `json:"telephonyStatus"`
	UserStatus        string        `json:"userStatus"`
	DNDStatus         string        `json:"dndStatus"`
	DNDStatusPersonal string        `json:"dndStatusPersonal,omitempty"`
	AllowSee          bool          `json:"allowSeeMyPresence"`
	RingOnMonitored   bool          `json:"ringOnMonitoredCall"`
	PickUpHeld        bool          `json:"pickUpCallsOnHold"`
	ActiveCalls       []activeCall  `json:"activeCalls,omitempty"`
	Sequence          int           `json:"sequence,omitempty"`         // of events
	TotalActiveCalls  *int          `json:"totalActiveCalls,omitempty"` // of events
	OwnerID           string        `json:"ownerId,omitempty"`          // of events
}

// activeCall is ActiveCallInfo (S).
type activeCall struct {
	ID                 string `json:"id"`
	Direction          string `json:"direction"`
	QueueCall          bool   `json:"queueCall"`
	From               string `json:"from"`
	FromName           string `json:"fromName,omitempty"`
	To                 string `json:"to"`
	ToName             string `json:"toName,omitempty"`
	TelephonyStatus    string `json:"telephonyStatus"`
	StartTime          string `json:"startTime"`
	SessionID          string `json:"sessionId"`
	TelephonySessionID string `json:"telephonySessionId"`
	PartyID            string `json:"partyId"`
	TerminationType    string `json:"terminationType,omitempty"`
}

// presenceCalls is the number of calls that presence shows (S: the latest
// seven).
const presenceCalls = 7

// readPresence shows live calls only on request (S). sipData adds nothing here.
func (c *call) readPresence() (result, error) {
	detailed, err := c.flag("detailedTelephonyState")
	if err != nil {
		return result{}, err
	}
	if _, err := c.flag("sipData"); err != nil {
		return result{}, err
	}
	info := c.presence(c.target)
	info.URI, info.Extension = c.canonical(), &extensionRef{c.extensionURI(c.target), json.Number(c.target.ID), c.target.Number}
	if detailed {
		info.ActiveCalls = c.activeCalls(c.target)
	}
	return success(info), nil
}

// presence returns what replies and events have in common. G: on new call
// handling dndStatusPersonal counts and dndStatus does not. Guess: the latter
// does not change there.
func (s *Server) presence(e *Extension) presenceInfo {
	info := presenceInfo{
		PresenceStatus: "Available", TelephonyStatus: s.telephonyStatus(e), UserStatus: "Available",
		DNDStatus: "TakeAllCalls", AllowSee: true,
	}
	dnd := "TakeAllCalls"
	if e.DoNotDisturb {
		dnd = "DoNotAcceptAnyCalls"
	}
	if s.company.NewCallHandling && isPerson(e.Type) {
		info.DNDStatusPersonal = dnd
	} else {
		info.DNDStatus = dnd
	}
	if e.DoNotDisturb || info.TelephonyStatus != "NoCall" {
		info.PresenceStatus = "Busy" // Guess: for do not disturb
	}
	return info
}

// telephonyStatus combines the calls. Guess: a connected call takes precedence
// over a ringing one, and that over one on hold.
func (s *Server) telephonyStatus(e *Extension) string {
	calls := s.liveCalls(e)
	for _, status := range []string{"CallConnected", "Ringing", "OnHold"} {
		if slices.ContainsFunc(calls, func(c *phoneCall) bool { return c.telephonyStatus() == status }) {
			return status
		}
	}
	return "NoCall"
}

// liveCalls returns the live calls of an extension, the latest first (Guess).
func (s *Server) liveCalls(e *Extension) []*phoneCall {
	list := without(s.phoneCalls, func(c *phoneCall) bool {
		return c.owner.ID != e.ID || c.own == nil || !c.ended.IsZero()
	})
	sort.SliceStable(list, func(i, j int) bool { return list[i].started.After(list[j].started) })
	return list
}

func (s *Server) activeCalls(e *Extension) []activeCall {
	list := []activeCall{}
	for _, c := range s.liveCalls(e) {
		if len(list) < presenceCalls {
			list = append(list, c.active())
		}
	}
	return list
}

// active is one call in presence. While a flip rings it shows the old party on
// hold, since the other side is (Guess). Guess: it is one call, however many
// parties the extension has in it.
func (c *phoneCall) active() activeCall {
	a := activeCall{
		ID: c.own.id[2:22], Direction: c.own.direction, From: c.own.from.PhoneNumber, FromName: c.own.from.Name,
		To: c.own.to.PhoneNumber, ToName: c.own.to.Name, TelephonyStatus: c.telephonyStatus(),
		StartTime: timestamp(c.started), SessionID: c.legacyID, TelephonySessionID: c.id, PartyID: c.own.id,
	}
	if !c.ended.IsZero() {
		a.TerminationType = "final" // Guess
	}
	return a
}

// telephonyStatus is one of S's five values.
func (c *phoneCall) telephonyStatus() string {
	switch {
	case !c.ended.IsZero():
		return "NoCall"
	case c.other.code == onHold:
		return "OnHold"
	case c.own.code == answered:
		return "CallConnected"
	}
	return "Ringing" // Guess: for the calling side too
}
