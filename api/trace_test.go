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

func TestTrace_keepsExchangesWithoutSecrets(t *testing.T) {
	s := sandboxV1(t)
	trace := rest.NewTrace()
	var log bytes.Buffer
	trace.Log(&log, false)
	c := clientOf(t, s, trace.Wrap(s), "104", "")
	made, err := c.CreateNumber(t.Context(), api.NewNumber{Phone: "+14155550150", Label: "Bob's boat"})
	if err != nil {
		t.Fatal(err)
	}
	label := "Ship"
	if _, err := c.UpdateNumber(t.Context(), api.Number{ID: "1", Type: api.Other}, api.Change{Label: &label}); err == nil {
		t.Fatal("there is a number 1")
	}
	numbersOf(t, c)
	all := trace.Exchanges()
	if len(all) != 4 {
		t.Fatalf("%d exchanges", len(all))
	}
	token, post, missing := all[0], all[1], all[2]
	if token.Path != "/restapi/oauth/token" || !strings.Contains(token.RequestBody, "assertion=***") || !strings.Contains(token.ResponseBody, `"access_token":"***"`) ||
		token.RequestHeader.Get("Authorization") != "Basic ***" {
		t.Errorf("%+v", token)
	}
	if post.Method != "POST" || post.Status != 200 || post.Group != "medium" || post.Limit < 1 || post.Remaining < 1 || post.RequestID == "" || post.Pending ||
		post.RequestHeader.Get("Authorization") != "Bearer ***" || !strings.Contains(post.ResponseText(), made.ID) || !strings.Contains(post.RequestText(), "Bob's boat") {
		t.Errorf("%+v", post)
	}
	if missing.Status != 404 {
		t.Errorf("%+v", missing)
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
		t.Error("there is no signal")
	}
}

func TestTrace_keepsLostAnswers(t *testing.T) {
	s := sandboxV1(t)
	trace := rest.NewTrace()
	c := clientOf(t, s, trace.Wrap(s), "104", "")
	numbersOf(t, c)
	s.FailNext("POST", "", sandbox.Fault{Kind: sandbox.DropAfter})
	_, _ = c.CreateNumber(t.Context(), api.NewNumber{Phone: "+14155550150", Label: "Boat"})
	s.FailNext("POST", "", sandbox.Fault{Kind: sandbox.Truncate})
	_, _ = c.CreateNumber(t.Context(), api.NewNumber{Phone: "+14155550151", Label: "Ship"})
	all := trace.Exchanges()
	if e := all[2]; e.Status != 0 || e.Failure == "" || e.Pending {
		t.Errorf("%+v", e)
	}
	if e := all[3]; e.Status != 200 || e.Failure == "" || e.Pending {
		t.Errorf("%+v", e)
	}
}

// A real shell runs the command, with a curl that prints its arguments.
func TestCurl_runsInAShell(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell")
	}
	s := sandboxV1(t)
	trace := rest.NewTrace()
	c := clientOf(t, s, trace.Wrap(s), "104", "")
	label := "Bob's `boat` $HOME \"x\" \\ !"
	if _, err := c.CreateNumber(t.Context(), api.NewNumber{Phone: "+14155550150", Label: label}); err != nil {
		t.Fatal(err)
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
