package index

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// start is when the readings of tests begin.
var start = time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }

// draws makes readings that are the same for the same seed.
type draws struct{ *rand.Rand }

func newDraws(seed uint64) draws { return draws{rand.New(rand.NewPCG(seed, 16))} }

func (d draws) pick(texts ...string) string { return texts[d.IntN(len(texts))] }

// awkward are texts that JSON, the file and a terminal treat in other ways than letters.
var awkward = []string{"", "Dana Whitfield", `a "quoted" \ text`, "two\nlines\x7f", "Lucía 柳", `"},"sum":"00000000"}`, `],"notRead":[`, "+16505550142"}

func (d draws) phone() string { return fmt.Sprintf("+1650555%04d", d.IntN(40)) }

// use makes a use with one target or none.
func (d draws) use(n int) Use {
	u := Use{ID: fmt.Sprint("use-", n), Kind: Kind(d.pick(string(InNumbers), string(InStep), string(ForwardAll))), RuleName: d.pick(awkward...), Step: d.IntN(3), Enabled: d.IntN(2) == 0}
	switch d.IntN(4) {
	case 0:
		u.Phone, u.Outside = d.phone(), d.IntN(2) == 0
	case 1:
		u.ExtensionID, u.Voicemail = fmt.Sprint(1000+d.IntN(20)), d.IntN(2) == 0
	case 2:
		u.DeviceID = d.pick(`dev"1`, "8023", "8024")
	}
	return u
}

// reading makes a reading of one of some extensions, or a line of the list.
func (d draws) reading(extensions, minute int) Reading {
	n := d.IntN(extensions)
	r := Reading{Class: Classes[n%len(Classes)], ListedAt: at(minute), ID: fmt.Sprint(1000 + n), Number: fmt.Sprint(100 + n), Name: d.pick(awkward...),
		Type: d.pick("User", "Department"), Status: d.pick("Enabled", "Disabled"), Email: d.pick(awkward...)}
	if r.V = Version; d.IntN(4) == 0 {
		r.Gone = d.IntN(3) == 0
		return r
	}
	r.ReadAt = at(minute)
	if d.IntN(3) == 0 {
		r.Numbers = []string{d.phone()}
	}
	for i := range d.IntN(5) {
		r.Uses = append(r.Uses, d.use(i))
	}
	if d.IntN(5) == 0 {
		r.NotRead = []Gap{{d.pick(awkward...), "CMN-408"}}
	}
	return r
}

func (d draws) readings(n, extensions int) (all []Reading) {
	for i := range n {
		all = append(all, d.reading(extensions, i))
	}
	return all
}

func opened(t testing.TB) *Index {
	t.Helper()
	x, err := Open(DirIn(t.TempDir()), Key{"https://platform.ringcentral.com", "37439510", "801"})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func appended(t testing.TB, x *Index, all ...Reading) *Index {
	t.Helper()
	if err := x.Append(all...); err != nil {
		t.Fatal(err)
	}
	return x
}

// person is a reading of a user with as many uses as most have.
func person(n int, when time.Time) Reading {
	r := Reading{V: Version, Class: Users, ListedAt: when, ReadAt: when, ID: fmt.Sprint(801200400000 + n), Number: fmt.Sprint(1000 + n), Name: fmt.Sprintf("Person %d", n), Type: "User", Status: "Enabled",
		Email: fmt.Sprintf("person.%d@example.com", n), CallHandling: "new", Numbers: []string{fmt.Sprintf("+1415%07d", n)}, Devices: []string{fmt.Sprint(902200400000 + n)}}
	phone := fmt.Sprintf("+1650%07d", n)
	for i, kind := range []Kind{InNumbers, InFlips, InStep, InStep, InStep} {
		u := Use{ID: fmt.Sprintf("%s:%d:%s", kind, i, phone), Kind: kind, RuleID: "work-hours-rule", RuleName: "Work hours", Step: i, Enabled: true, Phone: phone, Label: "Mobile", Outside: true}
		if i == 3 {
			u.Phone, u.DeviceID, u.Outside = "", r.Devices[0], false
		}
		r.Uses = append(r.Uses, u)
	}
	return r
}

// inWords are rows as one text.
func inWords(rows []Row) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%s %v %+v\n", r.Reading.ID, r.Reading.ReadAt, *r.Use)
	}
	return b.String()
}
