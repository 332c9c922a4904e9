package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
)

// laterSettings makes settings of a later version and returns their path.
func laterSettings(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	t.Setenv("XDG_STATE_HOME", filepath.Join(dir, "state"))
	path := filepath.Join(dir, "rcfwd", "config.toml")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("version = 2\nhologram = 3\n[profiles.work]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestStatus_namesSettingsOfALaterVersion(t *testing.T) {
	path := laterSettings(t)
	for _, args := range [][]string{{"status"}, {"status", "--json"}} {
		var out bytes.Buffer
		cmd := program{}.command()
		cmd.SetArgs(args)
		cmd.SetOut(&out)
		if err := cmd.Execute(); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), path+" has version 2, but this rcfwd writes version 1; update rcfwd") {
			t.Errorf("rcfwd %v prints %s", args, out.String())
		}
	}
}

// A journal is named too, by the status and by what prints it.
func TestStatus_namesAJournalOfALaterVersion(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	t.Setenv("XDG_STATE_HOME", filepath.Join(dir, "state"))
	t.Setenv("RCFWD_PROFILE", "")
	path := filepath.Join(dir, "state", "rcfwd", "journal", "default.801200400004.jsonl")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(`{"v":9,"event":"wish","id":"1"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for args, code := range map[string]int{"status": ExitDone, "status --json": ExitDone, "history": ExitIncomplete, "history --json": ExitIncomplete} {
		var out bytes.Buffer
		if got := Execute(Streams{Out: &out, Err: &out}, strings.Fields(args), program{}.keys); got != code {
			t.Errorf("rcfwd %s exits with %d", args, got)
		}
		if !strings.Contains(out.String(), " has version 9, but this rcfwd writes version 2; update rcfwd") {
			t.Errorf("rcfwd %s prints %s", args, out.String())
		}
	}
}

func TestConnector_warnsOnceOfSettingsOfALaterVersion(t *testing.T) {
	path := laterSettings(t)
	c := newConnector(&flags{}, program{}.keys)
	for range 3 {
		if _, err := c.options(""); err != nil {
			t.Fatal(err)
		}
	}
	if len(c.warnings) != 1 {
		t.Fatalf("%d warnings", len(c.warnings))
	}
	if said := api.Explain(<-c.warnings).String(); !strings.Contains(said, path+" has version 2") {
		t.Errorf("it says %s", said)
	}
}

func TestStatus_saysHowToSignIn(t *testing.T) {
	for store, want := range map[settings.StoreKind]string{
		settings.StoreFile: "no; rcfwd login --profile work signs in",
		settings.StoreNone: "no; the profile stores no sign-in, so rcfwd --profile work asks each time",
	} {
		facts := statusFacts(signin.Status{Profile: "work", Store: store})
		if got := facts[len(facts)-1]; got.value != want {
			t.Errorf("%s: %+v", store, got)
		}
	}
}
