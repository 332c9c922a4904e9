package sandbox

import (
	"strings"
	"sync"
	"testing"
)

const (
	myRules        = myExtension + "/answering-rule"
	myV2           = "/restapi/v2/accounts/~/extensions/~"
	myFlips        = myV2 + "/call-flip-numbers"
	myTargets      = myV2 + "/comm-handling/voice/forwarding-targets"
	myInteractions = myV2 + "/comm-handling/voice/interaction-rules"
	myStateRules   = myV2 + "/comm-handling/voice/state-rules"
	myStates       = myV2 + "/comm-handling/states"
)

// onV2 returns an unlimited sandbox on new call handling.
func onV2(t testing.TB) *Server {
	return newServer(t, Options{CallHandling: NewCallHandling, Limits: Limits{Off: true}})
}

// withUnknown returns an unlimited sandbox with data outside the schema.
func withUnknown(t testing.TB, handling string) *Server {
	return newServer(t, Options{CallHandling: handling, Limits: Limits{Off: true}, Faults: Faults{Unknown: true}})
}

func TestCallHandling_refusesCallsOfTheOtherBackend(t *testing.T) {
	legacy, v2 := as(t, unlimited(t), "104"), as(t, onV2(t), "104")
	for _, path := range []string{myRules, myRules + "/business-hours-rule"} {
		legacy.do("GET", path, "").want(t, 200, "")
		a := v2.do("GET", path, "")
		a.want(t, 403, "CMN-468")
		if a.str("message") != "This API is not available with enabled feature [NewCallHandlingAndForwarding]." {
			t.Error(a.text)
		}
	}
	for _, path := range []string{myFlips, myTargets, myStateRules, myStateRules + "/work-hours", myInteractions, myStates} {
		v2.do("GET", path, "").want(t, 200, "")
		legacy.do("GET", path, "").want(t, 403, "CMN-109")
	}
	v2.do("GET", myNumbers, "").want(t, 200, "")
	v2.s.Change(func(c *Company) { c.CloseForwardingNumbers = true })
	v2.do("GET", myNumbers, "").want(t, 403, "CMN-468")
	v2.do("GET", myV2+"/comm-handling/voice/rules", "").want(t, 404, "CMN-120")
}

func TestCallHandling_isShownByTheFeature(t *testing.T) {
	const path = myExtension + "/features?featureId=NewCallHandlingAndForwarding"
	s := unlimited(t)
	for who, want := range map[string]string{"104": `"value":"false"`, "102": `"available":true}]`, "103": `"records":[]`} {
		c := as(t, s, who)
		if a := c.do("GET", path, ""); a.status != 200 || !strings.Contains(a.text, want) {
			t.Errorf("%s: %d %s", who, a.status, a.text)
		}
	}
	s.Change((*Company).MoveToNewCallHandling)
	for _, who := range []string{"102", "103", "104"} {
		if a := as(t, s, who).do("GET", path, ""); !strings.Contains(a.text, `{"name":"isNewBackendAvailable","value":"true"}`) {
			t.Errorf("%s: %s", who, a.text)
		}
	}
}

func TestCallHandling_refusesUnknownBackends(t *testing.T) {
	if _, err := New(Options{Base: testBase, CallHandling: "newest"}); err == nil {
		t.Error("accepted")
	}
}

func TestMove_isSafeWhileClientsWork(t *testing.T) {
	s := unlimited(t)
	var clients sync.WaitGroup
	for _, who := range []string{"104", "105", "108", "110"} {
		c := as(t, s, who)
		clients.Go(func() {
			for range 20 {
				for _, call := range []string{"GET " + businessRule, "PUT " + businessRule, "GET " + myStateRules, "GET " + myFlips} {
					method, path, _ := strings.Cut(call, " ")
					a := c.do(method, path, map[string]string{"PUT": `{"screening":"Off"}`}[method])
					if a.status != 200 && a.code() != "CMN-468" && a.code() != "CMN-109" {
						t.Errorf("%s: %d %s", call, a.status, a.text)
					}
				}
			}
		})
	}
	s.Change((*Company).MoveToNewCallHandling)
	clients.Wait()
	as(t, s, "104").do("GET", workRule, "").want(t, 200, "")
}
