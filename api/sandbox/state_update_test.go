package sandbox

import (
	"strings"
	"testing"
)

func TestUpdateState_switchesAndSchedules(t *testing.T) {
	s := onV2(t)
	c := as(t, s, "104")
	for _, tt := range []struct{ id, body, want string }{
		{"dnd", `{"enabled":true}`, `"enabled":true,"conditions":[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Daily","startTime":"00:00:00","endTime":"23:59:59"}]}}]`},
		{"dnd", `{}`, `"enabled":true`},
		{"dnd", `{"enabled":false}`, `"enabled":false`},
		{"forward-all-calls", `{"id":"x","enabled":true}`, `{"id":"forward-all-calls","displayName":"Forward all calls","enabled":true`},
		{"forward-all-calls", `{"conditions":[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Daily","startTime":"08:00:00","endTime":"09:30:00"}]}}]}`, `"enabled":true,"conditions":[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Daily","startTime":"08:00:00","endTime":"09:30:00"}]}}]`},
		{"forward-all-calls", `{"enabled":false,"conditions":[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Range","ranges":[{"startDateTime":"2026-08-01T08:00:00.000Z","endDateTime":"2026-08-02T08:00:00"}]}]}}]}`, `"enabled":false,"conditions":[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Range","ranges":[{"startDateTime":"2026-08-01T08:00:00","endDateTime":"2026-08-02T08:00:00"}]}]}}]`},
		{"work-hours", `{"enabled":true}`, `"enabled":true`},
	} {
		path := myStates + "/" + tt.id
		a := c.do("PATCH", path, tt.body)
		a.want(t, 200, "")
		if !strings.Contains(a.text, tt.want) || a.text != c.do("GET", path, "").text {
			t.Errorf("%s %s: %s", tt.id, tt.body, a.text)
		}
		if b := c.do("PATCH", path, a.text); b.text != a.text {
			t.Errorf("sent back: %s", b.text)
		}
	}
}

func TestUpdateState_refuses(t *testing.T) {
	s := onV2(t)
	c := as(t, s, "105")
	before := c.do("GET", myStates, "").text
	const daily = `{"conditions":[{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Daily","startTime":"08:00:00","endTime":"09:00:00"}]}}]}`
	for _, tt := range [][2]string{
		{"work-hours", `{"enabled":false}`}, {"after-hours", `{"enabled":false}`}, {"agent", `{"enabled":false}`},
		{"agent", daily}, {"dnd", daily}, {"dnd", `{"enabled":"true"}`}, {"dnd", `{"enabled":true,"conditions":{}}`},
		{"forward-all-calls", `{"enabled":true,"conditions":[]}`}, {"forward-all-calls", `{"conditions":[{"type":"State"}]}`},
		{"forward-all-calls", strings.Replace(daily, "08:00:00", "8:00:00", 1)}, {"forward-all-calls", strings.Replace(daily, "08:00", "10:00", 1)},
		{"forward-all-calls", strings.Replace(daily, "Daily", "Weekly", 1)}, {"forward-all-calls", strings.Replace(daily, "Daily", "Range", 1)},
	} {
		c.do("PATCH", myStates+"/"+tt[0], tt[1]).want(t, 400, "CMN-101")
	}
	c.do("PATCH", myStates+"/busy", `{}`).want(t, 404, "CMN-102")
	c.do("PATCH", myStates+"/dnd", `[`).want(t, 400, "CMN-103")
	if after := c.do("GET", myStates, "").text; after != before {
		t.Error(after)
	}
	as(t, unlimited(t), "104").do("PATCH", myStates+"/dnd", `{"enabled":true}`).want(t, 403, "CMN-109")
}
