package sandbox

import (
	"strings"
	"testing"
)

// publishedOperations returns the lines of the list as operations.
func publishedOperations() []operation {
	var list []operation
	for line := range strings.Lines(published) {
		names, path, _ := strings.Cut(strings.TrimSpace(line), " ")
		for method := range strings.SplitSeq(names, ",") {
			list = append(list, operation{method: method, path: path})
		}
	}
	return list
}

// played returns the operations that the sandbox has, by method and path. The
// names of parameters do not count.
func played() map[string]bool {
	has := map[string]bool{}
	for _, op := range operations() {
		has[op.method+" "+unnamed(op.path)] = true
	}
	return has
}

func unnamed(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if strings.HasPrefix(p, "{") {
			parts[i] = "{}"
		}
	}
	return strings.Join(parts, "/")
}

func TestUnplayed_saysThatItIsTheSandbox(t *testing.T) {
	c, has, count := as(t, unlimited(t), "104"), played(), 0
	for _, op := range publishedOperations() {
		if has[op.method+" "+unnamed(op.path)] {
			continue
		}
		count++
		path := strings.NewReplacer("{accountId}", "~", "{extensionId}", "~", "{", "", "}", "").Replace(op.path)
		a := c.do(op.method, path, "")
		if a.status != 501 || a.code() != "CMN-202" || !strings.Contains(a.str("message"), "sandbox") || !strings.Contains(a.str("message"), op.method+" "+op.path) {
			t.Errorf("%s %s: %d %s", op.method, path, a.status, a.text)
		}
	}
	if count < 250 {
		t.Errorf("only %d operations are published and not played", count)
	}
}

// Every operation of openapi.json is played.
func TestOperations_coverTheSchema(t *testing.T) {
	has := played()
	for path, item := range schema(t).Paths.Map() {
		for method := range item.Operations() {
			if !has[method+" "+unnamed(path)] {
				t.Errorf("%s %s is not played", method, path)
			}
		}
	}
}

func TestVersions_arePublic(t *testing.T) {
	c := &client{t: t, s: newServer(t, Options{})}
	for path, want := range map[string]string{
		"/restapi":      `"apiVersions":[{"uri":"https://sandbox.test/restapi/v1.0","versionString":"`,
		"/restapi/v1.0": `{"uri":"https://sandbox.test/restapi/v1.0","versionString":"`,
	} {
		a := c.send(c.request("GET", path, ""))
		if a.status != 200 || !strings.Contains(a.text, want) || a.header.Get("X-Rate-Limit-Limit") != "" {
			t.Errorf("%s: %d %s", path, a.status, a.text)
		}
	}
}

func TestDeviceUsers_listsWhoRingsADevice(t *testing.T) {
	c := as(t, onV2(t), "104")
	users := func(device string) answer { return c.do("GET", myTargets+"/devices/"+device+"/extensions", "") }
	if a := users("802300400004"); a.text != `{"referencedExtensions":[]}` {
		t.Error(a.status, a.text)
	}
	c.do("PATCH", workRule, dispatch("RingInOrder", group(`{"type":"DeviceRingTarget","device":{"id":"802300400004"}}`), apps, toMail)).want(t, 200, "")
	if a := users("802300400004"); a.text != `{"referencedExtensions":[{"id":"801200400004"}]}` {
		t.Error(a.status, a.text)
	}
	users("1").want(t, 404, "CMN-102")
	as(t, unlimited(t), "104").do("GET", myTargets+"/devices/802300400004/extensions", "").want(t, 403, "CMN-109")
}

// People who are not kept are found too, and no one whose rules do not ring the
// device.
func TestDeviceUsers_agreeWithEveryRule(t *testing.T) {
	s, c := bigCompany(t, NewCallHandling)
	users := map[string][]string{}
	for e := range s.company.All() {
		for i := range 2 * blockSize {
			if d := s.company.crowd.device(i); d != nil && e.ringsDevice(d.ID) {
				users[d.ID] = append(users[d.ID], `{"id":"`+e.ID+`"}`)
			}
		}
	}
	if len(users) != 2 {
		t.Errorf("%d desk phones are rung by others, want one of each block", len(users))
	}
	for i := range 2 * blockSize {
		if d := s.company.crowd.device(i); d != nil {
			a := c.do("GET", myTargets+"/devices/"+d.ID+"/extensions", "")
			if a.text != `{"referencedExtensions":[`+strings.Join(users[d.ID], ",")+`]}` {
				t.Errorf("%s: %s, want %v", d.ID, a.text, users[d.ID])
			}
		}
	}
}
