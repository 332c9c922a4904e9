package signin

import (
	"strings"
	"testing"

	"rcfwd/api/settings"
)

func TestDescriptions_coverEveryGrantAndStore(t *testing.T) {
	for _, g := range settings.Grants {
		if DescribeGrant(g) == "" || !strings.Contains(ConsoleSteps(g, ""), "developers.ringcentral.com") || strings.Contains(ConsoleSteps(g, ""), "%!") {
			t.Errorf("%s: %s", g, ConsoleSteps(g, ""))
		}
		for line := range strings.Lines(ConsoleSteps(g, "")) {
			if len(line) > 101 {
				t.Errorf("a line of %d letters: %s", len(line), line)
			}
		}
	}
	if !strings.Contains(ConsoleSteps(settings.GrantCode, "https://a.test/x"), "https://a.test/x") {
		t.Error(ConsoleSteps(settings.GrantCode, "https://a.test/x"))
	}
	for _, s := range settings.Stores {
		if DescribeStore(s) == "" {
			t.Error(s)
		}
	}
}
