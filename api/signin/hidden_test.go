package signin

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"rcfwd/api/tokenstore"
)

// Whatever holds a secret does not show it, printed alone or inside something.
func TestPrinting_hidesEverySecret(t *testing.T) {
	r := newRig(t)
	s := r.byJWT()
	b := r.browser(r.app())
	all := append(secretsOf(s.rec), b.verifier, "the-code")
	none := func(what any, text string) {
		t.Helper()
		for _, secret := range all {
			if strings.Contains(text, secret) {
				t.Errorf("%T shows a secret: %s", what, text)
			}
		}
	}
	for _, v := range []any{
		r.app(), environment{Server: server, App: r.app(), JWT: all[1]}, s, s.rec, *s.rec, s.rec.Token, *s.rec.Token,
		tokenstore.Credential{JWT: all[1], Secret: all[0]}, Code{"the-code"}, b, b.login, s.Status(),
		Credentials{JWT: all[1], Password: all[0]}, jwtGrant(all[1]), refreshGrant(all[3]), passwordGrant("u", "", all[0]), codeGrant("the-code", b.verifier, "x"),
		s.currentSource(), s.endpoint, *s.endpoint, s.store,
	} {
		none(v, fmt.Sprintf("%v %+v %#v %s %q", v, v, v, v, v))
		none(v, fmt.Sprintf("%+v %#v", struct{ In any }{v}, []any{v}))
	}
	for _, v := range []any{r.app(), environment{App: r.app(), JWT: all[1]}, s, b, b.login, Code{"the-code"}, s.Status()} {
		text, err := json.Marshal(v)
		if err != nil {
			t.Errorf("%T: %v", v, err)
		}
		none(v, string(text))
	}
}
