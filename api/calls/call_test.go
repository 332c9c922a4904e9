package calls

import (
	"testing"

	"rcfwd/api"
)

func TestState_hasWords(t *testing.T) {
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

func TestWhyNoTarget_allowsNumbersWithDigitAndFeature(t *testing.T) {
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
		if got := WhyNoTarget(&tt.n) == ""; got != tt.can {
			t.Errorf("%+v: %q", tt.n, WhyNoTarget(&tt.n))
		}
	}
}
