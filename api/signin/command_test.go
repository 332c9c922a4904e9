package signin

import (
	"errors"
	"os"
	"path/filepath"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
	"strings"
	"testing"
)

// commanded has the profile take its credential from the test binary, which
// prints output.
func (r *rig) commanded(output string) {
	r.t.Helper()
	r.t.Setenv("RCFWD_TEST_CHILD", "unlocked")
	r.t.Setenv("RCFWD_TEST_OUTPUT", output)
	r.t.Setenv("RCFWD_TEST_RUNS", filepath.Join(r.t.TempDir(), "runs"))
	r.options.Profile.Command = []string{os.Args[0]}
}

func runs(t *testing.T) int {
	t.Helper()
	data, err := os.ReadFile(os.Getenv("RCFWD_TEST_RUNS"))
	if errors.Is(err, os.ErrNotExist) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	return len(data)
}

// whole is what a command prints that knows the app too.
func (r *rig) whole() string {
	c := r.rc.Credentials()
	return `{"jwt":"` + c.JWT + `","client_id":"` + c.ClientID + `","client_secret":"` + c.ClientSecret + "\"}\n"
}

// A command is run when its secret is needed and not before; of what it prints
// nothing is stored, but the token is, so that the next start needs no secret.
func TestCredentialCommand(t *testing.T) {
	r := newRig(t)
	r.commanded(r.whole())
	s := r.open()
	if st := s.Status(); runs(t) != 0 || !st.SignedIn || !st.Renewable || st.Source != tokenstore.FromCommand {
		t.Errorf("%d runs, %+v", runs(t), st)
	}
	first := r.token(s)
	if r.try(first) != 200 || runs(t) != 1 {
		t.Errorf("%d runs", runs(t))
	}
	secret(t, content(t, r.storeFile()), r.rc.Credentials().JWT, r.rc.Credentials().ClientSecret)
	again := r.open()
	if r.token(again) != first || runs(t) != 1 {
		t.Errorf("another start has another token after %d runs", runs(t))
	}
	again.Refused(first)
	second := r.token(again)
	s.Refused(first)
	if r.token(s) != second || runs(t) != 2 {
		t.Errorf("%d runs", runs(t))
	}
	r.endSessions()
	s.Refused(second)
	if third := r.token(s); r.try(third) != 200 || runs(t) != 2 {
		t.Errorf("%d runs", runs(t))
	}
}

// A token that a command's credential got at one server is not shown to another.
func TestCredentialCommand_signsInAgainAtAnotherServer(t *testing.T) {
	r, other := newRig(t), newRig(t)
	r.commanded(r.whole())
	r.token(r.open())
	r.options.Profile.Server = other.options.Profile.Server
	s := r.open()
	if st := s.Status(); st.OwnerID != "" || st.Expires != nil {
		t.Errorf("the session begins with %+v", st)
	}
	if got := r.token(s); other.try(got) != 200 || other.calls() != 1 || runs(t) != 2 {
		t.Errorf("%d token calls at the other server, and %d runs of the command", other.calls(), runs(t))
	}
}

// The secret of the app is not kept, so the command is asked for it again when
// the session is to be ended.
func TestLogoutOfACredentialCommand(t *testing.T) {
	r := newRig(t)
	r.commanded(r.whole())
	token := r.token(r.open())
	if f := r.logout(); !f.Revoked || f.NotRevoked != "" || !f.Erased || r.try(token) != 401 || runs(t) != 2 {
		t.Errorf("%+v after %d runs, and the token gets %d", f, runs(t), r.try(token))
	}

	r.token(r.open())
	t.Setenv("RCFWD_TEST_OUTPUT", "two words")
	f := r.logout()
	if f.Revoked || !strings.Contains(f.NotRevoked, "secret of the app is not kept") || !strings.Contains(f.NotRevoked, "printed neither") || !f.Erased {
		t.Errorf("%+v", f)
	}

	r.commanded(r.whole())
	r.token(r.open())
	r.options.Profile.Command = nil
	if f := r.logout(); f.Revoked || !strings.Contains(f.NotRevoked, "no longer names") || !f.Erased {
		t.Errorf("%+v", f)
	}

	r.commanded(r.whole())
	r.token(r.open())
	before := runs(t)
	r.options.Profile.Server = server
	if f := r.logout(); f.Revoked || runs(t) != before {
		t.Errorf("the command is run for another server: %+v", f)
	}
}

// It goes before the store, and the environment goes before it.
func TestOrderOfCredentials(t *testing.T) {
	r := newRig(t)
	stored := r.token(r.byJWT())
	if st := r.open().Status(); st.Source != tokenstore.FromStore {
		t.Errorf("%+v", st)
	}
	r.commanded(r.whole())
	s := r.open()
	if st := s.Status(); st.Source != tokenstore.FromCommand || r.token(s) == stored {
		t.Errorf("%+v", st)
	}
	c := r.rc.Credentials()
	env := map[string]string{EnvServer: r.port.URL, EnvID: c.ClientID, EnvSecret: c.ClientSecret, EnvJWT: c.JWT}
	r.options.Getenv = func(name string) string { return env[name] }
	r.options.Profile.Server = server
	s = r.open()
	if st := s.Status(); st.Source != tokenstore.FromEnvironment || st.Server != r.port.URL || s.Server().String() != r.port.URL || st.Store != settings.StoreNone {
		t.Errorf("%+v", st)
	}
	if r.try(r.token(s)) != 200 {
		t.Error("the environment does not sign in")
	}
	delete(env, EnvSecret)
	_, err := Open(t.Context(), r.options)
	mustFail(t, err, nil, EnvSecret+" must be set too")
	delete(env, EnvJWT) // what is left may be for other programs
	if st := r.open().Status(); st.Source != tokenstore.FromCommand {
		t.Errorf("%+v", st)
	}
}

// What a command prints gets into no error, whichever way it goes wrong.
func TestCommandThatFails(t *testing.T) {
	me := os.Args[0]
	tests := []struct {
		command       []string
		child, output string
		fail          string
		words         string
	}{
		{[]string{"/nonexistent/hunter"}, "", "", "", "hunter could not be run"},
		{[]string{"no-such-program-here"}, "", "", "", "was not found on the PATH"},
		{[]string{""}, "", "", "", "is empty"},
		{[]string{me}, "print", "two words hunter2", "", "printed neither a JWT nor a JSON object"},
		{[]string{me}, "print", `{"password":"hunter2"}`, "", "printed neither a JWT nor a JSON object"},
		{[]string{me}, "print", "hunter2", "yes", "failed (exit status 3)"},
	}
	for _, tt := range tests {
		r := newRig(t)
		t.Setenv("RCFWD_TEST_CHILD", tt.child)
		t.Setenv("RCFWD_TEST_OUTPUT", tt.output)
		t.Setenv("RCFWD_TEST_FAIL", tt.fail)
		r.options.Profile.Command, r.options.Profile.ClientID = tt.command, "id"
		_, err := r.open().Token(t.Context())
		mustFail(t, err, tokenstore.ErrCommand, tt.words)
		secret(t, everyForm(err), "hunter2")
	}
	r := newRig(t)
	t.Setenv("RCFWD_TEST_FAIL", "")
	r.commanded("a.b.c")
	_, err := r.open().Token(t.Context())
	mustFail(t, err, tokenstore.ErrCommand, "No client id", "client_id in the profile work")
}
