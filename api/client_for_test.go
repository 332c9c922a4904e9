package api

import (
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"

	"rcfwd/api/rest"
)

// A client of another extension uses its paths, knows the call handling of the account
// without a request, and asks for that of its own extension only when it is refused.
func TestFor_beginsWhereTheAccountIs(t *testing.T) {
	var paths []string
	moved := map[string]bool{"8": true}
	c := asking(serial(service(func(r *http.Request) (*http.Response, error) {
		paths = append(paths, strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/restapi/v1.0/account/~/extension/"), "/restapi/v2/accounts/~/extensions/"))
		id, _, _ := strings.Cut(paths[len(paths)-1], "/")
		switch name := path.Base(r.URL.Path); {
		case name == "features" && moved[id]:
			return answer(200, feature(`,"params":[{"name":"isNewBackendAvailable","value":"true"}]`)), nil
		case name == "features":
			return answer(200, feature(``)), nil
		case moved[id] && name == "answering-rule":
			return answer(403, `{"errorCode":"CMN-468","message":"moved"}`), nil
		case !moved[id] && name == "state-rules":
			return answer(403, `{"errorCode":"CMN-109","message":"not available"}`), nil
		}
		return answer(200, records()), nil
	})))
	read := func(id string, want ...string) {
		t.Helper()
		paths = nil
		if _, err := c.For(id).Read(t.Context(), &Snapshot{}, Need{Rules: true}); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		slices.Sort(paths)
		if !slices.Equal(paths, want) {
			t.Errorf("%s: sent %q; want %q", id, paths, want)
		}
	}
	if h, err := c.CallHandling(t.Context()); h != V1 || err != nil {
		t.Fatal(h, err)
	}
	read("7", "7/answering-rule")
	read("8", "8/answering-rule", "8/comm-handling/voice/interaction-rules", "8/comm-handling/voice/state-rules", "8/features")
	moved["9"] = true
	read("9", "9/comm-handling/voice/interaction-rules", "9/comm-handling/voice/state-rules")
	read("7", "7/answering-rule", "7/comm-handling/voice/interaction-rules", "7/comm-handling/voice/state-rules", "7/features")
}

// A 404 for the own extension says that the service has no setting that forwards all
// calls; one for another extension says it of that one.
func TestFor_asksForTheSettingUntilTheOwnExtensionHasNone(t *testing.T) {
	asked := 0
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		asked++
		return answer(404, `{"errorCode":"CMN-102","message":"no"}`), nil
	})
	for i, id := range []string{"7", "8", rest.Mine, "9"} {
		want := min(i+1, 3)
		s, err := c.For(id).Read(t.Context(), &Snapshot{}, Need{ForwardAll: true})
		if err != nil || s.ForwardAll != nil || s.ForwardAllRefused != nil || asked != want {
			t.Errorf("%s: %d requests, want %d; %+v, %v", id, asked, want, s, err)
		}
	}
}
