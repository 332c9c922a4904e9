package api

import (
	"encoding/json"
	"testing"
	"time"

	"rcfwd/api/jsonobj"
)

// Rules of the forms that the service is known to send, each with the conditions that
// the dossier tells (sections 9 and 11.2).
const (
	workV1   = `{"id":"business-hours-rule","type":"BusinessHours","schedule":{"weeklyRanges":{"monday":[{"from":"09:00","to":"17:00"}]}}}`
	workRef  = `{"id":"business-hours-rule","type":"BusinessHours","schedule":{"ref":"BusinessHours"}}`
	workOpen = `{"id":"business-hours-rule","type":"BusinessHours","schedule":{}}`
	afterV1  = `{"id":"after-hours-rule","type":"AfterHours","schedule":{"ref":"AfterHours"}}`
	meeting  = `{"id":"1","type":"Custom","name":"Meeting","schedule":{"weeklyRanges":{"monday":[{"from":"14:00","to":"15:00"}]}}}`
	lunch    = `{"id":"2","type":"Custom","name":"Lunch","schedule":{"ranges":[{"from":"2026-05-18T14:30:00.000Z","to":"2026-05-18T15:30:00.000Z"}]}}`
	callers  = `{"id":"3","type":"Custom","callers":[{"callerId":"+16505550100"}],"schedule":{"ref":"BusinessHours"}}`

	workV2     = `{"id":"work-hours","state":{"id":"work-hours","conditions":[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Weekly","ranges":{"monday":[{"startTime":"22:00:00","endTime":"06:00:00"}]}}]}}]}}`
	workDaily  = `{"id":"work-hours","state":{"id":"work-hours","conditions":[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Daily","startTime":"00:00:00","endTime":"23:59:59"}]}}]}}`
	workBare   = `{"id":"work-hours","state":{"id":"work-hours"}}`
	afterV2    = `{"id":"after-hours","state":{"id":"after-hours","conditions":[]}}`
	forwardAll = `{"id":"forward-all-calls","state":{"id":"forward-all-calls","enabled":true,"conditions":[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Range","ranges":[{"startDateTime":"2026-05-14T08:00:00","endDateTime":"2026-05-18T10:00:00"}]}]}}]}}`
	dnd        = `{"id":"dnd","state":{"id":"dnd","enabled":true,"conditions":[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Daily","startTime":"00:00:00","endTime":"23:59:59"}]}}]}}`
	dndOff     = `{"id":"dnd","state":{"id":"dnd","enabled":false,"conditions":[]}}`
	custom     = `{"id":"9","displayName":"Trip","enabled":true,"conditions":[{"type":"State","state":{"id":"work-hours"}},{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Daily","startTime":"23:00:00","endTime":"24:00"}]}}]}`
)

func TestInForce_choosesByPriorityAndSchedule(t *testing.T) {
	monday := func(at string) string { return "2026-05-18 " + at } // a Monday
	for _, c := range []struct {
		name  string
		rules []string
		at    string
		want  string // id; "" for unknown
	}{
		{"in work hours", []string{workV1, afterV1}, monday("09:00"), "business-hours-rule"},
		{"at their end", []string{workV1, afterV1}, monday("17:00"), "after-hours-rule"},
		{"on another day", []string{workV1, afterV1}, "2026-05-19 10:00", "after-hours-rule"},
		{"around the clock", []string{workOpen}, monday("03:00"), "business-hours-rule"},
		{"hours not said", []string{workRef, afterV1}, monday("10:00"), ""},
		{"custom first", []string{workV1, afterV1, meeting}, monday("14:10"), "1"},
		{"custom by date", []string{workV1, afterV1, lunch}, monday("15:29"), "2"},
		{"two custom rules", []string{workV1, meeting, lunch}, monday("14:45"), ""},
		{"for certain callers", []string{workV1, callers}, monday("10:00"), "business-hours-rule"},

		{"over midnight", []string{workV2, afterV2}, "2026-05-19 05:59", "work-hours"},
		{"after midnight", []string{workV2, afterV2}, "2026-05-19 06:00", "after-hours"},
		{"every day", []string{workDaily}, monday("23:59"), "work-hours"},
		{"without conditions", []string{workBare, afterV2}, monday("10:00"), ""},
		{"forward all", []string{forwardAll, dnd, workV2, afterV2}, monday("09:59"), "forward-all-calls"},
		{"forward all is over", []string{forwardAll, dndOff, workV2, afterV2}, monday("10:00"), "after-hours"},
		{"do not disturb", []string{dnd, workV2, afterV2}, monday("10:00"), "dnd"},
		{"custom on v2", []string{dndOff, workV2, afterV2, custom}, monday("23:30"), "9"},
		{"custom, one condition", []string{dndOff, workV2, afterV2, custom}, monday("22:30"), "work-hours"},
	} {
		at, err := time.Parse("2006-01-02 15:04", c.at)
		if err != nil {
			t.Fatal(err)
		}
		r, ok := InForce(readTestRules(t, c.rules), &TimeSet{}, at)
		if !ok {
			r.ID = ""
		}
		if r.ID != c.want {
			t.Errorf("%s: %q, want %q", c.name, r.ID, c.want)
		}
	}
}

// Where the rule only refers to them, the work hours decide.
func TestInForce_usesWorkTimes(t *testing.T) {
	schedule, _ := jsonobj.Read(json.RawMessage(`{"weeklyRanges":{"monday":[{"from":"09:00","to":"17:00"}]}}`))
	rules := readTestRules(t, []string{workRef, afterV1})
	for hour, want := range map[int]string{8: "after-hours-rule", 10: "business-hours-rule"} {
		if r, ok := InForce(rules, new(workTimes(schedule)), time.Date(2026, 5, 18, hour, 0, 0, 0, time.UTC)); !ok || r.ID != want {
			t.Errorf("at %d: %q %v, want %q", hour, r.ID, ok, want)
		}
	}
}

func readTestRules(t *testing.T, texts []string) []Rule {
	t.Helper()
	var rules []Rule
	for _, text := range texts {
		w, _ := jsonobj.Read(json.RawMessage(text))
		read := readV2Rule
		if w.Has("type") {
			read = readAnsweringRule
		}
		r, err := read(json.RawMessage(text))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		rules = append(rules, r)
	}
	return rules
}

func TestZone_locatesByName(t *testing.T) {
	summer := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	for name, want := range map[string]string{
		"America/Denver": "06:00", "US/Pacific": "05:00", "Mountain Time": "", "Local": "", "": "", "../../etc/passwd": "",
	} {
		where, ok := Zone{Name: name}.Location()
		got := summer.In(where).Format("15:04")
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
