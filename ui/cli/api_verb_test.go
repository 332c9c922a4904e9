package cli

import "testing"

func TestCoveringVerb_namesTheVerbOfAWrite(t *testing.T) {
	const own = "/restapi/v1.0/account/~/extension/~"
	for request, want := range map[[2]string]string{
		{"POST", own + "/forwarding-number"}:       "numbers add",
		{"POST", own + "/forwarding-number/"}:      "numbers add",
		{"PUT", own + "/forwarding-number/1"}:      "numbers set",
		{"DELETE", own + "/forwarding-number/1"}:   "numbers remove",
		{"DELETE", own + "/forwarding-number"}:     "numbers remove",
		{"PUT", own}:                               "",
		{"PUT", own + "/forwarding-number-x/1"}:    "",
		{"POST", own + "/sms"}:                     "",
		{"POST", own + "/forwarding-number/1/sub"}: "",
	} {
		if got := coveringVerb(request[0], request[1]); got != want {
			t.Errorf("%v: %q, want %q", request, got, want)
		}
	}
}

func TestCoverings_areOfVerbs(t *testing.T) {
	for _, c := range coverings() {
		if !hasVerb(c.verb) {
			t.Errorf("there is no rcfwd %s", c.verb)
		}
	}
}
