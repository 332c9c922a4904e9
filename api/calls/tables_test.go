package calls

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"rcfwd/api"
	"rcfwd/api/jsonobj"
)

func TestOrder(t *testing.T) {
	for _, tt := range []struct {
		name  string
		come  []int64
		taken string
		gap   bool
	}{
		{"in order", []int64{4, 5, 6}, "4 5 6", false},
		{"repeated", []int64{4, 4, 5, 5, 4}, "4 5", false},
		{"swapped", []int64{1, 3, 2, 4}, "1 3 4", false},
		{"two late", []int64{1, 4, 3, 2}, "1 4", false},
		{"gap", []int64{1, 3, 4}, "1 3 4", true},
		{"half a gap", []int64{1, 5, 3, 4}, "1 5", true},
		{"leap", []int64{1, 1_000_000, 2}, "1 1000000", true},
		{"begins anywhere", []int64{-3, 0}, "-3 0", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var o sequencer
			taken := ""
			for _, n := range tt.come {
				if o.accept(n) {
					taken += fmt.Sprint(" ", n)
				}
			}
			if taken != " "+tt.taken || o.gap() != tt.gap || len(o.missing) > maxMissing {
				t.Errorf("took%s, gap %v", taken, o.gap())
			}
			o.clear()
			if o.gap() {
				t.Error("a gap that was read is one still")
			}
		})
	}
}

func TestSight(t *testing.T) {
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
		{"as before", before, observation{state: unchanged}},
		{"the other side is held", []party{p("1", "", Held, ""), old}, observation{state: held}},
		{"rings", []party{other, old, p("3", "me", Ringing, "")}, observation{ringing, "3", ""}},
		{"rings, and the old leg has gone", []party{other, gone, p("3", "me", Ringing, "")}, observation{ringingAlone, "3", ""}},
		{"answered", []party{other, old, p("3", "me", Connected, "")}, observation{answered, "3", ""}},
		{"own rather than foreign", []party{old, p("3", "me", Connected, ""), p("4", "", Ringing, "")}, observation{answered, "3", ""}},
		{"alive rather than dead", []party{old, p("3", "me", Ringing, ""), p("4", "me", Ended, "x")}, observation{ringing, "3", ""}},
		{"declined", []party{other, old, p("3", "me", Ended, "Rejected")}, observation{failed, "3", "Rejected"}},
		{"done", []party{other, gone, p("3", "me", Connected, "")}, observation{moved, "3", ""}},
		{"done, and only ours are shown", []party{gone}, observation{state: moved}},
		{"done, and the old leg is not shown", []party{p("3", "", Connected, "")}, observation{moved, "3", ""}},
		{"ended", []party{p("2", "me", Ended, "CallFinished")}, observation{state: over}},
		{"ended after all", []party{gone, p("3", "me", Ended, "CallFinished")}, observation{over, "3", "CallFinished"}},
		{"nothing left", nil, observation{state: over}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := classify(tt.all, "2", before); got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestPresenceOnTheWire(t *testing.T) {
	for _, tt := range []struct {
		name, body, want string
		more             int
		ok               bool
	}{
		{"idle", `{"telephonyStatus":"NoCall"}`, "", 0, true},
		{"null", `{"telephonyStatus":"NoCall","activeCalls":null}`, "", 0, true},
		{"no list", `{"telephonyStatus":"Ringing"}`, "", 0, false},
		{"odd list", `{"telephonyStatus":"Ringing","activeCalls":{}}`, "", 0, false},
		{"nothing", `{}`, "", 0, false},
		{"states", `{"activeCalls":[{"id":1,"telephonyStatus":"Ringing"},{"id":"2","direction":"Outbound","telephonyStatus":"Ringing"},
			{"id":"3","telephonyStatus":"CallConnected"},{"id":"4","telephonyStatus":"OnHold"},{"id":"5","telephonyStatus":"ParkedCall"},
			{"id":"6","telephonyStatus":"Levitating"},{"id":"7","telephonyStatus":"NoCall","terminationType":"final"},null,{}]}`,
			"ringing calling connected on hold parked in progress ", 0, true},
		{"more", `{"activeCalls":[{"id":"1","telephonyStatus":"OnHold"}],"totalActiveCalls":9}`, "on hold ", 8, true},
		{"odd total", `{"activeCalls":[],"totalActiveCalls":"many"}`, "", 0, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var w wirePresence
			if err := json.Unmarshal([]byte(tt.body), &w); err != nil {
				t.Fatal(err)
			}
			got, ok := w.decode()
			words := ""
			for _, c := range got.calls {
				words += c.State.String() + " "
			}
			if ok != tt.ok || words != tt.want || got.more != tt.more {
				t.Errorf("%q, %d more, %v", words, got.more, ok)
			}
		})
	}
}

func TestTextsOfACallAreClean(t *testing.T) {
	w := wireCall{ID: "1", Direction: "Inbound", FromName: "Bo\x1b]0;x\a\u202e", From: "+1\n2", Status: "Ringing\x1b"}
	c := w.decode()
	if c.Peer != (Peer{"Bo", "+1 2"}) || c.State != Unknown || c.Direction != Inbound {
		t.Errorf("%+v", c)
	}
}

func TestTimesOnTheWire(t *testing.T) {
	want := time.Date(2026, 5, 14, 16, 2, 11, 480e6, time.UTC)
	for _, s := range []string{"2026-05-14T16:02:11.480Z", "2026-05-14T16:02:11.480+0000", " 2026-05-14T18:02:11.48+02:00"} {
		if got := parseTime(jsonobj.FlexString(s)); !got.Equal(want) {
			t.Errorf("%s is %v", s, got)
		}
	}
	if !parseTime("soon").IsZero() {
		t.Error("soon is a time")
	}
}

func TestStatesHaveWords(t *testing.T) {
	for s := Unknown; s <= Ended; s++ {
		if s.String() == "" {
			t.Errorf("state %d", s)
		}
		if why := s.whyNot(); (why == "") != (s == Unknown || s == Connected || s == Held) {
			t.Errorf("%v: %q", s, why)
		}
	}
	for s := Asking; s <= Unclear; s++ {
		if s.String() == "" {
			t.Errorf("stage %d", s)
		}
	}
}

func TestPartyStates(t *testing.T) {
	for code, want := range map[string]State{
		"Setup": Ringing, "Proceeding": Ringing, "Answered": Connected, "Hold": Held, "Parked": Parked, "VoiceMail": Voicemail,
		"VoiceMailScreening": Screening, "FaxReceive": Fax, "Disconnected": Ended, "Gone": Ended, "Tds": Unknown, "": Unknown,
	} {
		if got := partyState(code, Inbound); got != want {
			t.Errorf("%s is %v", code, got)
		}
	}
	if partyState("Setup", Outbound) != Calling {
		t.Error("an outbound call in setup rings here")
	}
}

func TestTargets(t *testing.T) {
	flips := []api.Feature{api.CallFlip}
	for _, tt := range []struct {
		n   api.Number
		can bool
	}{
		{api.Number{Flip: "2", Features: flips}, true},
		{api.Number{Flip: "2"}, true},
		{api.Number{Features: flips}, false},
		{api.Number{Flip: "2", Features: []api.Feature{api.CallForwarding}}, false},
	} {
		if got := WhyNoTarget(tt.n) == ""; got != tt.can {
			t.Errorf("%+v: %q", tt.n, WhyNoTarget(tt.n))
		}
	}
}
