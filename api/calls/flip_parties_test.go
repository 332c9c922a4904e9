package calls

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// partyJSON is a party of a session, of an extension or, with an empty extension,
// outside the account.
func partyJSON(id, extension, code, reason string) string {
	return fmt.Sprintf(`{"id":"%s","direction":"Inbound","extensionId":"%s","status":{"code":"%s","reason":"%s"}}`, id, extension, code, reason)
}

// flipsTo answers for the session of oneCall: before the flip with its own party
// alone, then with the given parties.
func flipsTo(parties ...string) func(*http.Request) (int, string) {
	listed := []string{partyJSON("p-1", "101", "Answered", "")}
	return func(r *http.Request) (int, string) {
		if r.Method == http.MethodPost {
			listed = parties
		}
		return 200, `{"parties":[` + strings.Join(listed, ",") + `]}`
	}
}

// A flip may make several parties of the extension: the service may call the other
// phone twice, or several devices of it.
func TestFlip_followsLaterOfTwoEqualParties(t *testing.T) {
	var (
		old     = partyJSON("p-1", "101", "Answered", "")
		flipped = partyJSON("p-1", "101", "Disconnected", "CallFlip")
	)
	for _, tt := range []struct {
		name    string
		parties []string
		want    string // the words of the last step
	}{
		{"both live", []string{flipped, partyJSON("p-2", "101", "Proceeding", ""), partyJSON("p-3", "101", "Answered", "")},
			"The call is on the other phone."},
		{"both ended", []string{old, partyJSON("p-2", "101", "Disconnected", "Rejected"), partyJSON("p-3", "101", "Disconnected", "TargetBusy")},
			"The other phone is busy. The call is back here."},
		{"both of no extension", []string{old, partyJSON("p-2", "", "Disconnected", "Rejected"), partyJSON("p-3", "", "Disconnected", "TargetBusy")},
			"The other phone is busy. The call is back here."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := &fake{session: flipsTo(tt.parties...), presence: func() (int, string) { return 200, oneCall }}
			f.socket = func(ctx context.Context, p *wsPeer) { p.accept(ctx); waitForEnd(ctx) }
			withFake(t, f, func(r *rig) {
				call := r.advance(time.Second).Calls[0]
				ctx, stop := context.WithTimeout(r.Context(), time.Minute)
				defer stop()
				var last Step
				for last = range r.monitor.Flip(ctx, &call, "2").Steps() {
				}
				if last.Words != tt.want {
					t.Errorf("the last step is %v: %q, want %q", last.Stage, last.Words, tt.want)
				}
			})
		})
	}
}
