package risk_test

import (
	"fmt"

	"rcfwd/api/risk"
	"rcfwd/api/settings"
)

// What a form says of a number, and whether it may be used.
func ExampleOf() {
	policy := risk.Policy{Home: "US", Profile: "work", Guard: settings.Guard{
		Allow: []string{"US", "CA"}, Refuse: []settings.RiskID{settings.RiskNotAllowed},
	}}
	found := risk.Of("+18765551234", policy, nil)
	for _, f := range found {
		fmt.Println(f.ID, "-", f.Text)
	}
	fmt.Println(risk.Worst(found) == risk.Refuse)
	// Output:
	// nanp-abroad - it is dialled like a national number and charged as international (Jamaica)
	// not-allowed - it is in Jamaica, and the profile allows only United States and Canada
	// true
}
