package api

import (
	"encoding/json"
	"slices"

	"rcfwd/api/jsonobj"
)

// shape is what a request may hold, by the names of members: a shape for objects and lists
// of them, whole for a value that is sent as it is, and replies for what only answers have.
type shape map[string]any

// mark is what a shape says of a member.
type mark int

const (
	whole mark = iota
	replies
)

// createdV1 is the body of a request that makes a rule (SDK: CreateAnsweringRuleRequest).
func createdV1() shape {
	justID := justID()
	return shape{
		"uri": replies, "id": replies, "type": whole, "name": whole, "enabled": whole, "screening": whole, "callHandlingAction": whole,
		"schedule":      shape{"weeklyRanges": whole, "ranges": whole, "ref": whole},
		"callers":       shape{"callerId": whole, "name": whole},
		"calledNumbers": shape{"phoneNumber": whole},
		"forwarding": shape{
			"notifyMySoftPhones": whole, "softPhonesRingCount": whole, "softPhonesAlwaysRing": whole, "ringingMode": whole,
			"softPhonesPositionTop": replies, "notifyAdminSoftPhones": replies, "mobileTimeout": replies,
			"rules": shape{
				"index": whole, "ringCount": whole, "enabled": replies,
				"forwardingNumbers": shape{"id": whole, "uri": replies, "phoneNumber": replies, "label": replies, "type": replies},
			},
		},
		"unconditionalForwarding": shape{"phoneNumber": whole},
		"transfer":                shape{"extension": justID},
		"voicemail":               shape{"enabled": whole, "recipient": justID},
		"missedCall":              shape{"actionType": whole, "extension": justID, "externalNumber": shape{"phoneNumber": whole}},
		"greetings":               shape{"type": whole, "preset": justID, "custom": justID},
	}
}

// createdV2 is the same on new call handling (SDK: CommInteractionRuleCreateRequest). A
// dispatching is sent whole, as in a change of a rule: what only its answers have is
// tolerated there (dossier section 11.3). It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func createdV2() shape {
	return shape{
		"id": replies, "displayName": whole, "enabled": whole, "dispatching": whole,
		"conditions": shape{
			"type": whole, "from": shape{"phoneNumber": whole, "name": whole}, "to": whole, "state": shape{"id": whole},
			"schedule": shape{"startDateTime": whole, "endDateTime": whole, "triggers": whole},
		},
	}
}

func justID() shape {
	return shape{"id": whole, "uri": replies, "name": replies, "extensionNumber": replies}
}

// of returns an object with the members that the shape has, and notes the names of others in
// lost.
func (s shape) of(o jsonobj.Object, lost *[]string) jsonobj.Object {
	kept := jsonobj.Object{}
	for _, m := range o {
		switch inner := s[m.Name].(type) {
		case shape:
			kept = kept.With(m.Name, inner.value(m.Value, lost))
		case mark:
			if inner == whole {
				kept = kept.With(m.Name, m.Value)
			}
		default:
			if !slices.Contains(*lost, m.Name) {
				*lost = append(*lost, m.Name)
			}
		}
	}
	return kept
}

// value is of for an object, or for each object of a list.
func (s shape) value(raw json.RawMessage, lost *[]string) json.RawMessage {
	if o, ok := jsonobj.Read(raw); ok {
		return s.of(o, lost).Raw()
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil || list == nil {
		return raw
	}
	for i := range list {
		list[i] = s.value(list[i], lost)
	}
	return jsonobj.Array(list)
}
