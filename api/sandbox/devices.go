package sandbox

import "slices"

// deviceInfo is DeviceResource (S).
type deviceInfo struct {
	URI         string        `json:"uri"`
	ID          string        `json:"id"`
	Type        string        `json:"type"`
	SKU         string        `json:"sku"`
	Name        string        `json:"name"`
	Status      string        `json:"status"`
	Model       *modelInfo    `json:"model,omitempty"`
	Extension   *extensionRef `json:"extension,omitempty"`
	PhoneLines  []lineInfo    `json:"phoneLines"`
	LinePooling string        `json:"linePooling"`
}

type modelInfo struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	LineCount int      `json:"lineCount"`
	Addons    []string `json:"addons"`
	Features  []string `json:"features"`
}

type lineInfo struct {
	ID               string           `json:"id"`
	LineType         string           `json:"lineType"`
	EmergencyAddress emergencyAddress `json:"emergencyAddress"`
	PhoneInfo        *linePhone       `json:"phoneInfo,omitempty"`
}

type emergencyAddress struct {
	Required  bool `json:"required"`
	LocalOnly bool `json:"localOnly"`
}

type linePhone struct {
	ID          int64    `json:"id"`
	PhoneNumber string   `json:"phoneNumber"`
	PaymentType string   `json:"paymentType"`
	Type        string   `json:"type"`
	UsageType   string   `json:"usageType"`
	Country     *country `json:"country"`
}

// listDevices lists the devices of an extension with the filters of S. A device
// matches a feature filter if its model has one of the features; no model here
// has any.
func (c *call) listDevices() (result, error) {
	filters, err := c.choices(
		filterSpec{"linePooling", []string{"Host", "Guest", "None"}},
		filterSpec{"feature", []string{"BLA", "CommonPhone", "Intercom", "Paging", "HELD"}},
		filterSpec{"type", []string{"HardPhone", "SoftPhone", "OtherPhone", "WebRTC", "Room"}},
		filterSpec{"lineType", []string{"Unknown", "Standalone", "StandaloneFree", "BlaPrimary", "BlaSecondary"}})
	if err != nil {
		return result{}, err
	}
	found := without(c.company.devicesOf(c.target.ID), func(d *Device) bool {
		return len(filters["feature"]) > 0 || !filters["type"].wants(d.Type) ||
			!filters["linePooling"].wants(d.Pooling) || !d.hasLine(filters["lineType"])
	})
	return pageOf(c, found, func(d *Device) any { return c.showDevice(d) })
}

// readDevice reads one device of the account. It is outside openapi.json; the
// SDK has it (V). Guess: the devices of others are for administrators, as in
// the list, and an unassigned one is too.
func (c *call) readDevice() (result, error) {
	device := c.company.Device(c.r.PathValue("deviceId"))
	if device == nil {
		return result{}, notFound("deviceId")
	}
	if device.OwnerID != c.user.ID && !c.user.Admin {
		return result{}, selfOnly(c.op.permission)
	}
	return success(c.showDevice(device)), nil
}

func (d *Device) hasLine(types filter) bool {
	return len(types) == 0 || slices.ContainsFunc(d.Lines, func(l Line) bool { return types.wants(l.Type) })
}

func (c *call) showDevice(d *Device) deviceInfo {
	info := deviceInfo{
		URI: c.accountURI() + "/device/" + d.ID, ID: d.ID, Type: d.Type, Name: d.Name, Status: d.Status,
		SKU: "DV-1", PhoneLines: []lineInfo{}, LinePooling: d.Pooling,
	}
	if d.Model != "" {
		info.SKU = "HP-37"
		info.Model = &modelInfo{"37", d.Model, len(d.Lines), []string{}, []string{}}
	}
	if owner := c.company.byID(d.OwnerID); owner != nil {
		info.Extension = c.refTo(owner)
	}
	for _, l := range d.Lines {
		info.PhoneLines = append(info.PhoneLines, c.showLine(l))
	}
	return info
}

func (c *call) showLine(l Line) lineInfo {
	info := lineInfo{ID: l.ID, LineType: l.Type, EmergencyAddress: emergencyAddress{Required: true}}
	if p, ok := c.company.phone(l.Phone); ok {
		info.PhoneInfo = &linePhone{p.ID, p.Number, paymentLocal, "VoiceFax", p.UsageType, c.briefCountry()}
	}
	return info
}
