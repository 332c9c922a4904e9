package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"testing"
)

// batchOf returns the statuses of a batch and the ids of its parts.
func batchOf(t *testing.T, a answer) (statuses, ids string) {
	t.Helper()
	media, params, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	if err != nil || media != "multipart/mixed" || a.status != 207 {
		t.Fatalf("%d %v %s", a.status, a.header, a.text)
	}
	var parts []map[string]any
	for r := multipart.NewReader(strings.NewReader(a.text), params["boundary"]); ; {
		p, err := r.NextPart()
		if err == io.EOF {
			break
		}
		var body map[string]any
		if err != nil || p.Header.Get("Content-Type") != "application/json" || json.NewDecoder(p).Decode(&body) != nil {
			t.Fatal(err, a.text)
		}
		parts = append(parts, body)
	}
	for _, r := range parts[0]["response"].([]any) {
		r := r.(map[string]any)
		statuses += fmt.Sprint(r["status"], " ")
		if !strings.HasPrefix(fmt.Sprint(r["href"]), testBase+"/restapi/v1.0/account/") || r["responseDescription"] == "" {
			t.Error(r)
		}
	}
	for _, p := range parts[1:] {
		if e, ok := p["extension"].(map[string]any); ok && p["presenceStatus"] != nil {
			p = e
		}
		if id, ok := p["id"].(float64); ok {
			p["id"] = fmt.Sprintf("%.0f", id)
		}
		ids += fmt.Sprint(p["id"], p["errorCode"], " ")
	}
	return strings.ReplaceAll(statuses, "<nil>", ""), strings.ReplaceAll(ids, "<nil>", "")
}

func TestBatch_answersOnePartPerID(t *testing.T) {
	c := as(t, unlimited(t), "104")
	const account = "/restapi/v1.0/account/~"
	for path, want := range map[string][2]string{
		account + "/extension/801200400004,801200401004":          {"200 200 ", "801200400004 801200401004 "},
		account + "/extension/~,5":                                {"200 404 ", "801200400004 CMN-102 "},
		account + "/extension/801200401004,801200400004/presence": {"200 200 ", "801200401004 801200400004 "},
		account + "/extension/~,5/device":                         {"200 404 ", "  CMN-102 "},
		account + "/device/801553370004,802300400004,1":           {"200 200 404 ", "801553370004 802300400004 CMN-102 "},
	} {
		statuses, ids := batchOf(t, c.do("GET", path, ""))
		if statuses != want[0] || ids != want[1] {
			t.Errorf("%s: got %s%s, want %s", path, statuses, ids, want)
		}
	}
	req := c.request("GET", account+"/extension/~,5", "")
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("Accept", batchJSON)
	a := c.send(req)
	var list []batchItem
	if err := json.Unmarshal([]byte(a.text), &list); err != nil || a.status != 207 || len(list) != 2 || list[1].Status != 404 || list[1].ResourceID != "5" {
		t.Error(a.status, a.text)
	}
}

func TestBatch_isBounded(t *testing.T) {
	s := newServer(t, Options{})
	c := as(t, s, "104")
	many := func(n int) string {
		return "/restapi/v1.0/account/~/extension/" + strings.TrimSuffix(strings.Repeat("~,", n), ",")
	}
	c.do("GET", many(31), "").want(t, 400, "CMN-106")
	if statuses, _ := batchOf(t, c.do("GET", many(30), "")); statuses != strings.Repeat("200 ", 30) {
		t.Error(statuses)
	}
	c.do("GET", many(30), "").want(t, 429, "CMN-301") // each id counts
	c.token = "U1BCnonsense"
	c.do("GET", many(2), "").want(t, 401, "OAU-149")
}

// Forwarding numbers, rules and changes do not take several ids.
func TestBatch_isOnlyWhereItIsDocumented(t *testing.T) {
	c := as(t, unlimited(t), "104")
	c.do("GET", myNumbers+"/711909004,711910004", "").want(t, 404, "CMN-102")
	c.do("GET", myRules+"/business-hours-rule,after-hours-rule", "").want(t, 404, "CMN-102")
	c.do("GET", "/restapi/v1.0/account/~/extension/~,~/forwarding-number", "").want(t, 404, "CMN-102")
	c.do("PUT", "/restapi/v1.0/account/~/extension/~,~", "{}").want(t, 501, "CMN-202")
}
