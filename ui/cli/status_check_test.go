package cli

import (
	"errors"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// Nothing that has not the form of a code or a name of the service is shown, wherever an
// answer has it.
func TestAccountCheck_showsNoTextOfAnAnswer(t *testing.T) {
	const private = "+16505550142 Dana 802300400004"
	var c accountCheck
	c.addUnread("number", []api.Unread{{Name: private}, {Name: private, Fields: []string{"features", private}}})
	c.addNumber(&api.Number{Label: private, Type: private, Unknown: []api.UnknownField{{Name: private, Value: private}, {Name: "orbit", Value: private}}})
	c.addRule(&api.Rule{Name: private, Kind: api.OtherRule, Fixed: private, Steps: []api.Step{{Targets: []api.Target{{Kind: api.OtherTarget, Type: private, Name: private}}}}})
	c.addLimits([]rest.Group{{Name: private, Limit: 5}})
	c.Readings = append(c.Readings, readingCheck{"numbers", 0, failureWords(&rest.Error{Status: 403, Message: private, Codes: []string{"CMN-408", private}, Permission: private})},
		readingCheck{"rules", 0, failureWords(errors.New(private))}, readingCheck{"calls", 0, failureWords(&rest.Error{Op: private})})
	var out strings.Builder
	for _, asJSON := range []bool{false, true} {
		if err := report(&out, asJSON, c, c.facts()); err != nil {
			t.Fatal(err)
		}
	}
	for _, secret := range append(strings.Fields(private), "650") {
		if strings.Contains(out.String(), secret) {
			t.Errorf("%q is in\n%s", secret, out.String())
		}
	}
	for _, want := range []string{"HTTP 403 CMN-408 (not shown) without the permission (not shown)", "the field features of a number", "a number has the unknown field orbit", "calls: no, no answer"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}
