package sandbox

import (
	"slices"
	"strconv"
	"strings"
)

// Each of the crowd has one direct number, and some have a desk phone with it.

// crowdPhone returns the direct number of one of the crowd.
func crowdPhone(i int) Phone {
	number := firstOfCrowd + i
	return Phone{
		ID: 805100001004 + 1000*int64(i), Number: directNumber(strconv.Itoa(number)), UsageType: "DirectNumber",
		OwnerID: extensionID(number), Primary: true,
	}
}

// allPhones returns every number of the company, in the order of its list.
func (c *Company) allPhones() []Phone {
	list := make([]Phone, 0, len(c.Phones)+c.crowd.size)
	list = append(list, c.Phones...)
	for i := range c.crowd.size {
		if !c.crowd.removed(i) {
			list = append(list, crowdPhone(i))
		}
	}
	return list
}

// phone returns a number of the company.
func (c *Company) phone(number string) (Phone, bool) {
	if i := slices.IndexFunc(c.Phones, func(p Phone) bool { return p.Number == number }); i >= 0 {
		return c.Phones[i], true
	}
	n, err := strconv.ParseInt(strings.TrimPrefix(number, "+"), 10, 64)
	i, ok := c.crowd.indexOf(decimal(n - directNumbers))
	if err != nil || !ok || c.crowd.removed(i) || crowdPhone(i).Number != number {
		return Phone{}, false
	}
	return crowdPhone(i), true
}

// phonesOf returns the numbers of an extension and those that general wants, in
// the order of the company's list.
func (c *Company) phonesOf(id string, general func(Phone) bool) []Phone {
	list := without(c.Phones, func(p Phone) bool { return p.OwnerID != id && !general(p) })
	if i, ok := c.crowd.crowdIndex(id); ok && !c.crowd.removed(i) {
		list = append(list, crowdPhone(i))
	}
	return list
}

func (cr *crowd) removed(i int) bool {
	e, ok := cr.kept[i]
	return ok && e == nil
}

// crowdDevice returns the device of one of the crowd by its ID; nil if there is
// none.
func (c *Company) crowdDevice(id string) *Device {
	rest, ok := strings.CutPrefix(id, "8024")
	number, err := strconv.Atoi(strings.TrimSuffix(rest, "004"))
	if !ok || err != nil {
		return nil
	}
	i, ok := c.crowd.indexOf(strconv.Itoa(number))
	if !ok || c.crowd.removed(i) {
		return nil
	}
	if d := c.crowd.device(i); d != nil && d.ID == id {
		return d
	}
	return nil
}

// device returns the desk phone of one of the crowd; nil if it has none.
func (cr *crowd) device(i int) *Device {
	if i >= cr.size || !hasDesk(i) {
		return nil
	}
	phone := crowdPhone(i)
	id := "8024" + pad5(firstOfCrowd+i) + "004"
	return &Device{
		ID: id, Name: "Desk phone", Type: "HardPhone", Status: "Online", Model: "Polycom VVX 250", OwnerID: phone.OwnerID,
		Pooling: "Host", Lines: []Line{{ID: "8061" + pad5(firstOfCrowd+i) + "004", Type: "Standalone", Phone: phone.Number}},
	}
}

func pad5(n int) string {
	text := strconv.Itoa(n)
	return "00000"[min(5, len(text)):] + text
}

// devicesOf returns the devices of an extension.
func (c *Company) devicesOf(id string) []*Device {
	list := without(c.Devices, func(d *Device) bool { return d.OwnerID != id })
	if i, ok := c.crowd.crowdIndex(id); ok && !c.crowd.removed(i) {
		if d := c.crowd.device(i); d != nil {
			list = append(list, d)
		}
	}
	return list
}

// deviceWithLine returns the device that has a line with a number; nil if none
// has.
func (c *Company) deviceWithLine(phone string) *Device {
	for _, d := range c.Devices {
		if slices.ContainsFunc(d.Lines, func(l Line) bool { return l.Phone == phone }) {
			return d
		}
	}
	if p, ok := c.phone(phone); ok {
		if i, ok := c.crowd.crowdIndex(p.OwnerID); ok {
			return c.crowd.device(i)
		}
	}
	return nil
}
