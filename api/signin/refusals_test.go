package signin

import (
	"errors"
	"testing"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

// Every refusal in the dossier is explained with what to change.
func TestLogin_explainsEveryRefusal(t *testing.T) {
	words := map[string]string{
		"OAU-101": "brand", "OAU-102": "developer console", "OAU-105": "Sign in as a user", "OAU-106": "Sign in again",
		"OAU-108": "Sign in again", "OAU-109": "redirect URI", "OAU-110": "another app", "OAU-112": "Settings > Auth",
		"OAU-113": "redirect URI", "OAU-125": "Settings > Auth", "OAU-134": "app", "OAU-136": "extension", "OAU-140": "not accepted",
		"OAU-141": "administrator", "OAU-142": "administrator", "OAU-146": "developer console", "OAU-147": "administrator",
		"OAU-148": "single sign-on", "OAU-153": "developer console", "OAU-168": "JWT", "OAU-213": "Sign in again",
		"OAU-250": "server", "OAU-251": "Settings > Auth", "CMN-401": "App permissions", "CMN-301": "Wait",
	}
	r := newRig(t)
	for code, want := range words {
		r.options = options(t, r.port.URL) // whose folders share no limit with the code before
		l := r.login(r.app())
		status := 400
		if code == "CMN-301" {
			status = 403 // any but 429, which is retried
		}
		r.rc.FailNext("POST", "/oauth/token", sandbox.Fault{Status: status, Code: code})
		_, err := l.JWT(t.Context(), r.rc.Credentials().JWT)
		e, ok := errors.AsType[*rest.Error](err)
		if !ok || e.Code != code {
			t.Errorf("%s gives %v", code, err)
			continue
		}
		checkError(t, err, nil, code, want)
		if _, err := Open(t.Context(), &r.options); !errors.Is(err, ErrNotSignedIn) {
			t.Errorf("%s left something: %v", code, err)
		}
	}
}

// The sandbox refuses what the service is known to refuse.
func TestLogin_isRefusedBySandboxAsDocumented(t *testing.T) {
	c := func(r *rig) sandbox.Credentials { return r.rc.Credentials() }
	tests := map[string]func(r *rig) error{
		"OAU-140 password": func(r *rig) error {
			_, err := r.login(r.app()).Password(t.Context(), c(r).Username, c(r).Extension, "wrong")
			return err
		},
		"OAU-147": func(r *rig) (err error) {
			l := r.login(r.app())
			for range 6 {
				_, err = l.Password(t.Context(), c(r).Username, c(r).Extension, "wrong")
			}
			return err
		},
		"OAU-146": func(r *rig) error {
			_, err := r.login(App{c(r).ClientID, "wrong"}).JWT(t.Context(), c(r).JWT)
			return err
		},
		"OAU-153": func(r *rig) error {
			_, err := r.login(App{"nobody", "wrong"}).JWT(t.Context(), c(r).JWT)
			return err
		},
		"OAU-251": func(r *rig) error {
			_, err := r.login(r.publicApp()).JWT(t.Context(), c(r).JWT)
			return err
		},
		"OAU-106": func(r *rig) error {
			_, err := r.browser(r.app()).Finish(t.Context(), Code{"made-up"})
			return err
		},
		"OAU-109": func(r *rig) error {
			b := r.browser(r.app())
			code, _ := b.Read(r.signInAtServer(b))
			b.redirect.Path = "/other"
			_, err := b.Finish(t.Context(), code)
			return err
		},
		"OAU-106 verifier": func(r *rig) error {
			b := r.browser(r.app())
			code, _ := b.Read(r.signInAtServer(b))
			b.verifier = randomText()
			_, err := b.Finish(t.Context(), code)
			return err
		},
		"OAU-106 twice": func(r *rig) error {
			b := r.browser(r.app())
			code, _ := b.Read(r.signInAtServer(b))
			_, err := b.Finish(t.Context(), code)
			if err == nil {
				_, err = b.Finish(t.Context(), code)
			}
			return err
		},
	}
	for name, do := range tests {
		r := newRig(t)
		err := do(r)
		checkError(t, err, nil, name[:7])
		checkHidden(t, printed(err)+api.Explain(err).String(), c(r).JWT, c(r).Password, c(r).ClientSecret, "made-up")
	}
}
