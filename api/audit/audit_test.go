package audit

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rcfwd/api/index"
	"rcfwd/api/risk"
	"rcfwd/api/settings"
)

var day = time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)

func reading(id, name string, at time.Time, uses ...index.Use) index.Reading {
	return index.Reading{V: index.Version, Class: index.Users, ID: id, Number: "10" + id, Name: name, Status: "Enabled", ReadAt: at, Uses: uses}
}

func to(phone string) index.Use {
	return index.Use{ID: phone, Kind: index.InStep, Phone: phone, Outside: true, Enabled: true}
}

func onTo(id string) index.Use {
	return index.Use{ID: "all " + id, Kind: index.ForwardAll, ExtensionID: id, Enabled: true}
}

// company has one of each finding.
func company(t *testing.T) *index.Index {
	t.Helper()
	x := index.InMemory()
	left := reading("6", "Owen", day, to("+16505550199"))
	left.Status, left.Numbers = "Disabled", []string{"+14155550106"}
	inside := to("+14155550106")
	inside.Outside = false
	voicemail := onTo("3")
	voicemail.Voicemail = true
	all := []index.Reading{
		reading("1", "Ines", day, to("+16505550100")),
		reading("1", "Ines", day.AddDate(0, 0, 8), to("+16505550100"), to("+19005551234"), inside),
		reading("2", "Theo", day, onTo("3")),
		reading("3", "Dana", day, index.Use{ID: "x", Kind: index.AtOnce, ExtensionID: "4", Enabled: true}),
		reading("4", "Kenji", day, onTo("3"), voicemail),
		left,
	}
	for n := range risk.DefaultHub {
		all = append(all, reading("2"+string(rune('0'+n)), "Agent", day, to("+16505550177")))
	}
	if err := x.Append(all...); err != nil {
		t.Fatal(err)
	}
	return x
}

func TestOf_findsWhatTheAccountShows(t *testing.T) {
	r, err := Of(company(t), Options{Policy: risk.Policy{Home: "US"}, Before: day.AddDate(0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, f := range r.Findings {
		ids = append(ids, f.ID)
	}
	want := "leaver:+14155550106 new:+14155550106 outside:+16505550100 outside:+16505550177 hub:+16505550177 outside:+16505550199 disabled-forwards:+16505550199 " +
		"premium:+19005551234 outside:+19005551234 new:+19005551234 loop:3-4"
	slices.Sort(ids)
	wanted := strings.Fields(want)
	slices.Sort(wanted)
	if !slices.Equal(ids, wanted) {
		t.Errorf("%v\nwant\n%v", ids, wanted)
	}
	for _, f := range r.Findings {
		switch {
		case f.ID == "loop:3-4" && !strings.HasPrefix(f.Text, "its calls come back: Dana, then Kenji, then Dana"),
			f.ID == "new:+19005551234" && !strings.Contains(f.Text, "2026-11-09"),
			f.ID == "hub:+16505550177" && len(f.From) != risk.DefaultHub:
			t.Errorf("%+v", f)
		}
	}
	if len(r.NoEarlier) != 0 || !r.EarlierAt.Equal(day) {
		t.Errorf("%v, %v", r.NoEarlier, r.EarlierAt)
	}
}

func TestOf_saysWhereNothingCanBeCompared(t *testing.T) {
	r, err := Of(company(t), Options{Before: day.AddDate(0, 0, -1), Kinds: []settings.RiskID{settings.RiskNew}})
	if err != nil || len(r.Findings) != 0 || len(r.NoEarlier) != 5+risk.DefaultHub {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestReadExceptions_namesWhatDoesNotHold(t *testing.T) {
	const text = "# agreed\npremium:+19005551234 2026-11-30 Marketing pays\noutside:+1 2026-10-31 ended\nhub:+2 soon x\nhub:+3\n\nhub:+4 2026-11-02 last day\n"
	e := ReadExceptions("ignore.txt", text, time.Date(2026, 11, 2, 23, 0, 0, 0, time.UTC))
	for id, want := range map[string]bool{"premium:+19005551234": true, "outside:+1": false, "hub:+2": false, "hub:+3": false, "hub:+4": true} {
		if got := e.Has(&Finding{ID: id}); got != want {
			t.Errorf("%s: %v", id, got)
		}
	}
	if len(e.Problems) != 3 || e.Problems[0].Error() != "ignore.txt:3: the exception ended on 2026-10-31; outside:+1 is reported" {
		t.Errorf("%v", e.Problems)
	}
}
