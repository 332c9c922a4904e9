package uitest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// servedCredential serves a sandbox, and returns its address and what a credential command
// prints, with the JWT in it.
func servedCredential(t *testing.T, o sandbox.Options) (address, jwt, credential string) {
	t.Helper()
	var s *sandbox.Server
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.ServeHTTP(w, r) }))
	t.Cleanup(h.Close)
	o.Base = h.URL
	var err error
	if s, err = sandbox.New(o); err != nil {
		t.Fatal(err)
	}
	c := s.Credentials()
	return h.URL, c.JWT, fmt.Sprintf(`{"jwt":"%s","client_id":"%s","client_secret":"%s"}`, c.JWT, c.ClientID, c.ClientSecret)
}

// A command for several profiles prints the rows of all, with their profiles; one that fails
// is named and does not keep the others from going on.
func profiles_areReadSideBySide(t *testing.T, keys ui.KeyMap) {
	home := t.TempDir()
	var config strings.Builder
	for name, o := range map[string]sandbox.Options{"north": {People: 3}, "south": {People: 5, CallHandling: sandbox.NewCallHandling}} {
		o.As, o.Limits = "101", sandbox.GenerousLimits()
		address, jwt, credential := servedCredential(t, o)
		fmt.Fprintf(&config, "[profiles.%s]\nserver = %q\ncredential_command = [\"echo\", '%s']\n", name, address, credential)
		if name == "north" { // the third profile signs in with a wrong credential
			fmt.Fprintf(&config, "[profiles.lost]\nserver = %q\ncredential_command = [\"echo\", '%s']\n", address, strings.Replace(credential, jwt, "wrong", 1))
		}
	}
	writeConfig(t, home, config.String())
	env := []string{"HOME=" + home, "PATH=/usr/bin:/bin", "XDG_RUNTIME_DIR=" + privateFolder(t)}

	out := mustRunRcfwd(t, env, "", "people", "type:user", "--profiles", "north,south", "--format", "{profile} {extensionNumber}")
	if north, south := strings.Count(out, "north "), strings.Count(out, "south "); north != 3 || south != 5 {
		t.Errorf("%d and %d people: %s", north, south, out)
	}
	out, code := runRcfwd(t, env, "", "sweep", "--scope", "users", "--profiles", "all")
	if code != cli.ExitIncomplete || !strings.Contains(out, "north: 3 of 3 extensions read") || !strings.Contains(out, "south: 5 of 5 extensions read") ||
		!strings.Contains(out, "rcfwd: lost: ") {
		t.Errorf("exit %d: %s", code, out)
	}
	out, code = runRcfwd(t, env, "", "forwards", "--scope", "users", "--cached", "--profiles", "south,north", "--json", "profile,phoneNumber")
	if code != cli.ExitDone || !strings.HasPrefix(out, "[") || strings.Count(out, `"profile": "north"`) == 0 || strings.Count(out, `"profile": "south"`) == 0 {
		t.Errorf("exit %d: %s", code, out)
	}
	if out, code = runRcfwd(t, env, "", "people", "--profiles", "east"); code != cli.ExitUsage || !strings.Contains(out, `"east" is no profile`) {
		t.Errorf("exit %d: %s", code, out)
	}
}
