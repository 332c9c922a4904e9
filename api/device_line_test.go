package api

import (
	"net/http"
	"path"
	"testing"
)

// ringingDevice is a state rule that rings a device.
func ringingDevice(rule, device, phone string) string {
	return `{"id":"` + rule + `","state":{"id":"` + rule + `"},"dispatching":{"type":"RingInOrder","actions":[{"type":"RingGroupAction","enabled":true,` +
		`"duration":20,"targets":[{"type":"DeviceRingTarget","name":"Desk","device":{"id":"` + device + `","phoneNumber":"` + phone + `"}}]}]}}`
}

// The record of a device's line in the flip list has no id of the device, so a rule's
// target is known by its phone number, whatever its id: also when another rule knows
// the line by the id of another device.
func TestReadV2_knowsTheLineOfADeviceByItsPhone(t *testing.T) {
	const phone = "+16505550142"
	answers := map[string]string{
		"call-flip-numbers": records(`{"id":"7","phoneNumber":"` + phone + `","label":"Desk","type":"PhoneLine"}`),
		"state-rules":       records(ringingDevice("work-hours", "81", phone), ringingDevice("after-hours", "82", phone)),
		"interaction-rules": records(),
	}
	c := newTestClientOn(V2, func(r *http.Request) (*http.Response, error) { return answer(200, answers[path.Base(r.URL.Path)]), nil })
	s, err := c.Read(t.Context(), &Snapshot{}, Need{Numbers: true})
	if err != nil || len(s.Numbers) != 1 {
		t.Fatalf("%+v, %v", s.Numbers, err)
	}
	if n := s.Numbers[0]; n.ID != "7" || n.Type != PhoneLine || len(n.Rings) != 2 || !n.Has(CallForwarding) || !n.Has(CallFlip) {
		t.Errorf("%+v", n)
	}
}
