package sandbox

import "rcfwd/api/jsonobj"

// deviceUsers is the reply about the extensions whose rules ring a device (V).
type deviceUsers struct {
	Extensions []deviceUser `json:"referencedExtensions"`
}

type deviceUser struct {
	ID string `json:"id"`
}

// listDeviceUsers lists the extensions that have a device among the targets of
// their rules (dossier 16). Guess: in the order of the directory, its owner
// included, and CMN-102 for a device that does not exist.
func (c *call) listDeviceUsers() (result, error) {
	device := c.company.Device(c.r.PathValue("deviceId"))
	if device == nil {
		return result{}, notFound("deviceId")
	}
	users := deviceUsers{[]deviceUser{}}
	for _, m := range c.company.members() {
		if m.extension == nil && habitOf(m.index) != ringsDesk {
			continue // as they were made, only these have a device among their numbers
		}
		if e := c.company.read(m); e.ringsDevice(device.ID) {
			users.Extensions = append(users.Extensions, deviceUser{e.ID})
		}
	}
	return success(users), nil
}

// ringsDevice reports whether a rule of new call handling has a device as a
// target.
func (e *Extension) ringsDevice(id string) bool {
	e.ensureRules()
	found := false
	for _, r := range existingRules(e, e.v2Rules()) {
		r.eachTarget(func(t jsonobj.Object) {
			found = found || t.Str("type") == deviceRing && t.Object("device").Str("id") == id
		})
	}
	return found
}
