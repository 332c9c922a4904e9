package sandbox

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

var (
	firstNames = []string{
		"Ada", "Bruno", "Chen", "Divya", "Elif", "Farid", "Grace", "Hugo", "Ilse", "Joon", "Kofi", "Lena", "Mateo",
		"Noor", "Olga", "Pablo", "Quinn", "Rosa", "Samir", "Tove", "Uma", "Viktor", "Wanda", "Ximena", "Yusuf", "Zoe",
	}
	lastNames = []string{
		"Abe", "Berg", "Costa", "Dumont", "Eriksen", "Fontaine", "Grant", "Haddad", "Ito", "Jansen", "Kaya", "Lund",
		"Moreau", "Nagy", "Ortiz", "Patel", "Quist", "Rossi", "Silva", "Tanaka", "Urban", "Varga", "Wolf", "Yilmaz",
	}
)

// sizeOfDozen is the number of people of the demo company by default.
const sizeOfDozen = 12

// portrait is what of one of the crowd is drawn from the index.
type portrait struct {
	first, last string
	phones      []string // mobile, home and work, as many as there are
}

func portraitOf(i int) portrait {
	rng := rand.New(rand.NewPCG(uint64(i+sizeOfDozen), 3))
	p := portrait{first: firstNames[rng.IntN(len(firstNames))], last: lastNames[rng.IntN(len(lastNames))]}
	count := rng.IntN(4)
	if habitOf(i) != plain {
		count = max(count, 1)
	}
	for range count {
		p.phones = append(p.phones, fmt.Sprintf("+1415%07d", 2000000+rng.IntN(7999999)))
	}
	return p
}

// emailOf returns the address of one of the crowd. No one has that of a room or
// of an extension that is not assigned.
func (p portrait) emailOf(i int) string {
	if kind, status := kindOf(i); kind == "Room" || status == "Unassigned" {
		return ""
	}
	return strings.ToLower(p.first+"."+p.last) + strconv.Itoa(firstOfCrowd+i) + "@example.com"
}

// makePerson returns one of the people beyond the dozen; the same index gives the
// same person.
func (c *Company) makePerson(i int) *Extension {
	p, number := portraitOf(i), firstOfCrowd+i
	e := &Extension{
		ID: extensionID(number), Number: strconv.Itoa(number), FirstName: p.first, LastName: p.last, Email: p.emailOf(i),
		InternationalCalling: true, Permissions: c.crowd.permissions, Features: c.crowd.features(c.NewCallHandling), company: c,
	}
	e.Type, e.Status = kindOf(i)
	for n, phone := range p.phones {
		t := []string{typeMobile, typeHome, typeWork}[n]
		e.Numbers = append(e.Numbers, external(e.numberID(n), t, t, phone, n+1))
	}
	if i+sizeOfDozen >= sitesFrom && i%3 == 0 {
		e.SiteID, e.SiteName = extensionID(perthNumber), perthName
	}
	c.addHabit(e, i)
	return e
}

// addNumber adds a number of the type Other. A number beyond the eighth has no
// flip digit.
func (e *Extension) addNumber(label, phone string) {
	flip := len(e.Numbers) + 1
	if flip > maxFlip {
		flip = 0
	}
	e.Numbers = append(e.Numbers, external(e.numberID(len(e.Numbers)), typeOther, label, phone, flip))
}

// addHabit adds what a habit is beyond the type, the status and the rules.
func (c *Company) addHabit(e *Extension, i int) {
	s, block := slot(i)
	switch habitOf(i) {
	case siteAdmin:
		e.Admin, e.Permissions = true, administratorOfOwn()
	case helpDesk:
		e.Permissions = helpDeskPermissions()
	case ringsHub:
		e.addNumber("Answering service", hubOf(block))
	case risky:
		e.addNumber(riskyNumber(block, s))
	case disabledForwarding, afterHoursMobile, afterHoursRing, afterHoursHub, customHours, transfersAll, forwardsAtOnce:
		e.Hours = shifts("09:00", "17:00", workdays...)
	case noDisturb:
		e.DoNotDisturb = true
	case forwardsAll:
		e.ForwardAllCalls, e.forwardAll = true, forwardAllOutside(e.mobile())
	case full:
		for n := len(e.Numbers); n < maxNumbers; n++ {
			e.addNumber("Branch "+strconv.Itoa(n), fmt.Sprintf("+1510555%04d", 100+n))
		}
	case roomOrLimited:
		e.FirstName, e.LastName, e.Numbers = strings.TrimSuffix(e.Type, "ed")+" "+e.Number, "", nil
		e.TurnOff("CallForwarding", "ExtensionTypeLimitation")
	case lineless:
		e.FaxOnly = e.Type == "FaxUser"
	case inactive, disabled:
		e.Numbers = nil
	default:
		c.addColleague(e, i)
	}
}

// addColleague adds what leads to another of the block, if they are in the
// company.
func (c *Company) addColleague(e *Extension, i int) {
	_, block := slot(i)
	switch habitOf(i) {
	case ringsLeaver:
		c.addDirect(e, at(block, leaverSlot))
	case ringsLeaverMobile:
		if j := at(block, leaverSlot); j < c.crowd.size {
			p := portraitOf(j)
			e.addNumber(p.first+"'s mobile", p.phones[0])
		}
	case loopFirst:
		c.addDirect(e, at(block, loopSecondSlot))
	case loopSecond:
		c.addDirect(e, at(block, loopFirstSlot))
	case ringsCoworker:
		e.TurnOn("CoworkerLineAndAppsForwarding")
		if j := at(block, coworkerSlot); j < c.crowd.size {
			e.Numbers = append(e.Numbers, Number{
				ID: e.numberID(len(e.Numbers)), Label: portraitOf(j).first + "'s apps", Type: "ExtensionApps",
				Features: []string{"CallForwarding"}, ExtensionID: extensionID(firstOfCrowd + j),
			})
		}
	case ringsDesk:
		if d := c.crowd.device(at(block, coworkerSlot)); d != nil {
			e.Numbers = append(e.Numbers, Number{
				ID: e.numberID(len(e.Numbers)), PhoneNumber: d.Lines[0].Phone, Label: d.Name, Type: typePhoneLine,
				Features: []string{"CallFlip", "CallForwarding"}, Flip: len(e.Numbers) + 1, DeviceID: d.ID,
			})
		}
	case forwardsAllInside:
		e.ForwardAllCalls, e.forwardAll = true, c.forwardAllInside(block)
	}
}

// addDirect adds the direct number of one of the crowd: it became the company's
// after the list had it, since no client can add such a number (FPN-105).
func (c *Company) addDirect(e *Extension, i int) {
	if i < c.crowd.size {
		p := portraitOf(i)
		e.addNumber(p.first+" "+p.last, crowdPhone(i).Number)
	}
}

// mobile returns the first number, which is a mobile with almost everyone.
func (e *Extension) mobile() string {
	if len(e.Numbers) > 0 {
		return e.Numbers[0].PhoneNumber
	}
	return hubs[0]
}

// administratorOfOwn returns the permissions of an administrator without extended
// scope: those of the company, but only their own calls.
func administratorOfOwn() []Permission {
	list := administrator()
	for _, own := range standard() {
		for i := range list {
			if list[i].ID == own.ID {
				list[i].Scopes = own.Scopes
			}
		}
	}
	return list
}

// helpDeskPermissions returns those of a user who may read the forwarding numbers
// of others, but not their rules.
func helpDeskPermissions() []Permission {
	list := standard()
	for i := range list {
		if list[i].ID == readNumbers {
			list[i].Scopes = []string{"AllExtensions"}
		}
	}
	return list
}
