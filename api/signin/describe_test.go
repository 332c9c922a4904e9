package signin

import (
	"strings"
	"testing"

	"rcfwd/api/settings"
)

func TestDescriptions_coverEveryGrantAndStore(t *testing.T) {
	for _, g := range settings.Grants {
		if Means(g) == "" || !strings.Contains(Needs(g, ""), "developers.ringcentral.com") || strings.Contains(Needs(g, ""), "%!") {
			t.Errorf("%s: %s", g, Needs(g, ""))
		}
		for line := range strings.Lines(Needs(g, "")) {
			if len(line) > 101 {
				t.Errorf("a line of %d letters: %s", len(line), line)
			}
		}
	}
	if !strings.Contains(Needs(settings.GrantCode, "https://a.test/x"), "https://a.test/x") {
		t.Error(Needs(settings.GrantCode, "https://a.test/x"))
	}
	for _, s := range settings.Stores {
		if Keeps(s) == "" {
			t.Error(s)
		}
	}
}
