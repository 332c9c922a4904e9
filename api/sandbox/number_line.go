package sandbox

import (
	"net/http"
	"slices"
	"strings"
)

// buildLine returns a number of a RingCentral device. Its label is the device's
// name, as in the vendor's examples.
func (c *call) buildLine(d draft) (Number, error) {
	device, err := c.findDevice(d)
	if err != nil {
		return Number{}, err
	}
	if err := c.checkDevice(device); err != nil {
		return Number{}, err
	}
	if err := c.checkRoom(); err != nil {
		return Number{}, err
	}
	n := Number{Label: device.Name, Type: typePhoneLine, DeviceID: device.ID, Features: []string{"CallFlip"}}
	if device.OwnerID != c.target.ID {
		// Guess: rules can ring another user's line; own lines ring anyway.
		n.Features = append(n.Features, "CallForwarding")
	}
	if len(device.Lines) > 0 {
		n.PhoneNumber = device.Lines[0].Phone
	}
	return n, nil
}

// findDevice searches all devices of the account: S speaks of a device of
// another extension. FPN-113 and FPN-120 are 404 (R21).
func (c *call) findDevice(d draft) (*Device, error) {
	if d.phone == "" {
		if device := c.company.Device(d.deviceID); device != nil {
			return device, nil
		}
		return nil, refuse(http.StatusNotFound, "FPN-113", "Device not found for specified [device.id]")
	}
	if device := c.company.deviceWithLine(d.phone); device != nil {
		return device, nil
	}
	return nil, refuse(http.StatusNotFound, "FPN-120", "Device not found for specified [phoneNumber]")
}

// checkDevice checks whether a device can be forwarded to (R21).
func (c *call) checkDevice(device *Device) error {
	switch {
	case device.OwnerID == "":
		return refuse(http.StatusBadRequest, "FPN-114", "Forwarding to unassigned device is not available")
	case device.isShared():
		return refuse(http.StatusBadRequest, "FPN-115", "Forwarding to shared line group device is not available")
	case device.isFree():
		return refuse(http.StatusBadRequest, "FPN-121", "Forwarding to free Softphone is not available")
	case anyNumber(c.target.Numbers, func(n Number) bool { return n.DeviceID == device.ID }):
		return refuse(http.StatusBadRequest, "FPN-118", "Device [%s] is already included to the forwarding list", device.ID)
	}
	return nil
}

// isShared reports whether a device has a shared line. S calls them BLA,
// "bridged line appearance".
func (d *Device) isShared() bool {
	return slices.ContainsFunc(d.Lines, func(l Line) bool { return strings.HasPrefix(l.Type, "Bla") })
}

func (d *Device) isFree() bool {
	return slices.ContainsFunc(d.Lines, func(l Line) bool { return l.Type == "StandaloneFree" })
}
