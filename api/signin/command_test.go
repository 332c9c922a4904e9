package signin

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"rcfwd/api/tokenstore"
)

// useCommand makes the test binary the credential command of the profile. It
// prints output.
func (r *rig) useCommand(output string) {
	r.t.Helper()
	r.t.Setenv("RCFWD_TEST_PROCESS", "count")
	r.t.Setenv("RCFWD_TEST_OUTPUT", output)
	r.t.Setenv("RCFWD_TEST_RUNS", filepath.Join(r.t.TempDir(), "runs"))
	r.options.Profile.Command = []string{os.Args[0]}
}

func commandRuns(t *testing.T) int {
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

// commandOutput returns what a command prints that knows the app too.
func (r *rig) commandOutput() string {
	c := r.rc.Credentials()
	return `{"jwt":"` + c.JWT + `","client_id":"` + c.ClientID + `","client_secret":"` + c.ClientSecret + "\"}\n"
}

// A command runs when its secret is needed and not before. Nothing that it prints
// is stored, but the token is, so the next start needs no secret.
func TestCredentialCommand_runsWhenItIsNeeded(t *testing.T) {
	r := newRig(t)
	r.useCommand(r.commandOutput())
	s := r.open()
	if st := s.Status(); commandRuns(t) != 0 || !st.SignedIn || !st.Renewable || st.Source != tokenstore.FromCommand {
		t.Errorf("%d runs, %+v", commandRuns(t), st)
	}
	first := r.token(s)
	if r.try(first) != 200 || commandRuns(t) != 1 {
		t.Errorf("%d runs", commandRuns(t))
	}
	checkHidden(t, content(t, r.storeFile()), r.rc.Credentials().JWT, r.rc.Credentials().ClientSecret)
	again := r.open()
	if r.token(again) != first || commandRuns(t) != 1 {
		t.Errorf("another start has another token after %d runs", commandRuns(t))
	}
	again.Refused(first)
	second := r.token(again)
	s.Refused(first)
	if r.token(s) != second || commandRuns(t) != 2 {
		t.Errorf("%d runs", commandRuns(t))
	}
	r.endSessions()
	s.Refused(second)
	if third := r.token(s); r.try(third) != 200 || commandRuns(t) != 2 {
		t.Errorf("%d runs", commandRuns(t))
	}
}

// A token that a command's credential got at one server is not shown to another.
func TestCredentialCommand_signsInAgainAtAnotherServer(t *testing.T) {
	r, other := newRig(t), newRig(t)
	r.useCommand(r.commandOutput())
	r.token(r.open())
	r.options.Profile.Server = other.options.Profile.Server
	s := r.open()
	if st := s.Status(); st.OwnerID != "" || st.Expires != nil {
		t.Errorf("the session begins with %+v", st)
	}
	if got := r.token(s); other.try(got) != 200 || other.tokenCalls() != 1 || commandRuns(t) != 2 {
		t.Errorf("%d token calls at the other server, and %d runs of the command", other.tokenCalls(), commandRuns(t))
	}
}

func TestCredentialCommand_keepsItsOutputOutOfErrors(t *testing.T) {
	for output, want := range map[string]string{
		"two words hunter2":       "printed neither a JWT nor a JSON object",
		`{"password":"hunter2"}`:  "printed neither a JWT nor a JSON object",
		"hunter2":                 "printed neither a JWT nor a JSON object",
		"hunter2.hunter2.hunter2": "No client id: set client_id in the profile work",
	} {
		r := newRig(t)
		r.useCommand(output)
		_, err := r.open().Token(t.Context())
		checkError(t, err, tokenstore.ErrCommand, want)
		checkHidden(t, printed(err), "hunter2")
	}
	r := newRig(t)
	r.useCommand("hunter2")
	t.Setenv("RCFWD_TEST_FAIL", "yes")
	_, err := r.open().Token(t.Context())
	checkError(t, err, tokenstore.ErrCommand, "failed (exit status 3)")
	checkHidden(t, printed(err), "hunter2")
}
