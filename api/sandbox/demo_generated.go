package sandbox

import (
	"fmt"
	"math/rand/v2"
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

// generated returns one of the people beyond the dozen; the same index gives
// the same person.
func generated(i int) person {
	rng := rand.New(rand.NewPCG(uint64(i), 3))
	first, last := firstNames[rng.IntN(len(firstNames))], lastNames[rng.IntN(len(lastNames))]
	number := 189 + i // the dozen ends at 112; the first of these is 201
	p := user(number, first, last, strings.ToLower(first+"."+last)+fmt.Sprint(number))
	for n, t := range []string{typeMobile, typeHome, typeWork}[:rng.IntN(4)] {
		phone := fmt.Sprintf("+1415%07d", 2000000+rng.IntN(7999999))
		p.Numbers = append(p.Numbers, external(p.numberID(n), t, t, phone, n+1))
	}
	return p
}
