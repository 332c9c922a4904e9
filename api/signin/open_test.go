package signin

import (
	"testing"

	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

func TestOpen_prefersEnvironmentThenCommandThenStore(t *testing.T) {
	r := newRig(t)
	stored := r.token(r.byJWT())
	if st := r.open().Status(); st.Source != tokenstore.FromStore {
		t.Errorf("%+v", st)
	}
	r.useCommand(r.commandOutput())
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
	_, err := Open(t.Context(), &r.options)
	checkError(t, err, nil, EnvSecret+" must be set too")
	delete(env, EnvJWT) // what is left may be for other programs
	if st := r.open().Status(); st.Source != tokenstore.FromCommand {
		t.Errorf("%+v", st)
	}
}

func TestOpen_showsNoRecordToAnotherServer(t *testing.T) {
	r := newRig(t)
	s := r.byJWT()
	there := options(t, "https://evil.test")
	there.Folders = r.options.Folders
	_, err := Open(t.Context(), &there)
	checkError(t, err, ErrNotSignedIn, "signed in to "+r.port.URL+", not to https://evil.test")
	checkHidden(t, printed(err), secretsOf(s.rec)...)
	if st, err := ReadStatus(t.Context(), &there); err != nil || st.SignedIn {
		t.Errorf("%+v, %v", st, err)
	}
}
