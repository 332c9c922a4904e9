package api_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

// post adds a number of v1 in one request, without reading before.
func post(t *testing.T, c *api.Client, phone, label string) api.Applied {
	t.Helper()
	nothing := api.Snapshot{CallHandling: api.V1}
	edits, err := drafted(&nothing, func(d *api.Draft) error { return d.Add(&api.NewNumber{Phone: phone, Label: label}) })
	if err != nil {
		t.Fatal(err)
	}
	done, _ := c.Write(t.Context(), &nothing, edits)
	return done[0]
}

// created is the id of a number that was added.
func created(t *testing.T, a *api.Applied) string {
	t.Helper()
	var n struct{ ID string }
	if err := json.Unmarshal(a.After, &n); err != nil {
		t.Fatal(err)
	}
	return n.ID
}

func TestTrace_showsExchangesWithoutSecrets(t *testing.T) {
	s := calm(t)
	trace := rest.NewTrace()
	var log bytes.Buffer
	trace.Log(&log, false)
	c := clientOf(t, s, trace.Wrap(s), "104", "")
	made := post(t, c, "+14155550150", "Bob's boat")
	if made.Err != nil {
		t.Fatal(made.Err)
	}
	missing := api.Edit{Document: api.DocumentID{Kind: api.NumberDocument, ID: "1"}, Before: []byte(`{"id":"1"}`), Want: []byte(`{"label":"Ship"}`)}
	if done, _ := c.Write(t.Context(), &api.Snapshot{CallHandling: api.V1}, []api.Edit{missing}); done[0].Err == nil {
		t.Fatal("there is a number 1")
	}
	numbersOf(t, c)
	all := trace.Exchanges()
	if len(all) != 4 {
		t.Fatalf("%d exchanges", len(all))
	}
	token, post, put := all[0], all[1], all[2]
	if token.Path != "/restapi/oauth/token" || !strings.Contains(token.RequestBody, "assertion=***") || !strings.Contains(token.ResponseBody, `"access_token":"***"`) ||
		token.RequestHeader.Get("Authorization") != "Basic ***" {
		t.Errorf("%+v", token)
	}
	if post.Method != "POST" || post.Status != 200 || post.Group != "medium" || post.Limit < 1 || post.Remaining < 1 || post.RequestID == "" || post.Pending ||
		post.RequestHeader.Get("Authorization") != "Bearer ***" || !strings.Contains(post.ResponseText(), created(t, &made)) || !strings.Contains(post.RequestText(), "Bob's boat") {
		t.Errorf("%+v", post)
	}
	if put.Status != 404 {
		t.Errorf("%+v", put)
	}
	dump, _ := json.Marshal(all)
	credentials := s.Credentials()
	for _, secret := range []string{credentials.ClientSecret, credentials.JWT, "Bearer U", "MDA"} {
		if strings.Contains(string(dump), secret) || strings.Contains(log.String(), secret) {
			t.Errorf("%q was remembered", secret)
		}
	}
	if n := strings.Count(log.String(), "\n"); n != 4 || strings.Contains(log.String(), "14155550150") || !strings.Contains(log.String(), "+*50") {
		t.Errorf("%d lines: %s", n, log.String())
	}
	select {
	case <-trace.Changed():
	default:
		t.Error("no signal of a change")
	}
}

func TestTrace_showsALostAnswer(t *testing.T) {
	s := calm(t)
	trace := rest.NewTrace()
	c := clientOf(t, s, trace.Wrap(s), "104", "")
	numbersOf(t, c)
	s.FailNext("POST", "", sandbox.Fault{Kind: sandbox.DropAfter})
	post(t, c, "+14155550150", "Boat")
	s.FailNext("POST", "", sandbox.Fault{Kind: sandbox.Truncate})
	post(t, c, "+14155550151", "Ship")
	all := trace.Exchanges()
	if e := all[2]; e.Status != 0 || e.Failure == "" || e.Pending {
		t.Errorf("%+v", e)
	}
	if e := all[3]; e.Status != 200 || e.Failure == "" || e.Pending {
		t.Errorf("%+v", e)
	}
}

// The command is run by a real shell, with a curl that says what it was given.
func TestTrace_curlRuns(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell")
	}
	s := calm(t)
	trace := rest.NewTrace()
	c := clientOf(t, s, trace.Wrap(s), "104", "")
	label := "Bob's `boat` $HOME \"x\" \\ !"
	if made := post(t, c, "+14155550150", label); made.Err != nil {
		t.Fatal(made.Err)
	}
	numbersOf(t, c)
	say := "curl() { for a in \"$@\"; do printf '<%s>' \"$a\"; done; }\n"
	run := func(e rest.Exchange) string {
		cmd := exec.Command(sh, "-c", say+e.Curl())
		cmd.Env = append(os.Environ(), "RC_ACCESS_TOKEN=tok en", "RC_USER_JWT=j.w.t", "RC_APP_CLIENT_ID=id", "RC_APP_CLIENT_SECRET=shh")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v: %s", e.Curl(), err, out)
		}
		return string(out)
	}
	all := trace.Exchanges()
	for i, wants := range [][]string{
		{"<-X><POST>", "<-u><id:shh>", "<assertion=j.w.t>", "<grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer>"},
		{"<-H><Authorization: Bearer tok en>", "<" + all[1].RequestBody + ">", "<Content-Type: application/json>"},
		{"<" + base + all[2].Path + ">", "<-H><Authorization: Bearer tok en>"},
	} {
		got := run(all[i])
		for _, want := range wants {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %s", got, want)
			}
		}
	}
}
