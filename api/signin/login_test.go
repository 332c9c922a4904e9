package signin

import (
	"net/url"
	"strings"
	"testing"

	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

func TestLogin_signsInByEveryGrant(t *testing.T) {
	ways := map[settings.Grant]func(r *rig) *Session{
		settings.GrantCode: func(r *rig) *Session { return r.byBrowser(r.app()) },
		settings.GrantJWT:  func(r *rig) *Session { return r.byJWT() },
		settings.GrantPassword: func(r *rig) *Session {
			c := r.rc.Credentials()
			s, err := r.login(r.app()).Password(r.t.Context(), c.Username, c.Extension, c.Password)
			if err != nil {
				r.t.Fatal(err)
			}
			return s
		},
	}
	for grant, in := range ways {
		t.Run(string(grant), func(t *testing.T) {
			r := newRig(t)
			s := in(r)
			first := r.token(s)
			if r.try(first) != 200 || s.Warning() != nil {
				t.Fatal(s.Warning())
			}
			kept := r.stored()
			if kept.AccessToken() != first || kept.Grant != grant || kept.Server != r.port.URL || (kept.JWT != "") != (grant == settings.GrantJWT) {
				t.Errorf("kept %+v", kept.Grant)
			}
			if strings.Contains(content(t, r.storeFile()), r.rc.Credentials().Password) {
				t.Error("the password was kept")
			}
			if p := s.Status(); p.Grant != grant || p.ClientID != r.app().ClientID {
				t.Errorf("%+v", p)
			}
			r.expireTokens()
			again := r.open()
			again.Refused(first)
			if second := r.token(again); second == first || r.try(second) != 200 || again.Status().Grant != grant {
				t.Error("another start cannot renew it")
			}
		})
	}
}

// The secret of an app is typed once: a later sign-in to the same server finds it
// in the store or in the session that ended.
func TestNewLogin_reusesTheStoredSecretOfTheApp(t *testing.T) {
	r := newRig(t)
	ended := r.byBrowser(r.app())
	again := App{ClientID: r.app().ClientID}
	if _, err := r.login(again).JWT(t.Context(), r.rc.Credentials().JWT); err != nil {
		t.Errorf("with the secret of the store: %v", err)
	}
	r.options.After, r.options.Profile.Store = ended, settings.StoreNone
	if _, err := r.login(again).JWT(t.Context(), r.rc.Credentials().JWT); err != nil {
		t.Errorf("with the secret of the session: %v", err)
	}

	if l := r.login(r.publicApp()); l.app.ClientSecret != "" {
		t.Error("another app is given the secret")
	}
	r.options.Profile.Store, r.options.Profile.Server = settings.StoreFile, newRig(t).options.Profile.Server
	if l := r.login(again); l.app.ClientSecret != "" {
		t.Error("another server is shown the secret")
	}
}

func TestNewLogin_refusesWhatCannotSignIn(t *testing.T) {
	r := newRig(t)
	_, err := NewLogin(t.Context(), &r.options, App{})
	checkError(t, err, nil, "client id is missing")
	r.options.Profile.Command = []string{"op"}
	_, err = NewLogin(t.Context(), &r.options, r.app())
	checkError(t, err, nil, "credential_command", r.options.Folders.ConfigFile())
	r.options.Profile.Command, r.options.Profile.Name = nil, "../x"
	_, err = NewLogin(t.Context(), &r.options, r.app())
	checkError(t, err, nil, "not a valid profile name")
	r.options.Profile.Name, r.options.Folders.State = "work", settingsFile(t, "")
	_, err = NewLogin(t.Context(), &r.options, r.app())
	checkError(t, err, nil, r.options.Folders.State)
	if r.tokenCalls() != 0 {
		t.Error("something was sent")
	}
	ok := newRig(t)
	_, err = ok.login(ok.app()).JWT(t.Context(), " \n")
	checkError(t, err, nil, "JWT is empty")
	_, err = ok.login(ok.app()).Password(t.Context(), "", "", "x")
	checkError(t, err, nil, "Enter both")
}

func TestProbe_triesTheStore(t *testing.T) {
	o := options(t, "https://rc.test")
	for _, kind := range settings.Stores {
		o.keyring, o.Profile.Store = newFakeKeyring(), kind
		if err := Probe(t.Context(), &o); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	ring := newFakeKeyring()
	ring.before = func(string) error { return tokenstore.ErrNoKeyring }
	o.keyring, o.Profile.Store = ring, settings.StoreKeyring
	checkError(t, Probe(t.Context(), &o), tokenstore.ErrKeyring, "Choose another store")
	o.Profile.Store, o.Folders.State = settings.StoreFile, settingsFile(t, "")
	checkError(t, Probe(t.Context(), &o), nil, o.Folders.State)
}

func TestNewLogin_refusesPlainHTTP(t *testing.T) {
	o := options(t, "http://127.0.0.1:1")
	o.Profile.Server = &url.URL{Scheme: "http", Host: "rc.test"}
	_, err := NewLogin(t.Context(), &o, app)
	checkError(t, err, nil, "plain http would send the sign-in", "https://rc.test")
}
