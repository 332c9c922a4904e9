package calls

import (
	"context"
	"encoding/json"
	"net/http"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// wireSession is a call session.
type wireSession struct {
	Parties *[]json.RawMessage `json:"parties"`
}

// wireParty is a party of a session.
type wireParty struct {
	ID          jsonobj.FlexString `json:"id"`
	Direction   jsonobj.FlexString `json:"direction"`
	ExtensionID jsonobj.FlexString `json:"extensionId"`
	Owner       struct {
		ExtensionID jsonobj.FlexString `json:"extensionId"`
	} `json:"owner"`
	Status struct {
		Code   jsonobj.FlexString `json:"code"`
		Reason jsonobj.FlexString `json:"reason"`
	} `json:"status"`
	From wireEndpoint `json:"from"`
	To   wireEndpoint `json:"to"`
}

type wireEndpoint struct {
	DeviceID jsonobj.FlexString `json:"deviceId"`
	Phone    jsonobj.FlexString `json:"phoneNumber"`
}

// party is one party of a session: one phone, or the outside line, in the call. The
// texts for the screen call it a leg.
type party struct {
	id        string
	extension string // id of its extension; empty when it is not of the account
	state     State
	reason    string // of the state, such as CallFlip
	code      string
	device    string // id; only of an extension's party
	phone     string // number at which the party is, such as that of an outside phone
}

func (p party) live() bool { return p.state != Ended }

// talking reports whether the phone was answered and has not hung up.
func (p party) talking() bool {
	return p.live() && p.state != Ringing && p.state != Calling
}

// readSession reads the parties of a session.
func (m *Monitor) readSession(ctx context.Context, id string) ([]party, error) {
	var w wireSession
	err := m.client.REST().Do(ctx, &rest.Request{
		Op: opSession, Method: http.MethodGet, Path: m.client.AccountPath("telephony", "sessions", id), NoRetry: true,
	}, rest.Into(&w))
	if err != nil {
		return nil, control(err)
	}
	if w.Parties == nil {
		return nil, rest.Unusable(opSession, http.StatusOK, nil, rest.ErrShape)
	}
	var all []party
	for _, raw := range *w.Parties {
		var p wireParty
		if jsonobj.Decode(raw, &p) {
			all = append(all, p.decode())
		}
	}
	if len(all) == 0 && len(*w.Parties) > 0 {
		return nil, rest.Unusable(opSession, http.StatusOK, nil, rest.ErrShape)
	}
	return all, nil
}

func (w wireParty) decode() party {
	p := party{
		id: string(w.ID), extension: string(w.ExtensionID), code: clean(w.Status.Code), reason: clean(w.Status.Reason),
		device: clean(w.To.DeviceID), phone: clean(w.To.Phone),
	}
	if p.extension == "" {
		p.extension = string(w.Owner.ExtensionID)
	}
	if Direction(w.Direction) == Outbound {
		p.device, p.phone = clean(w.From.DeviceID), clean(w.From.Phone)
	}
	p.state = partyState(p.code, Direction(w.Direction))
	return p
}

// partyState returns the state for a status code of the public schema.
func partyState(code string, d Direction) State {
	switch code {
	case "Setup", "Proceeding":
		if d == Outbound {
			return Calling
		}
		return Ringing
	case "Answered":
		return Connected
	case "Hold":
		return Held
	case "Parked":
		return Parked
	case "VoiceMail":
		return Voicemail
	case "VoiceMailScreening":
		return Screening
	case "FaxReceive":
		return Fax
	case "Disconnected", "Gone":
		return Ended
	}
	return Unknown
}

// findParty is not inlined: its copies would make the program larger.
//
//go:noinline
func findParty(all []party, id string) (party, bool) {
	for _, p := range all {
		if p.id == id {
			return p, true
		}
	}
	return party{}, false
}
