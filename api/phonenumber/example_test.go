package phonenumber_test

import (
	"fmt"

	"rcfwd/api/phonenumber"
)

// Someone in the United States types two numbers and a mistake.
func Example() {
	for _, typed := range []string{"(212) 555-0187 ext. 12", "+44 (0)20 7946 0958", "212 555"} {
		n, err := phonenumber.Parse(typed, "US")
		switch {
		case err != nil:
			fmt.Printf("%s: %v\n", typed, err)
		case n.Length() == phonenumber.Short:
			fmt.Printf("%s: too few digits\n", typed)
		default:
			region, _ := n.Classify()
			fmt.Printf("%s: %s, extension %q, in %s: %s\n", typed, n.E164(), n.Extension,
				phonenumber.CountryName(region, n.Code), n.FormatNational())
		}
	}
	// Output:
	// (212) 555-0187 ext. 12: +12125550187, extension "12", in United States: (212) 555-0187
	// +44 (0)20 7946 0958: +442079460958, extension "", in United Kingdom: 020 7946 0958
	// 212 555: too few digits
}
