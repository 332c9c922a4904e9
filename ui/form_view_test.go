package ui

import (
	"testing"

	"rcfwd/api/settings"
	"rcfwd/api/signin"
)

func TestForm_separatesTheNamesOfQuestionsFromTheirValues(t *testing.T) {
	for _, g := range settings.Grants {
		for _, q := range signin.Questions(g) {
			if w := width("> " + q.Label); w >= fieldHeadWidth {
				t.Errorf("%s: the name %q is %d cells wide and touches its value", g, q.Label, w)
			}
		}
	}
}
