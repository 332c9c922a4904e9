package sandbox

import (
	"fmt"
	"strconv"
)

// demoPeople returns the dozen. Dana and the administrator come first, so even
// the smallest company has them. Each of the others shows one rule of the
// service.
func demoPeople(unknown bool) []person {
	return []person{
		dana(unknown), ines(),
		readOnly(), newcomer(), fullList(), faxOnly(), internalOnly(), noFlip(), queue(), systemTypes(unknown), abroad(), noAccess(),
	}
}

// user returns a standard user with international calling.
func user(number int, first, last, email string) person {
	e := Extension{
		ID: extensionID(number), Number: strconv.Itoa(number), FirstName: first, LastName: last,
		Type: "User", Status: "Enabled", InternationalCalling: true,
		Permissions: standard(), Features: features(),
	}
	if email != "" {
		e.Email = email + "@example.com"
	}
	return person{Extension: e}
}

// external returns a forwarding number outside the company. It is not inlined: what fills
// so large a struct would be in 21 places.
//
//go:noinline
func external(id, numberType, label, phone string, flip int) Number {
	return Number{
		ID: id, PhoneNumber: phone, Label: label, Type: numberType, Flip: flip,
		Features: []string{"CallFlip", "CallForwarding"},
	}
}

// ines is the main administrator; her ID is that of the account (G: the system
// extension).
func ines() person {
	p := user(101, "Ines", "Okafor", "ines.okafor")
	p.ID, p.Admin, p.Permissions = accountID, true, administrator()
	p.Numbers = []Number{
		external("803000012004", typeMobile, typeMobile, "+14155550171", 1),
		external("803000012104", typeOther, "Dispatch desk", "+14155550172", 2),
	}
	return p
}

// readOnly may read but not change his numbers and rules (CMN-408). On legacy
// call handling his backend feature comes without params.
func readOnly() person {
	p := user(102, "Theo", "Lindqvist", "theo.lindqvist")
	p.Revoke("EditUserForwardingFlipNumbers")
	p.Revoke("EditUserAnsweringRules")
	p.Features = append(p.without(newBackendFeature), Feature{ID: newBackendFeature, Available: true})
	p.Numbers = []Number{external("803000010204", typeHome, typeHome, "+14155550181", 1)}
	return p
}

// newcomer has no numbers. On legacy call handling she does not have the
// backend feature at all.
func newcomer() person {
	p := user(103, "Priya", "Raman", "priya.raman")
	p.Features = p.without(newBackendFeature)
	return p
}

func (e *Extension) without(feature string) []Feature {
	return without(e.Features, func(f Feature) bool { return f.ID == feature })
}

// fullList has ten numbers: he can add no other (FPN-103), and two of them have
// no flip digit. He is a queue member with agent hours of his own.
func fullList() person {
	p := user(105, "Marcus", "Bell", "marcus.bell")
	p.Hours = shifts("08:00", "18:00", append(workdays[:5:5], "saturday")...)
	p.QueueMember, p.AgentHours = true, shifts("10:00", "14:00", "tuesday", "thursday")
	for i, t := range []string{typeMobile, typeHome, typeWork} {
		p.Numbers = append(p.Numbers, external(p.numberID(i), t, t, "+1415555020"+strconv.Itoa(i), i+1))
	}
	for i := 3; i < maxNumbers; i++ {
		flip := i + 1
		if flip > maxFlip {
			flip = 0
		}
		label := fmt.Sprintf("Site %d", i-2)
		p.Numbers = append(p.Numbers, external(p.numberID(i), typeOther, label, "+1415555020"+strconv.Itoa(i), flip))
	}
	return p
}

// faxOnly has a plan without call handling (AWR-180).
func faxOnly() person {
	p := user(106, "Sofia", "Marchetti", "sofia.marchetti")
	p.Type, p.FaxOnly = "FaxUser", true
	p.TurnOff("CallForwarding", "ServicePlanLimitation")
	return p
}

// internalOnly may not forward to numbers outside the company (CMN-427).
func internalOnly() person {
	p := user(107, "Jonas", "Weber", "jonas.weber")
	p.TurnOff("EditExternalForwarding", "ExtensionLimitation")
	return p
}

// noFlip has a plan in which users cannot choose flip digits (BIL-101). Her
// agent rule follows her work hours.
func noFlip() person {
	p := user(108, "Amara", "Diallo", "amara.diallo")
	p.TurnOff("EditCallFlip", "ServicePlanLimitation")
	p.Hours, p.QueueMember = shifts("07:30", "16:00", workdays...), true
	p.Numbers = []Number{external("803000010804", typeMobile, typeMobile, "+14155550183", 1)}
	return p
}

// queue is not a person and has no forwarding (CMN-403).
func queue() person {
	p := user(109, "Service Calls", "", "")
	p.Type = "Department"
	p.TurnOff("CallForwarding", "ExtensionTypeLimitation")
	return p
}

// systemTypes has numbers of the types that only the system assigns and, on
// request, one of a type and with fields of a future version.
func systemTypes(unknown bool) person {
	p := user(110, "Kenji", "Watanabe", "kenji.watanabe")
	p.Numbers = []Number{
		external("803000011004", "BusinessMobilePhone", "Business Mobile", "+14155550191", 1),
		{ID: "803000011104", Label: "Dana's apps", Type: "ExtensionApps", Features: []string{"CallForwarding"}, ExtensionID: danaID},
		{ID: "803000011204", PhoneNumber: "+14155550192", Label: "Outage", Type: "Outage", Features: []string{"CallForwarding"}},
	}
	if unknown {
		p.Numbers = append(p.Numbers, satelliteNumber())
	}
	return p
}

// abroad forwards to other countries, has non-ASCII letters, and cannot sign in
// with a password alone (OAU-168).
func abroad() person {
	p := user(111, "Lucía", "Ferrer", "lucia.ferrer")
	p.MFA = true
	// The span has passed, and the state is still enabled (G).
	p.ForwardAllCalls, p.ForwardAllFrom, p.ForwardAllTo = true, "2026-05-14T08:00:00", "2026-05-15T20:00:00"
	p.Numbers = []Number{
		external("803000011404", typeMobile, typeMobile, "+34600123456", 1),
		external("803000011504", typeOther, "London office", "+442079460958", 2),
		external("803000011604", typeOther, "大阪", "+81661234567", 3),
	}
	return p
}

// noAccess may not even read his forwarding numbers and rules (CMN-408 on
// reading).
func noAccess() person {
	p := user(112, "Owen", "Pike", "owen.pike")
	p.Revoke("ReadUserForwardingFlipNumbers")
	p.Revoke("EditUserForwardingFlipNumbers")
	p.Revoke("ReadUserAnsweringRules")
	p.Revoke("EditUserAnsweringRules")
	p.Numbers = []Number{external("803000011704", typeHome, typeHome, "+14155550185", 1)}
	return p
}

// numberID returns an ID that no other person's numbers have. It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func (e *Extension) numberID(i int) string { return "8040" + e.ID[4:9] + fmt.Sprintf("%03d", i) }
