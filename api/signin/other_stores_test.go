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

// storesInUse reports which stores hold something.
func (r *rig) storesInUse() (file, ring bool) {
	return exists(r.storeFile()), len(r.options.keyring.(*fakeKeyring).kept) > 0
}

// A login in another store than the one before erases that one and ends its
// session.
func TestLogin_leavesNothingInTheStoreBefore(t *testing.T) {
	for _, from := range settings.Stores {
		for _, to := range settings.Stores {
			t.Run(string(from)+" to "+string(to), func(t *testing.T) {
				r := newRig(t)
				r.collectWarnings()
				r.options.Profile.Store = from
				before := r.byJWT()
				old := r.token(before)
				r.options.Profile.Store = to
				now := r.byJWT()
				if file, ring := r.storesInUse(); file != (to == settings.StoreFile) || ring != (to == settings.StoreKeyring) {
					t.Errorf("in the file: %v, in the keyring: %v", file, ring)
				}
				if status := r.try(old); from != to && from != settings.StoreNone && status != 401 {
					t.Errorf("the earlier session still gets %d", status)
				}
				if r.try(r.token(now)) != 200 || len(r.warnings()) != 0 || len(tokenstore.Others(new(r.options.storeOptions()))) != 0 {
					t.Errorf("%v", r.warnings())
				}
			})
		}
	}
}

func TestLogin_warnsOfWhatItCannotClear(t *testing.T) {
	r := newRig(t)
	r.collectWarnings()
	r.byJWT()
	if err := os.Chmod(r.storeFile(), 0o644); err != nil {
		t.Fatal(err)
	}
	r.options.Profile.Store = settings.StoreKeyring
	s := r.byJWT()
	if all := r.warnings(); len(all) != 1 || r.try(r.token(s)) != 200 || s.Warning() != nil {
		t.Errorf("%v, %v", all, s.Warning())
	} else {
		checkError(t, all[0], nil, "still in another store", "chmod 600")
	}

	ring := r.options.keyring.(*fakeKeyring)
	ring.before = func(string) error { return errors.New("locked") }
	r.options.Profile.Store = settings.StoreNone
	if err := os.Chmod(r.storeFile(), 0o600); err != nil {
		t.Fatal(err)
	}
	r.byJWT()
	if all := r.warnings(); len(all) != 2 {
		t.Errorf("%v", all)
	} else {
		checkError(t, all[1], nil, "still in another store", "keyring")
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
	if all := r.warnings(); len(all) != 3 {
		t.Errorf("%v", all)
	} else {
		checkError(t, all[2], nil, "could not be ended at the server")
	}
}

// keyringTime is how long package tokenstore waits for a keyring.
const keyringTime = 3 * time.Second

// A keyring that hangs delays a login or a logout by three seconds, and one that
// never held anything is not asked.
func TestLogin_waitsShortlyForAHangingKeyring(t *testing.T) {
	o := options(t, "https://rc.test")
	synctest.Test(t, func(t *testing.T) {
		ring := o.keyring.(*fakeKeyring)
		wake := make(chan struct{})
		defer close(wake)
		hang := func(string) error { <-wake; return errors.New("too late") }
		var warned []error
		o.Warn = func(err error) { warned = append(warned, err) }
		o.Transport, o.Profile.Server = &tokenServer{start: time.Now(), answer: numberedToken}, server
		in := func() time.Duration {
			start := time.Now()
			l, err := NewLogin(t.Context(), &o, app)
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
		f, err := Logout(t.Context(), &o)
		if took := time.Since(start); err != nil || f.Erased || !strings.Contains(f.NotErased, "did not answer within 3s") || took != keyringTime {
			t.Errorf("%+v, %v after %v", f, err, took)
		}
	})
}
