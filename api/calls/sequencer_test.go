package calls

import (
	"fmt"
	"testing"
)

func TestSequencer_findsGaps(t *testing.T) {
	for _, tt := range []struct {
		name     string
		arrive   []int64
		accepted string
		gap      bool
	}{
		{"in order", []int64{4, 5, 6}, "4 5 6", false},
		{"repeated", []int64{4, 4, 5, 5, 4}, "4 5", false},
		{"swapped", []int64{1, 3, 2, 4}, "1 3 4", false},
		{"two arrive late", []int64{1, 4, 3, 2}, "1 4", false},
		{"gap", []int64{1, 3, 4}, "1 3 4", true},
		{"gap partly filled", []int64{1, 5, 3, 4}, "1 5", true},
		{"leap", []int64{1, 1_000_000, 2}, "1 1000000", true},
		{"negative start", []int64{-3, 0}, "-3 0", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var s sequencer
			accepted := ""
			for _, n := range tt.arrive {
				if s.accept(n) {
					accepted += fmt.Sprint(" ", n)
				}
			}
			if accepted != " "+tt.accepted || s.gap() != tt.gap || len(s.missing) > maxMissing {
				t.Errorf("accepted%s, gap %v", accepted, s.gap())
			}
			s.clear()
			if s.gap() {
				t.Error("clear left a gap")
			}
		})
	}
}
