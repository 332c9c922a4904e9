package signin

import (
	"errors"
	"maps"
	"strings"
	"testing"
)

func TestReadEnvironment_needsAllVariablesOrNone(t *testing.T) {
	full := map[string]string{
		EnvServer: "http://127.0.0.1:8420", EnvID: "id", EnvSecret: " secret\n", EnvJWT: "j.w.t",
	}
	get := func(env map[string]string) func(string) string { return func(name string) string { return env[name] } }

	s, err := readEnvironment(get(full))
	if err != nil || s.Server.String() != full[EnvServer] || s.App != (App{"id", "secret"}) || s.JWT != "j.w.t" {
		t.Errorf("%#v, %v", s, err)
	}
	if _, err := readEnvironment(get(nil)); !errors.Is(err, errNotSet) {
		t.Error(err)
	}
	for _, missing := range []string{EnvServer, EnvID, EnvSecret, EnvJWT} {
		env := maps.Clone(full)
		delete(env, missing)
		if _, err := readEnvironment(get(env)); errors.Is(err, errNotSet) || err == nil || err.Error() != missing+" must be set too" {
			t.Errorf("without %s: %v", missing, err)
		}
	}
	if _, err := readEnvironment(get(map[string]string{EnvID: "id", EnvJWT: "jwt"})); err == nil || err.Error() != "RC_SERVER_URL, RC_APP_CLIENT_SECRET must be set too" {
		t.Error(err)
	}
	bad := maps.Clone(full)
	bad[EnvServer] = "http://platform.ringcentral.com"
	if _, err := readEnvironment(get(bad)); err == nil || !strings.HasPrefix(err.Error(), "RC_SERVER_URL: ") {
		t.Error(err)
	}
}

// Docker and others leave the quotes of a file of variables around the values.
func TestReadEnvironment_dropsTheQuotesOfAFile(t *testing.T) {
	for _, quote := range []string{`"`, "'", ""} {
		env := map[string]string{EnvServer: "https://rc.test", EnvID: "id", EnvSecret: "secret", EnvJWT: "j.w.t"}
		for name, value := range env {
			env[name] = quote + value + quote
		}
		e, err := readEnvironment(func(name string) string { return env[name] })
		if err != nil || e.Server.String() != "https://rc.test" || e.App != (App{"id", "secret"}) || e.JWT != "j.w.t" {
			t.Errorf("with %q: %#v, %v", quote, e, err)
		}
		env[EnvJWT] = quote + "hunter2" + quote
		if _, err := readEnvironment(func(name string) string { return env[name] }); err == nil || !strings.HasPrefix(err.Error(), "RC_USER_JWT: This is no JWT") {
			t.Error(err)
		}
	}
}
