package signin

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

func (r *rig) logout() LogoutResult {
	r.t.Helper()
	f, err := Logout(r.t.Context(), r.options)
	if err != nil {
		r.t.Fatal(err)
	}
	return f
}

func TestLogout(t *testing.T) {
	for _, app := range []func(*rig) App{(*rig).app, (*rig).public} {
		r := newRig(t)
		s := r.byBrowser(app(r))
		token := r.token(s)
		f := r.logout()
		if !f.HadTokens || !f.Revoked || !f.Erased || f.NotRevoked != "" || f.NotErased != "" || len(f.Remaining) != 0 || f.Server != r.port.URL {
			t.Errorf("%+v", f)
		}
		secret(t, everyForm(f), secretsOf(s.rec)...)
		if status := r.try(token); status != 401 {
			t.Errorf("the token still gets %d", status)
		}
		if _, err := os.Lstat(r.storeFile()); !errors.Is(err, fs.ErrNotExist) {
			t.Error(err)
		}
		_, err := Open(t.Context(), r.options)
		mustFail(t, err, ErrNotSignedIn, "rcfwd login")
		if f := r.logout(); f.HadTokens || f.Revoked || !f.Erased {
			t.Errorf("a second time %+v", f)
		}
	}
}

func TestLogoutSaysWhatIsLeft(t *testing.T) {
	r := newRig(t)
	r.byJWT()
	r.options.Getenv = func(name string) string {
		if name == EnvJWT {
			return assertion
		}
		return ""
	}
	f := r.logout()
	left := strings.Join(f.Remaining, " ")
	if !strings.Contains(left, "developer console") || !strings.Contains(left, "unset RC_USER_JWT") {
		t.Error(left)
	}
	r.commanded("x")
	if left := strings.Join(r.logout().Remaining, " "); !strings.Contains(left, "credential_command") {
		t.Error(left)
	}
}

// What goes wrong at the server keeps nothing from being erased here, and what
// goes wrong here is told.
func TestLogoutThatCannotDoAll(t *testing.T) {
	r := newRig(t)
	s := r.byJWT()
	r.rc.FailNext("POST", "/oauth/revoke", sandbox.Fault{Status: 500, Message: "quoting " + s.rec.Token.Refresh})
	f := r.logout()
	if !f.HadTokens || f.Revoked || !strings.Contains(f.NotRevoked, "500") && !strings.Contains(f.NotRevoked, "problem of its own") || !f.Erased {
		t.Errorf("%+v", f)
	}
	secret(t, everyForm(f), secretsOf(s.rec)...)

	r.byJWT()
	r.port.Close()
	if f := r.logout(); f.Revoked || !strings.Contains(f.NotRevoked, "Nothing answers") || !f.Erased {
		t.Errorf("offline %+v", f)
	}
}

func TestLogoutOfAStoreThatIsSpoilt(t *testing.T) {
	r := newRig(t)
	r.byJWT()
	if err := os.WriteFile(r.storeFile(), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if f := r.logout(); f.Revoked || !strings.Contains(f.NotRevoked, "is damaged") || !f.Erased {
		t.Errorf("damaged %+v", f)
	}
	if err := os.WriteFile(r.storeFile(), []byte(`{"somebody":"else"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if f := r.logout(); f.Erased || !strings.Contains(f.NotErased, "was not written by rcfwd") {
		t.Errorf("foreign %+v", f)
	}
	if err := os.Chmod(r.storeFile(), 0o644); err != nil {
		t.Fatal(err)
	}
	if f := r.logout(); !f.HadTokens || f.Revoked || f.Erased || !strings.Contains(f.NotErased, "chmod 600") || !strings.Contains(f.NotRevoked, "could not be read") {
		t.Errorf("open %+v", f)
	}
}

func TestStatus(t *testing.T) {
	r := newRig(t)
	r.options.Profile.Account, r.options.Profile.Extension = "1", "2"
	if st, err := ReadStatus(t.Context(), r.options); err != nil || st.SignedIn || st.Source != tokenstore.FromNothing || st.Server != r.port.URL || st.Store != settings.StoreFile {
		t.Errorf("%+v, %v", st, err)
	}
	s := r.byJWT()
	r.port.Close() // offline
	st, err := ReadStatus(t.Context(), r.options)
	if err != nil {
		t.Fatal(err)
	}
	if !st.SignedIn || !st.Renewable || st.Grant != settings.GrantJWT || st.Source != tokenstore.FromStore || st.OwnerID == "" || len(st.Scopes) < 2 ||
		st.Expires == nil || st.RefreshExpires == nil || !st.RefreshExpires.After(*st.Expires) || st.Account != "1" || st.Extension != "2" {
		t.Errorf("%+v", st)
	}
	secret(t, everyForm(st), secretsOf(s.rec)...)
	text, err := json.Marshal(st)
	if err != nil || !strings.Contains(string(text), `"ownerId"`) || !strings.Contains(string(text), `"expires":"2`) {
		t.Errorf("%s, %v", text, err)
	}
	if err := os.WriteFile(r.storeFile(), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	st, err = ReadStatus(t.Context(), r.options)
	if mustFail(t, err, nil, "cannot be used: it is empty", "rm "+r.storeFile()); st.Profile != "work" || st.SignedIn {
		t.Errorf("%+v", st)
	}
}
