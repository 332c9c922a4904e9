package api

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/jsonobj"
)

func TestScheduleV2_describesStates(t *testing.T) {
	for text, want := range map[string]string{
		`[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Daily","startTime":"08:30:00","endTime":"12:00:00"},{"triggerType":"Moon"}]}}]`: "every day 08:30-12:00, at times that rcfwd cannot read",
		`[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Daily","startTime":"08:30:00","endTime":"12:00:00"}]}},{"type":"Moon"}]`:        "every day 08:30-12:00, at times that rcfwd cannot read",
		`[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Daily","startTime":"08:30:00"}]}}]`:                                             "every day at unknown times",
		`[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Range","startDateTime":"2126-05-14T08:00:00"}]}}]`:                              "from 2126-05-14 08:00",
		`[{"type":"Schedule","schedule":{"triggers":[]}}]`:                                                                                           "at times that rcfwd cannot read",
		`[{"type":"State","state":{"id":"work-hours"}}]`:                                                                                             "as work-hours",
		`{"type":"Schedule"}`: "at times that rcfwd cannot read",
		`[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Daily","startTime":"00:00:00","endTime":"23:59:59"}]}}]`: "at all times",
		`[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Daily","startTime":"08:30:00","endTime":"12:00:00"}]}}]`: "every day 08:30-12:00",
		`[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Weekly","ranges":{
			"monday":[{"startTime":"09:00:00","endTime":"17:00:00"}],"tuesday":[{"startTime":"09:00:00","endTime":"17:00:00"}],
			"wednesday":[{"startTime":"09:00:00","endTime":"17:00:00"}],"friday":[{"startTime":"09:00:00","endTime":"12:00:00"},
			{"startTime":"13:00:00","endTime":"17:00:00"}]}}]}}]`: "Mon-Wed 09:00-17:00, Fri 09:00-12:00 and 13:00-17:00",
		`[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Range","ranges":[{"startDateTime":"2126-05-14T08:00:00",
			"endDateTime":"2126-05-15T08:00:00"}]}]}}]`: "2126-05-14 08:00 to 2126-05-15 08:00",
		`[{"type":"State","state":{"id":"work-hours","displayName":"Work Hours","conditions":[{"type":"Schedule","schedule":
			{"triggers":[{"triggerType":"Daily","startTime":"00:00:00","endTime":"23:59:59"}]}}]}}]`: "as work hours: at all times",
		`[{"type":"Moon","phase":"full"}]`: "at times that rcfwd cannot read",
	} {
		state := jsonobj.New("conditions", json.RawMessage(text))
		if got := scheduleV2(WorkHours, state); got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// Only the empty conditions of after hours say when a rule applies.
func TestReadRule_saysThatAScheduleIsUnknown(t *testing.T) {
	for record, want := range map[string]string{
		`{"id":"work-hours","state":{"id":"work-hours"}}`:                   unknownTimes,
		`{"id":"work-hours","state":{"id":"work-hours","conditions":[]}}`:   unknownTimes,
		`{"id":"work-hours","state":{"id":"work-hours","conditions":null}}`: unknownTimes,
		`{"id":"work-hours"}`:                                                       unknownTimes,
		`{"id":"dnd","state":{"id":"dnd","conditions":[]}}`:                         unknownTimes,
		`{"id":"agent","state":{"id":"agent"}}`:                                     unknownTimes,
		`{"id":"after-hours","state":{"id":"after-hours","conditions":[]}}`:         "outside work hours",
		`{"id":"after-hours","state":{"id":"after-hours"}}`:                         unknownTimes,
		`{"id":"after-hours"}`:                                                      unknownTimes,
		`{"id":"9","displayName":"VIP"}`:                                            "conditions unknown",
		`{"id":"business-hours-rule","type":"BusinessHours"}`:                       unknownTimes,
		`{"id":"business-hours-rule","type":"BusinessHours","schedule":{}}`:         atAllTimes,
		`{"id":"after-hours-rule","type":"AfterHours"}`:                             unknownTimes,
		`{"id":"after-hours-rule","type":"AfterHours","schedule":{}}`:               unknownTimes,
		`{"id":"7","type":"Custom","schedule":{"moon":"full"}}`:                     unreadTimes,
		`{"id":"7","type":"Custom","callers":[{"callerId":"+16505550142"}]}`:        "calls from +16505550142",
		`{"id":"7","type":"Custom","callers":[{}],"schedule":{"ref":"AfterHours"}}`: "outside business hours, calls from a number that rcfwd cannot read",
	} {
		handling := V2
		if strings.Contains(record, `"type"`) {
			handling = V1
		}
		r, err := ReadRule(handling, json.RawMessage(record))
		if err != nil || r.When != want {
			t.Errorf("%s: %q, %v", record, r.When, err)
		}
	}
}

func TestLegacySchedule_describesRules(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                                unknownTimes,
		`{"schedule":{"ref":"AfterHours"}}`: "outside business hours",
		`{"schedule":{"ref":"BusinessHours","weeklyRanges":{"saturday":[{"from":"09:00","to":"17:00"}],"sunday":[{"from":"09:00","to":"17:00"}]}}}`:     "Sat, Sun 09:00-17:00",
		`{"schedule":{"ranges":[{"from":"2126-05-14T08:00:00.000Z","to":"2126-05-14T09:00:00.000Z"}]}}`:                                                 "2126-05-14 08:00 to 2126-05-14 09:00",
		`{"callers":[{"callerId":"+16505550142","name":"Mum"},{"callerId":"+1650555\u001b[31m0143"}],"calledNumbers":[{"phoneNumber":"+16505550100"}]}`: "calls from Mum or +16505550143, calls to +16505550100",
	} {
		rule, _ := jsonobj.Read(json.RawMessage(text))
		if got := legacySchedule(Custom, rule); got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// A span counts as past once it is past in every zone.
func TestRangeWords_marksAPastSpan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		raw := `{"conditions":[{"schedule":{"triggers":[{"triggerType":"Range","ranges":[{"startDateTime":"2000-01-01T08:00:00","endDateTime":"2000-01-01T18:00:00"}]}]}}]}`
		state, _ := jsonobj.Read([]byte(raw))
		const want = "2000-01-01 08:00 to 2000-01-01 18:00"
		if got := scheduleV2(ForwardAll, state); got != want {
			t.Error(got)
		}
		time.Sleep(29 * time.Hour)
		if got := scheduleV2(ForwardAll, state); got != want {
			t.Error(got)
		}
		time.Sleep(2 * time.Hour)
		if got := scheduleV2(ForwardAll, state); got != want+", which is over" {
			t.Error(got)
		}
	})
}
