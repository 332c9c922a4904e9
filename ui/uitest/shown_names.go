package uitest

import (
	"testing"

	"rcfwd/ui"
)

// Persons and devices that a rule names by their ids are looked up once, after the list is
// shown.
func shown_namelessTargetsAreLookedUp(t *testing.T, keys ui.KeyMap) {
	const marcus, desk = "801200401004", "802300400004"
	var release func()
	drive(t, keys, 120, 40, func(d *driver) {
		newCallHandling(d)
		rules := `{"records":[{"id":"work-hours","displayName":"Work Hours","dispatching":{"type":"RingInOrder","actions":[
			{"type":"RingGroupAction","enabled":true,"duration":20,"targets":[{"type":"CoworkerRingTarget","extension":{"id":"` + marcus + `"}}]},
			{"type":"RingGroupAction","enabled":true,"duration":20,"targets":[{"type":"DeviceRingTarget","device":{"id":"` + desk + `"}}]},
			{"type":"RingGroupAction","enabled":true,"duration":20,"targets":[{"type":"IntegrationRingTarget","integration":{"type":"MsTeamsDirectRouting","phoneNumber":"+16505550199"}}]}]}}]}`
		answering("/state-rules", rules)(d)
		answering("/state-rules", rules)(d)
		release = d.makeSandbox().HoldBefore("GET", marcus)
	}, func(d *driver) {
		d.sees("device " + desk)
		d.press("2")
		d.sees("extension "+marcus, "device "+desk, "integration MsTeamsDirectRouting +16505550199")
		d.lacks("RingTarget")
		release()
		d.settle()
		d.sees("Marcus Bell", "Dana Desk Phone")
		d.lacks("extension "+marcus, "device "+desk)
		d.press("r")
		d.sees("Marcus Bell", "Dana Desk Phone")
		if people, devices := d.sent("GET", marcus), d.sent("GET", "/device"); people != 1 || devices != 1 {
			t.Errorf("asked %d times for the person, %d for the devices", people, devices)
		}
	})
}
