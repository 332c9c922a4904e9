package sandbox

import (
	"encoding/json"
	"slices"

	"rcfwd/api/jsonobj"
)

// The setting that forwards all calls of an extension on legacy call handling
// is unpublished; the dossier has its shapes from the vendor's own programs
// (section 16). The sandbox has it only where Company.PlaysForwardAll says so.

// readForwardAll returns the setting. Guess: CMN-120 where there is none, like
// any other path that the service does not have.
func (c *call) readForwardAll() (result, error) {
	if !c.company.PlaysForwardAll || c.company.NewCallHandling {
		return c.unknownRoute()
	}
	if err := c.checkForwarding(); err != nil {
		return result{}, err
	}
	return success(c.showForwardAll()), nil
}

// showForwardAll shows a setting that is off without its destination.
func (c *call) showForwardAll() jsonobj.Object {
	if !c.target.ForwardAllCalls {
		return jsonobj.New("enabled", false, "reason", jsonobj.New("code", "ExtensionLimitation"))
	}
	return append(jsonobj.New("enabled", true), c.target.forwardAll...)
}

// updateForwardAll changes the setting: a number is sent as phoneNumber and
// answered as externalNumber. Guess: CMN-101 for a field that the dossier does
// not have, or for a destination that the action lacks; what is not sent stays.
func (c *call) updateForwardAll() (result, error) {
	if _, err := c.readForwardAll(); err != nil {
		return result{}, err
	}
	sent, err := c.callHandlingBody()
	if err != nil {
		return result{}, err
	}
	known := members{
		"enabled": nil, "callHandlingAction": nil, "ranges": {"from": nil, "to": nil}, "phoneNumber": {"phoneNumber": nil},
		"extension": {"id": nil, "name": nil, "extensionNumber": nil},
	}
	if err := known.check(sent, ""); err != nil {
		return result{}, err
	}
	on, ok := jsonobj.As[bool](sent, "enabled")
	if !ok || !sent.Has("enabled") {
		return result{}, invalid("enabled")
	}
	stored := c.target.forwardAll
	if len(sent) > 1 {
		if stored, err = c.forwardAllOf(sent.Without("enabled")); err != nil {
			return result{}, err
		}
	}
	c.target.ForwardAllCalls, c.target.forwardAll = on, stored
	return success(c.showForwardAll()), nil
}

// forwardAllOf is what was sent as it is answered.
func (c *call) forwardAllOf(sent jsonobj.Object) (jsonobj.Object, error) {
	stored := jsonobj.Object{}
	for _, m := range sent {
		name := m.Name
		if name == "phoneNumber" {
			name = "externalNumber"
		}
		stored = stored.With(name, m.Value)
	}
	needs := map[string]string{"UnconditionalForwarding": "externalNumber", "TransferToExtension": "extension"}
	action := sent.Str("callHandlingAction")
	if need := needs[action]; need != "" && len(stored.Object(need)) == 0 || !slices.Contains(
		[]string{"UnconditionalForwarding", "TransferToExtension", "TakeMessagesOnly", "PlayAnnouncementOnly"}, action) {
		return nil, invalid("callHandlingAction")
	}
	return stored, nil
}

// SetForwardAll sets where the setting of legacy call handling sends calls, as it
// is answered, and switches it on.
func (e *Extension) SetForwardAll(text string) error {
	var stored jsonobj.Object
	err := json.Unmarshal([]byte(text), &stored)
	if err == nil {
		e.ForwardAllCalls, e.forwardAll = true, stored
	}
	return err
}
