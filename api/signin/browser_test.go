package signin

import (
	"net/url"
	"strings"
	"testing"

	"rcfwd/api/settings"
)

func TestBrowser_opensAnAddressWithoutASecret(t *testing.T) {
	r := newRig(t)
	r.options.Profile.Redirect = ""
	a, b := r.browser(r.publicApp()), r.browser(r.publicApp())
	u, err := url.Parse(a.URL())
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if !strings.HasPrefix(a.URL(), r.port.URL+"/restapi/oauth/authorize?") || q.Get("redirect_uri") != settings.DefaultRedirect ||
		q.Get("response_type") != "code" || q.Get("client_id") != r.publicApp().ClientID || q.Get("code_challenge_method") != "S256" {
		t.Error(a.URL())
	}
	if len(a.verifier) != 43 || len(a.state) != 43 || len(q.Get("code_challenge")) != 43 || a.verifier == b.verifier || a.state == b.state || a.state == a.verifier {
		t.Errorf("%d, %d", len(a.verifier), len(a.state))
	}
	checkHidden(t, a.URL()+printed(a), a.verifier)
	if !a.CanListen() || a.Redirect() != settings.DefaultRedirect {
		t.Error(a.Redirect())
	}
}

func TestBrowser_refusesBadRedirects(t *testing.T) {
	for _, s := range []string{"http://rc.test/x", "rcfwd", "ftp://localhost/", "https://", "https://a.test/#x", "https://u:p@a.test/", "myapp:/x"} {
		r := newRig(t)
		r.options.Profile.Redirect = s
		_, err := r.login(r.app()).Browser()
		checkError(t, err, nil, "redirect URI")
	}
	r := newRig(t)
	r.options.Profile.Redirect = "https://127.0.0.1/rcfwd"
	b := r.browser(r.app())
	_, err := b.Listen(t.Context())
	checkError(t, err, nil, "Paste the address")
	code, err := b.Read(r.signInAtServer(b))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Finish(t.Context(), code); err != nil {
		t.Error(err)
	}
}
