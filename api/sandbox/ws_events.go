package sandbox

import (
	"net/http"
	"strings"
	"time"
)

// sessionEvent is the body of an event about a call (V: the SDK's
// TelephonySessionsEventBody).
type sessionEvent struct {
	Sequence           int          `json:"sequence"`
	SessionID          string       `json:"sessionId"`
	TelephonySessionID string       `json:"telephonySessionId"`
	ServerID           string       `json:"serverId"`
	EventTime          string       `json:"eventTime"`
	Origin             origin       `json:"origin"`
	Parties            []partyShown `json:"parties"`
}

// extensionEvent is the body of an event about settings (V:
// ExtensionInfoEventBody), and of one about the list of extensions (V:
// ExtensionListEventBody; G: with the same hints).
type extensionEvent struct {
	ExtensionID string   `json:"extensionId"`
	EventType   string   `json:"eventType"` // Create, Update or Delete
	Hints       []string `json:"hints,omitempty"`
	OwnerID     string   `json:"ownerId"`
}

// notifyCallChange sends an event for each changed party (Guess), and then one
// about presence. No source says whether presence events fire on flips (dossier
// 15.14). Guess: they do.
func (s *Server) notifyCallChange(c *phoneCall, at time.Time, parties ...*party) {
	for _, p := range parties {
		c.events++
		body := sessionEvent{c.events, c.legacyID, c.id, "10.0.0.1.TAM", timestamp(at), origin{"Call"},
			[]partyShown{p.show(s.company.ID)}}
		s.notify(c.owner, at, func(k eventKind, _ *Extension) any {
			if k == sessionEvents {
				return body
			}
			return nil
		})
	}
	s.notifyPresence(c.owner, at, c)
}

// notifyPresence sends the present presence. about is the call that caused the
// event; a call that has just ended is shown once more, as NoCall (Guess).
func (s *Server) notifyPresence(e *Extension, at time.Time, about *phoneCall) {
	s.presences[e.ID]++
	info := s.presence(e)
	info.ExtensionID, info.Sequence = e.ID, s.presences[e.ID]
	calls, total := s.activeCalls(e), len(s.liveCalls(e))
	if about != nil && !about.ended.IsZero() {
		calls = append([]activeCall{about.active()}, calls...)
	}
	s.notify(e, at, func(k eventKind, owner *Extension) any {
		mine := info
		mine.OwnerID = owner.ID
		switch k {
		case presenceEvents:
			return mine
		case detailedPresenceEvents:
			mine.ActiveCalls, mine.TotalActiveCalls = calls, &total
			return mine
		}
		return nil
	})
}

// notify sends an event for each filter on an extension. body returns the body
// for the kind of filter; nil sends nothing.
func (s *Server) notify(e *Extension, at time.Time, body func(kind eventKind, owner *Extension) any) {
	for _, ch := range s.channels {
		if ch.sub == nil || ch.socket == nil && at.Sub(ch.lost) > recoveryTimeout {
			continue
		}
		for _, f := range ch.sub.filters {
			if f.target != nil && f.target.ID != e.ID {
				continue
			}
			if b := body(f.kind, ch.sub.owner); b != nil {
				s.emit(ch, at, f.name, b)
			}
		}
	}
}

// hint sends an event that settings have changed, to those who follow the
// extension and to those who follow the list.
func (s *Server) hint(e *Extension, hints ...string) {
	s.notify(e, time.Now(), func(k eventKind, owner *Extension) any {
		if k == extensionEvents || k == extensionListEvents {
			return extensionEvent{e.ID, "Update", hints, owner.ID}
		}
		return nil
	})
}

// notifyList sends an event to those who follow the list of extensions.
func (s *Server) notifyList(e *Extension, eventType string, hints ...string) {
	s.notify(e, time.Now(), func(k eventKind, owner *Extension) any {
		if k == extensionListEvents {
			return extensionEvent{e.ID, eventType, hints, owner.ID}
		}
		return nil
	})
}

// hintRuleChange sends a hint after a change of rules by any client (dossier
// 13). Guess: rules of v2 have the hint of v1's. No event is documented for
// forwarding and flip numbers, so there is none.
func (c *call) hintRuleChange() {
	if c.r.Method == http.MethodGet || c.target == nil {
		return
	}
	if strings.HasPrefix(c.op.path, answeringRulesPath) || strings.HasPrefix(c.op.path, handlingPath) {
		c.hint(c.target, "AnsweringRules")
	}
}
