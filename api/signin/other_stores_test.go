package signin

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// left is what the stores of a rig hold.
func (r *rig) left() (file, ring bool) {
	return exists(r.storeFile()), len(r.options.keyring.(*fakeKeyring).kept) > 0
}

// A login that is kept elsewhere than the one before leaves nothing of that one:
// neither here nor, while it would last, at the server.
func TestLoginThatChangesTheStore(t *testing.T) {
	for _, from := range settings.Stores {
		for _, to := range settings.Stores {
			t.Run(string(from)+" to "+string(to), func(t *testing.T) {
				r := newRig(t)
				r.hearing()
				r.options.Profile.Store = from
				before := r.byJWT()
				old := r.token(before)
				r.options.Profile.Store = to
				now := r.byJWT()
				if file, ring := r.left(); file != (to == settings.StoreFile) || ring != (to == settings.StoreKeyring) {
					t.Errorf("in the file: %v, in the keyring: %v", file, ring)
				}
				if status := r.try(old); from != to && from != settings.StoreNone && status != 401 {
					t.Errorf("the earlier session still gets %d", status)
				}
				if r.try(r.token(now)) != 200 || len(r.warned()) != 0 || len(tokenstore.Others(r.options.storeOptions())) != 0 {
					t.Errorf("%v", r.warned())
				}
			})
		}
	}
}

// What cannot be done about the earlier one is told, and the login stands.
func TestLoginThatCannotClearTheOldStore(t *testing.T) {
	r := newRig(t)
	r.hearing()
	r.byJWT()
	if err := os.Chmod(r.storeFile(), 0o644); err != nil {
		t.Fatal(err)
	}
	r.options.Profile.Store = settings.StoreKeyring
	s := r.byJWT()
	if all := r.warned(); len(all) != 1 || r.try(r.token(s)) != 200 || s.Warning() != nil {
		t.Errorf("%v, %v", all, s.Warning())
	} else {
		mustFail(t, all[0], nil, "still in another store", "chmod 600")
	}

	ring := r.options.keyring.(*fakeKeyring)
	ring.before = func(string) error { return errors.New("locked") }
	r.options.Profile.Store = settings.StoreNone
	if err := os.Chmod(r.storeFile(), 0o600); err != nil {
		t.Fatal(err)
	}
	r.byJWT()
	if all := r.warned(); len(all) != 2 {
		t.Errorf("%v", all)
	} else {
		mustFail(t, all[1], nil, "still in another store", "keyring")
	}
	if exists(r.storeFile()) {
		t.Error("the file is left too")
	}
	if f := r.logout(); f.Erased || !strings.Contains(f.NotErased, "keyring") || !strings.Contains(f.NotErased, "logout again") {
		t.Errorf("%+v", f)
	}
	ring.before = nil
	if f := r.logout(); !f.Erased || !f.Revoked || len(ring.kept) != 0 {
		t.Errorf("%+v and %v", f, ring.kept)
	}

	r.options.Profile.Store = settings.StoreFile
	r.byJWT()
	r.rc.FailNext("POST", "/oauth/revoke", sandbox.Fault{Status: 500})
	r.options.Profile.Store = settings.StoreNone
	r.byJWT()
	if all := r.warned(); len(all) != 3 {
		t.Errorf("%v", all)
	} else {
		mustFail(t, all[2], nil, "could not be ended at the server")
	}
}

// keyringTime is how long package tokenstore waits for a keyring.
const keyringTime = 3 * time.Second

// A keyring that hangs holds up neither a login nor a logout for long, and one
// that never held anything is not asked.
func TestKeyringThatHangsElsewhere(t *testing.T) {
	o := options(t, "https://rc.test")
	synctest.Test(t, func(t *testing.T) {
		ring := o.keyring.(*fakeKeyring)
		wake := make(chan struct{})
		defer close(wake)
		hang := func(string) error { <-wake; return errors.New("too late") }
		var warned []error
		o.Warn = func(err error) { warned = append(warned, err) }
		o.Transport, o.Profile.Server = &office{start: time.Now(), answer: numbered}, server
		in := func() time.Duration {
			start := time.Now()
			l, err := NewLogin(t.Context(), o, app)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := l.JWT(t.Context(), assertion); err != nil {
				t.Fatal(err)
			}
			return time.Since(start)
		}
		ring.before = hang
		if took := in(); took != 0 || len(warned) != 0 {
			t.Errorf("it took %v, and warned of %v", took, warned)
		}
		ring.before, o.Profile.Store = nil, settings.StoreKeyring
		in()
		warned, ring.before, o.Profile.Store = nil, hang, settings.StoreFile
		if took := in(); took != keyringTime || len(warned) != 1 {
			t.Errorf("it took %v, and warned of %v", took, warned)
		}
		start := time.Now()
		f, err := Logout(t.Context(), o)
		if took := time.Since(start); err != nil || f.Erased || !strings.Contains(f.NotErased, "did not answer within 3s") || took != keyringTime {
			t.Errorf("%+v, %v after %v", f, err, took)
		}
	})
}

// A logout finds what the profile does not name.
func TestLogoutLooksEverywhere(t *testing.T) {
	for _, from := range settings.Stores[:2] {
		for _, to := range settings.Stores {
			r := newRig(t)
			r.options.Profile.Store = from
			token := r.token(r.byJWT())
			r.options.Profile.Store = to
			f := r.logout()
			if file, ring := r.left(); file || ring || !f.HadTokens || !f.Revoked || !f.Erased || r.try(token) != 401 {
				t.Errorf("%s, then %s: %+v, and %v, %v", from, to, f, file, ring)
			}
			if f := r.logout(); f.HadTokens || !f.Erased {
				t.Errorf("a second time %+v", f)
			}
		}
	}
	r := newRig(t)
	r.byJWT()
	if err := os.Chmod(r.storeFile(), 0o644); err != nil {
		t.Fatal(err)
	}
	r.options.Profile.Store = settings.StoreNone
	if f := r.logout(); f.Erased || !f.HadTokens || f.Revoked || !strings.Contains(f.NotErased, "chmod 600") {
		t.Errorf("%+v", f)
	}
}
