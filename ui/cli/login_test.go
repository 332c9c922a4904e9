package cli

import (
	"os"
	"path/filepath"
	"testing"

	"rcfwd/api/settings"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// The last line of the login is what then happens.
func TestNext_saysWhatRcfwdDoesThen(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"XDG_CONFIG_HOME", "XDG_STATE_HOME", settings.EnvProfile, signin.EnvJWT} {
		t.Setenv(name, "")
	}
	t.Setenv("HOME", home)
	file := filepath.Join(home, ".config", "rcfwd", "config.toml")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	const one, two = "[profiles.work]\n", "[profiles.work]\n[profiles.night]\n"
	for _, tt := range []struct {
		config, flag, env, jwt string
		store                  settings.StoreKind
		want                   string
	}{
		{one, "", "", "", settings.StoreFile, "Run rcfwd to see the numbers."},
		{one, "work", "", "", settings.StoreFile, "Run rcfwd to see the numbers."},
		{two, "", "", "", settings.StoreFile, "Run rcfwd --profile work to see the numbers."},
		{"default = 'night'\n" + two, "work", "", "", settings.StoreKeyring, "Run rcfwd --profile work to see the numbers."},
		{"default = 'night'\n" + two, "", "work", "", settings.StoreFile, "Run rcfwd to see the numbers."},
		{one, "", "", "", settings.StoreNone, "The sign-in is not saved and ends with this command: rcfwd asks for it again."},
		{two, "work", "", "", settings.StoreNone, "The sign-in is not saved and ends with this command: rcfwd --profile work asks for it again."},
		{one, "", "", "a.b.c", settings.StoreFile, "While RC_USER_JWT is set, rcfwd signs in with it instead. Unset it, or run rcfwd --profile work to see the numbers."},
	} {
		if err := os.WriteFile(file, []byte(tt.config), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv(settings.EnvProfile, tt.env)
		t.Setenv(signin.EnvJWT, tt.jwt)
		c := newConnector(&flags{profile: tt.flag}, ui.KeyMap{})
		if got := c.next(&ui.SignInRequest{Profile: "work", Store: tt.store}); got != tt.want {
			t.Errorf("%+v: %s", tt, got)
		}
	}
}
