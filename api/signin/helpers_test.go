package signin

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rcfwd/api"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

var sample = &tokenstore.Record{
	Server: "https://rc.test", ClientID: "client", Secret: "client+secret/=", Source: tokenstore.FromStore, Grant: settings.GrantJWT, JWT: assertion,
	Token: &tokenstore.TokenSet{Access: "access-1", Refresh: "refresh-1", Issued: time.Unix(1e9, 0).UTC(), Owner: "42", Scope: "ReadAccounts"},
}

// checkHidden checks that a text holds none of the secrets.
func checkHidden(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, s := range all {
		if s != "" && (strings.Contains(text, s) || strings.Contains(text, url.QueryEscape(s))) {
			t.Errorf("a secret in %s", text)
		}
	}
}

func secretsOf(r *tokenstore.Record) []string {
	all := []string{r.Secret, r.JWT}
	if r.Token != nil {
		all = append(all, r.Token.Access, r.Token.Refresh)
	}
	return all
}

// printed returns a value in every form in which it may be printed.
func printed(v any) string {
	text, err := json.Marshal(v)
	return fmt.Sprintf("%v %+v %#v %s %s %v", v, v, v, v, text, err)
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

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// settingsFile writes a file and returns its path.
func settingsFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func mode(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode()
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
