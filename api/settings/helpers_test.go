package settings

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rcfwd/api"
)

// settingsFile writes a config.toml and returns its path.
func settingsFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// checkError checks that an error is of a kind, unless that is nil, and that its
// text for people holds all parts.
func checkError(t *testing.T, err error, kind error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Error("no error")
		return
	}
	if kind != nil && !errors.Is(err, kind) {
		t.Errorf("%v is not %v", err, kind)
	}
	for _, p := range parts {
		if !strings.Contains(api.Explain(err).String(), p) {
			t.Errorf("%v lacks %q", api.Explain(err), p)
		}
	}
}

// loadFile loads the config.toml at a path.
func loadFile(path string, others ...Table) (*Config, error) {
	return Load(Folders{Config: filepath.Dir(path), State: filepath.Join(filepath.Dir(path), "state")}, others...)
}

// save saves a whole profile.
func save(c *Config, p *Profile) error {
	return c.Save(context.Background(), p.Name, func(to *Profile) { *to = *p }, nil)
}
