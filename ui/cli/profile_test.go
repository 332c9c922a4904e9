package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rcfwd/api/settings"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// withProfiles makes settings with the profiles work and prod, and sets all variables
// that sign in.
func withProfiles(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	for name, value := range map[string]string{
		"XDG_CONFIG_HOME": dir, "XDG_STATE_HOME": filepath.Join(dir, "state"), "XDG_RUNTIME_DIR": "",
		settings.EnvProfile: "", envReadOnly: "",
		signin.EnvServer: "https://env.test", signin.EnvID: "env-app", signin.EnvSecret: "s", signin.EnvJWT: "a.b.c",
	} {
		t.Setenv(name, value)
	}
	file := filepath.Join(dir, "rcfwd", "config.toml")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	const text = "default = 'work'\n[profiles.work]\n[profiles.prod]\nserver = 'https://prod.test'\n[profiles.locked]\nread_only = true\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A profile that a flag names is opened at its own server with its own sign-in; one that
// RCFWD_PROFILE or the settings name is not while RC_USER_JWT is set.
func TestProfile_ofTheFlagOverrulesTheVariables(t *testing.T) {
	for _, tt := range []struct {
		args           []string
		env            string
		server, source string // as status has them
		notes          int
	}{
		{nil, "", "https://env.test", "environment", 0},
		{[]string{"--profile", "prod"}, "", "https://prod.test", "nothing", 0},
		{[]string{"--profile", "prod"}, "work", "https://prod.test", "nothing", 0},
		{nil, "prod", "https://env.test", "environment", 1},
	} {
		withProfiles(t)
		t.Setenv(settings.EnvProfile, tt.env)
		var out, notes bytes.Buffer
		cmd := program{}.command()
		cmd.SetArgs(append([]string{"status", "--json"}, tt.args...))
		cmd.SetOut(&out)
		cmd.SetErr(&notes)
		if err := cmd.Execute(); err != nil {
			t.Fatal(err)
		}
		if s := out.String(); !strings.Contains(s, tt.server) || !strings.Contains(s, `"source": "`+tt.source+`"`) {
			t.Errorf("%v, %s=%q: %s", tt.args, settings.EnvProfile, tt.env, s)
		}
		if n := strings.Count(notes.String(), "RC_USER_JWT is set, so its sign-in is used, not that of the profile prod"); n != tt.notes {
			t.Errorf("%v, %s=%q: it says %q", tt.args, settings.EnvProfile, tt.env, notes.String())
		}
	}
}

func TestConnector_saysOnceWhichSignInIsUsed(t *testing.T) {
	withProfiles(t)
	t.Setenv(settings.EnvProfile, "prod")
	c := newConnector(&flags{}, ui.KeyMap{})
	for range 3 {
		if _, err := c.options(""); err != nil {
			t.Fatal(err)
		}
	}
	if len(c.warnings) != 1 {
		t.Errorf("%d warnings", len(c.warnings))
	}
}

// The flag, the variable and the profile each make a run read-only, also for a profile
// that is opened later.
func TestReadOnly_holdsWhereverItIsSaid(t *testing.T) {
	withProfiles(t)
	for _, tt := range []struct {
		flag      bool
		env, name string
		want      bool
	}{
		{false, "", "work", false}, {true, "", "work", true}, {false, "1", "work", true}, {false, "yes", "work", true},
		{false, "0", "work", false}, {false, "false", "work", false}, {true, "0", "work", true},
		{false, "", "locked", true}, {false, "0", "locked", true},
	} {
		t.Setenv(envReadOnly, tt.env)
		chosen, err := newConnector(&flags{profile: tt.name, readOnly: tt.flag}, ui.KeyMap{}).options("")
		if err != nil {
			t.Fatal(err)
		}
		later, err := newConnector(&flags{readOnly: tt.flag}, ui.KeyMap{}).options(tt.name)
		if err != nil {
			t.Fatal(err)
		}
		if chosen.Profile.ReadOnly != tt.want || later.Profile.ReadOnly != tt.want {
			t.Errorf("%+v: %v, and opened later %v", tt, chosen.Profile.ReadOnly, later.Profile.ReadOnly)
		}
	}
}

// The variables that limit what is kept reach the sign-in, also with --profile.
func TestOptions_keepNoTokenWhenAsked(t *testing.T) {
	withProfiles(t)
	for value, want := range map[string]bool{"": false, "0": false, "1": true, "yes": true} {
		t.Setenv(signin.EnvNoCache, value)
		o, err := newConnector(&flags{profile: "work"}, ui.KeyMap{}).options("")
		if err != nil || o.NoTokenCache != want {
			t.Errorf("%s=%q: %v, %v", signin.EnvNoCache, value, o.NoTokenCache, err)
		}
	}
}

func TestStatus_saysWhereTheTokenIsKept(t *testing.T) {
	withProfiles(t)
	runtime := t.TempDir()
	for dir, want := range map[string]string{
		"":      "no; each run signs in. XDG_RUNTIME_DIR is not set to an absolute path.",
		runtime: "not yet; in " + filepath.Join(runtime, "rcfwd", "token-"),
	} {
		t.Setenv("XDG_RUNTIME_DIR", dir)
		var out bytes.Buffer
		cmd := program{}.command()
		cmd.SetArgs([]string{"status"})
		cmd.SetOut(&out)
		if err := cmd.Execute(); err != nil || !strings.Contains(out.String(), want) {
			t.Errorf("%q: %v, %s", dir, err, out.String())
		}
	}
}

// A command says what it learns as it comes, on standard error.
func TestForCommand_writesWarningsAndWaits(t *testing.T) {
	withProfiles(t)
	t.Setenv(settings.EnvProfile, "prod")
	var errOut bytes.Buffer
	c := newConnector(&flags{}, ui.KeyMap{}).forCommand(&errOut)
	o, err := c.options("")
	if err != nil || !o.OneRun || len(c.warnings) != 0 {
		t.Errorf("%v, %+v", err, o)
	}
	if !strings.HasPrefix(errOut.String(), "rcfwd: RC_USER_JWT is set") {
		t.Errorf("it writes %q", errOut.String())
	}
	if o, err = newConnector(&flags{}, ui.KeyMap{}).options(""); err != nil || o.OneRun {
		t.Errorf("the screen is taken for a command: %v", err)
	}
}
