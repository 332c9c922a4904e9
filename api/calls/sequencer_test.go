package calls

import (
	"fmt"
	"testing"
)

func TestSequencer_findsGaps(t *testing.T) {
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
