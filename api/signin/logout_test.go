package signin

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/api/settings"
)

// The secret of the app is not stored, so the command runs again to end the
// session.
func TestLogout_runsTheCredentialCommandForTheSecret(t *testing.T) {
	r := newRig(t)
	r.useCommand(r.commandOutput())
	token := r.token(r.open())
	if f := r.logout(); !f.Revoked || f.NotRevoked != "" || !f.Erased || r.try(token) != 401 || commandRuns(t) != 2 {
		t.Errorf("%+v after %d runs, and the token gets %d", f, commandRuns(t), r.try(token))
	}

	r.token(r.open())
	t.Setenv("RCFWD_TEST_OUTPUT", "two words")
	f := r.logout()
	if f.Revoked || !strings.Contains(f.NotRevoked, "secret of the app is not stored") || !strings.Contains(f.NotRevoked, "printed neither") || !f.Erased {
		t.Errorf("%+v", f)
	}

	r.useCommand(r.commandOutput())
	r.token(r.open())
	r.options.Profile.Command = nil
	if f := r.logout(); f.Revoked || !strings.Contains(f.NotRevoked, "no longer names") || !f.Erased {
		t.Errorf("%+v", f)
	}

	r.useCommand(r.commandOutput())
	r.token(r.open())
	before := commandRuns(t)
	r.options.Profile.Server = server
	if f := r.logout(); f.Revoked || commandRuns(t) != before {
		t.Errorf("the command is run for another server: %+v", f)
	}
}

func (r *rig) logout() LogoutResult {
	r.t.Helper()
	f, err := Logout(r.t.Context(), &r.options)
	if err != nil {
		r.t.Fatal(err)
	}
	return f
}

func TestLogout_revokesAndErases(t *testing.T) {
	for _, app := range []func(*rig) App{(*rig).app, (*rig).publicApp} {
		r := newRig(t)
		s := r.byBrowser(app(r))
		token := r.token(s)
		f := r.logout()
		if !f.HadTokens || !f.Revoked || !f.Erased || f.NotRevoked != "" || f.NotErased != "" || len(f.Remaining) != 0 || f.Server != r.port.URL {
			t.Errorf("%+v", f)
		}
		checkHidden(t, printed(f), secretsOf(s.rec)...)
		if status := r.try(token); status != 401 {
			t.Errorf("the token still gets %d", status)
		}
		if _, err := os.Lstat(r.storeFile()); !errors.Is(err, fs.ErrNotExist) {
			t.Error(err)
		}
		_, err := Open(t.Context(), &r.options)
		checkError(t, err, ErrNotSignedIn, "rcfwd login")
		if f := r.logout(); f.HadTokens || f.Revoked || !f.Erased {
			t.Errorf("a second time %+v", f)
		}
	}
}

func TestLogout_tellsWhatStillSignsIn(t *testing.T) {
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
	r.useCommand("x")
	if left := strings.Join(r.logout().Remaining, " "); !strings.Contains(left, "credential_command") {
		t.Error(left)
	}
}

// With a sign-in in the environment, logout names the server that status names, and the
// one of the session that it ends.
func TestLogout_namesTheServerThatStatusNames(t *testing.T) {
	r := newRig(t)
	r.byJWT()
	env := map[string]string{EnvServer: "https://other.test", EnvID: "client", EnvSecret: "secret", EnvJWT: assertion}
	r.options.Getenv = func(name string) string { return env[name] }
	for _, stored := range []string{r.port.URL, ""} {
		status, err := ReadStatus(t.Context(), &r.options)
		if err != nil {
			t.Fatal(err)
		}
		f := r.logout()
		if f.Server != "https://other.test" || f.Server != status.Server || f.StoredServer != stored || f.Revoked != (stored != "") || !strings.Contains(strings.Join(f.Remaining, " "), "signs in to https://other.test: unset") {
			t.Errorf("%+v, status %+v", f, status)
		}
	}
	delete(env, EnvServer)
	if f := r.logout(); f.Server != r.port.URL {
		t.Errorf("%+v", f)
	}
}

// A failure at the server does not stop the erasing, and a failure to erase is
// reported.
func TestLogout_erasesWhatItCannotRevoke(t *testing.T) {
	r := newRig(t)
	s := r.byJWT()
	r.rc.FailNext("POST", "/oauth/revoke", sandbox.Fault{Status: 500, Message: "quoting " + s.rec.Token.Refresh})
	f := r.logout()
	if !f.HadTokens || f.Revoked || !strings.Contains(f.NotRevoked, "500") && !strings.Contains(f.NotRevoked, "internal problem") || !f.Erased {
		t.Errorf("%+v", f)
	}
	checkHidden(t, printed(f), secretsOf(s.rec)...)

	r.byJWT()
	r.port.Close()
	if f := r.logout(); f.Revoked || !strings.Contains(f.NotRevoked, "No server answers") || !f.Erased {
		t.Errorf("offline %+v", f)
	}
}

func TestLogout_handlesAStoreThatCannotBeRead(t *testing.T) {
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

// A logout finds also what is in a store that the profile does not name.
func TestLogout_clearsEveryStore(t *testing.T) {
	for _, from := range settings.Stores[:2] {
		for _, to := range settings.Stores {
			r := newRig(t)
			r.options.Profile.Store = from
			token := r.token(r.byJWT())
			r.options.Profile.Store = to
			f := r.logout()
			if file, ring := r.storesInUse(); file || ring || !f.HadTokens || !f.Revoked || !f.Erased || r.try(token) != 401 {
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
