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

// makePerson returns one of the people beyond the dozen; the same index gives the
// same person.
func (c *Company) makePerson(i int) *Extension {
	rng := rand.New(rand.NewPCG(uint64(i+sizeOfDozen), 3))
	first, last := firstNames[rng.IntN(len(firstNames))], lastNames[rng.IntN(len(lastNames))]
	number := firstOfCrowd + i
	e := &Extension{
		ID: extensionID(number), Number: strconv.Itoa(number), FirstName: first, LastName: last,
		Type: "User", Status: "Enabled", InternationalCalling: true,
		Permissions: c.crowd.permissions, Features: c.crowd.features(c.NewCallHandling), company: c,
	}
	e.Email = strings.ToLower(first+"."+last) + e.Number + "@example.com"
	for n, t := range []string{typeMobile, typeHome, typeWork}[:rng.IntN(4)] {
		phone := fmt.Sprintf("+1415%07d", 2000000+rng.IntN(7999999))
		e.Numbers = append(e.Numbers, external(e.numberID(n), t, t, phone, n+1))
	}
	if i+sizeOfDozen >= sitesFrom && i%3 == 0 {
		e.SiteID, e.SiteName = extensionID(perthNumber), perthName
	}
	return e
}
