package calls

import "testing"

func TestClassify_findsStateOfFlip(t *testing.T) {
	p := func(id, extension string, s State, reason string) party {
		return party{id: id, extension: extension, state: s, reason: reason}
	}
	old, other := p("2", "me", Connected, ""), p("1", "", Connected, "")
	gone := p("2", "me", Ended, "CallFlip")
	before := []party{other, old, p("0", "me", Ended, "NoAnswer")}
	for _, tt := range []struct {
		name string
		all  []party
		want observation
	}{
		{"unchanged", before, observation{state: unchanged}},
		{"the other side is held", []party{p("1", "", Held, ""), old}, observation{state: held}},
		{"rings", []party{other, old, p("3", "me", Ringing, "")}, observation{ringing, "3", ""}},
		{"rings, and the old party has ended", []party{other, gone, p("3", "me", Ringing, "")}, observation{ringingAlone, "3", ""}},
		{"answered", []party{other, old, p("3", "me", Connected, "")}, observation{answered, "3", ""}},
		{"own before foreign", []party{old, p("3", "me", Connected, ""), p("4", "", Ringing, "")}, observation{answered, "3", ""}},
		{"live before ended", []party{old, p("3", "me", Ringing, ""), p("4", "me", Ended, "x")}, observation{ringing, "3", ""}},
		{"declined", []party{other, old, p("3", "me", Ended, "Rejected")}, observation{failed, "3", "Rejected"}},
		{"done", []party{other, gone, p("3", "me", Connected, "")}, observation{moved, "3", ""}},
		{"done, without a new party", []party{gone}, observation{state: moved}},
		{"done, without the old party", []party{p("3", "", Connected, "")}, observation{moved, "3", ""}},
		{"ended", []party{p("2", "me", Ended, "CallFinished")}, observation{state: over}},
		{"both ended", []party{gone, p("3", "me", Ended, "CallFinished")}, observation{over, "3", "CallFinished"}},
		{"no parties", nil, observation{state: over}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := classify(tt.all, "2", before); got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
		})
	}
}
