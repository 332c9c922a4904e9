package sandbox

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

const (
	accountID  = "801200300004"
	danaID     = "801200400004"
	mainNumber = "+16505550100"
)

// demoCompany creates Example Plumbing Co with the given number of extensions.
// The same arguments give the same company. Of f it reads Labels, Unknown and ForwardAll.
func demoCompany(people int, f Faults) (*Company, error) {
	if people < 0 {
		return nil, fmt.Errorf("sandbox: a company of %d people", people)
	}
	c := &Company{
		ID: accountID, Name: "Example Plumbing Co", MainNumber: mainNumber, Status: "Confirmed",
		lastID: 803000100004, unknown: f.Unknown,
	}
	c.addPhone(mainNumber, "MainCompanyNumber", "", true)
	c.addPhone("+16505550199", "CompanyFaxNumber", "", false)
	dozen := demoPeople(f.Unknown)
	if people > 0 {
		dozen = dozen[:min(people, len(dozen))]
	}
	for _, p := range dozen {
		p.join(c)
	}
	c.crowd = newCrowd(max(0, people-len(dozen)))
	c.addSwitchboard(people)
	slices.SortFunc(c.Extensions, byNumber)
	c.addSpareDevice()
	c.PlaysForwardAll = f.ForwardAll
	if f.Labels {
		c.addHostileLabels()
	}
	c.index()
	return c, nil
}

// person is a person of the demo who has not joined the company yet.
type person struct {
	Extension
	devices []*Device
}

func (p *person) join(c *Company) {
	e := p.Extension
	c.addPhone(directNumber(e.Number), "DirectNumber", e.ID, true)
	for _, d := range p.devices {
		c.addDevice(d, e.ID)
	}
	c.Extensions = append(c.Extensions, &e)
}

// addDevice assigns a device and makes the numbers of its lines company
// numbers.
func (c *Company) addDevice(d *Device, owner string) {
	d.OwnerID = owner
	c.Devices = append(c.Devices, d)
	for i, l := range d.Lines {
		d.Lines[i].ID = "8060" + d.ID[4:9] + fmt.Sprintf("%03d", i+4)
		if l.Phone != "" && !c.owns(l.Phone) {
			c.addPhone(l.Phone, "DirectNumber", owner, false)
		}
	}
}

// addPhone is not inlined: its copies would make the program larger.
//
//go:noinline
func (c *Company) addPhone(number, usage, owner string, primary bool) {
	id := int64(805000001004 + 1000*len(c.Phones))
	c.Phones = append(c.Phones, Phone{ID: id, Number: number, UsageType: usage, OwnerID: owner, Primary: primary})
}

// addSpareDevice adds an unassigned phone (FPN-114).
func (c *Company) addSpareDevice() {
	c.addDevice(&Device{
		ID: "802300900004", Name: "Spare desk phone", Type: "HardPhone", Status: "Offline",
		Model: "Polycom VVX 250", Pooling: "None", Lines: []Line{{Type: "Standalone", Phone: "+16505550190"}},
	}, "")
}

// extensionID returns Dana's ID for 104 and adjacent IDs for the others.
func extensionID(number int) string {
	return decimal(firstExtensionID + int64(number-firstExtensionNumber)*1000)
}

const (
	firstExtensionNumber = 101
	firstExtensionID     = 801200397004
)

// directNumbers is the direct number of an extension 0, without the plus.
const directNumbers = 16505550000

// directNumber is +1 650 555 0000 plus the extension.
func directNumber(extension string) string {
	n, _ := strconv.ParseInt(extension, 10, 64)
	return "+" + decimal(directNumbers+n)
}

func byNumber(a, b *Extension) int {
	return cmp.Or(cmp.Compare(len(a.Number), len(b.Number)), cmp.Compare(a.Number, b.Number))
}

// standard returns the permissions of a standard user: their own data, and the
// company's directory (S: readAuthorizationProfile's example). It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func standard() []Permission {
	list := []Permission{}
	for _, id := range []string{
		"ReadUserForwardingFlipNumbers", "EditUserForwardingFlipNumbers", "ReadUserAnsweringRules",
		"EditUserAnsweringRules", "ReadUserPhoneNumbers", "ReadUserDevices", "ReadCallLog",
	} {
		list = append(list, Permission{id, []string{"Self"}})
	}
	return append(list,
		Permission{"ReadPresenceStatus", []string{"AllExtensions"}},
		Permission{"ReadExtensions", []string{"AllExtensions"}},
		Permission{"ReadCompanyInfo", []string{"Account"}},
		Permission{"ReadCompanyPhoneNumbers", []string{"Account"}})
}

// administrator returns the same permissions for all extensions, and those of
// the company's own calls.
func administrator() []Permission {
	list := standard()
	for i := range list {
		if list[i].Scopes[0] == "Self" {
			list[i].Scopes = []string{"AllExtensions", "Account"}
		}
	}
	for _, id := range []string{"ReadCompanyAnsweringRules", "EditCompanyAnsweringRules", "AutoReceptionist", "CallQueueToCallQueue"} {
		list = append(list, Permission{id, []string{"Account"}})
	}
	return list
}

// features returns the flags that a client of forwarding numbers may ask for
// (S, section 6 of the dossier). The account is on legacy call handling.
func features() []Feature {
	list := []Feature{}
	for _, id := range []string{
		"CallForwarding", "ExternalForwarding", "EditExternalForwarding", "CallFlip", "EditCallFlip", "RingGroups",
		"SimultaneousRingingMode", "EditSimultaneousRingingMode", "ReadCompanyInfo", "ReadExtensions",
		"ReadExtensionPhoneNumbers", "ReadAccountPhoneNumbers", "ReadExtensionDevices",
		"ReadExtensionAnsweringRules", "EditExtensionAnsweringRules", "ReadPresenceStatus", "ReadExtensionCallLog",
	} {
		list = append(list, Feature{ID: id, Available: true})
	}
	return append(list,
		Feature{ID: "CoworkerLineAndAppsForwarding", Reason: "AccountLimitation"},
		Feature{ID: newBackendFeature, Available: true, Params: maps.Clone(legacyBackend)})
}

var legacyBackend = map[string]string{newBackendParam: "false"}
