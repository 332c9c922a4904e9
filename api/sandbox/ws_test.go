package sandbox

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestPresenceEventsOfACall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := speaking(t, Options{})
		l := c.listen(t, "")
		defer l.close()
		if l.first.meta.Type != "ConnectionDetails" || l.first.meta.WSC.Sequence != 1 || l.first.body["recoveryTimeout"] != 180.0 || l.first.body["recoveryState"] != nil {
			t.Fatal(l.first.raw)
		}
		sub := l.subscribe(presenceFilter)
		if sub.meta.Status != 200 || !strings.Contains(sub.raw, `"eventFilters":["/restapi/v1.0/account/801200300004/extension/801200400004/presence?detailedTelephonyState=true"]`) {
			t.Fatal(sub.raw)
		}
		id, err := s.StartCall(CallPlan{Rings: 4 * time.Second, Lasts: 10 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, f := range l.during(time.Minute) {
			body := f.event()
			calls, _ := body["activeCalls"].([]any)
			call, _ := calls[0].(map[string]any)
			if call["telephonySessionId"] != id || f.body["subscriptionId"] != sub.body["id"] || body["sequence"] != float64(i+1) || f.meta.WSC.Sequence != i+2 {
				t.Error(f.raw)
			}
			got = append(got, fmt.Sprintf("%v/%v/%v", body["telephonyStatus"], call["telephonyStatus"], body["totalActiveCalls"]))
		}
		if want := "Ringing/Ringing/1 Ringing/Ringing/1 CallConnected/CallConnected/1 NoCall/NoCall/0"; strings.Join(got, " ") != want {
			t.Errorf("got %v, want %s", got, want)
		}
	})
}
