package sandbox

import (
	"strings"
	"time"
)

// party is one side of a call.
type party struct {
	id        string
	extension string // ID; "" for the side outside the company
	direction string
	from, to  partyInfo
	code      string
	reason    string
}

// Codes of a party's status (S).
const (
	proceeding   = "Proceeding"
	answered     = "Answered"
	onHold       = "Hold"
	disconnected = "Disconnected"
)

// partyInfo is PartyInfo (S).
type partyInfo struct {
	PhoneNumber string `json:"phoneNumber,omitempty"`
	Name        string `json:"name,omitempty"`
	ExtensionID string `json:"extensionId,omitempty"`
	DeviceID    string `json:"deviceId,omitempty"`
}

// join adds a party with the next number of the session.
func (c *phoneCall) join(extension, direction string, from, to partyInfo) *party {
	p := &party{
		id:        "p" + strings.TrimPrefix(c.id, "s") + "-" + decimal(int64(len(c.parties)+1)),
		extension: extension, direction: direction, from: from, to: to, code: "Setup",
	}
	c.parties = append(c.parties, p)
	return p
}

func (c *phoneCall) party(id string) *party {
	for _, p := range c.parties {
		if p.id == id {
			return p
		}
	}
	return nil
}

func (p *party) disconnect(reason string) { p.code, p.reason = disconnected, reason }

func (p *party) isOver() bool { return p.code == disconnected || p.code == "Gone" }

// partyShown is CallParty (S), in sessions and in their events.
type partyShown struct {
	ID          string      `json:"id"`
	Direction   string      `json:"direction"`
	From        partyInfo   `json:"from"`
	To          partyInfo   `json:"to"`
	Status      partyStatus `json:"status"`
	Muted       bool        `json:"muted"`
	StandAlone  bool        `json:"standAlone"`
	AccountID   string      `json:"accountId,omitempty"`
	ExtensionID string      `json:"extensionId,omitempty"`
	Owner       *partyOwner `json:"owner,omitempty"`
}

type partyStatus struct {
	Code   string `json:"code"`
	Reason string `json:"reason,omitempty"`
	RCC    bool   `json:"rcc"`
}

type partyOwner struct {
	AccountID   string `json:"accountId"`
	ExtensionID string `json:"extensionId"`
}

// show returns the party as JSON. The outside party has no account. It is not inlined: its
// copies would make the program larger.
//
//go:noinline
func (p *party) show(account string) partyShown {
	shown := partyShown{
		ID: p.id, Direction: p.direction, From: p.from, To: p.to,
		Status: partyStatus{Code: p.code, Reason: p.reason},
	}
	if p.extension != "" {
		shown.AccountID, shown.ExtensionID = account, p.extension
		shown.Owner = &partyOwner{account, p.extension}
	}
	return shown
}

// sessionShown is CallSessionObject (S). Its times have no fraction, as in the
// example.
type sessionShown struct {
	ID           string       `json:"id"`
	CreationTime string       `json:"creationTime"`
	Origin       origin       `json:"origin"`
	Parties      []partyShown `json:"parties"`
}

type origin struct {
	Type string `json:"type"`
}

func (c *phoneCall) show(account string) sessionShown {
	shown := sessionShown{c.id, c.started.UTC().Format(time.RFC3339), origin{"Call"}, []partyShown{}}
	for _, p := range c.parties {
		shown.Parties = append(shown.Parties, p.show(account))
	}
	return shown
}

// timestamp formats a time as the service does (dossier 1): UTC, with a
// fraction.
func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
