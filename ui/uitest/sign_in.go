//go:build linux

package uitest

import (
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// browse does in the sandbox's pages what a person does in a browser: it signs in and
// returns the address that the browser ends at.
func browse(t *testing.T, address string, sb sandboxEnv) string {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	req, _ := http.NewRequest(http.MethodGet, address, nil)
	req.Header.Set("Accept", "text/html")
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	page, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	form := url.Values{"username": {sb["RC_USERNAME"]}, "extension": {sb["RC_EXTENSION"]}, "password": {sb["RC_PASSWORD"]}}
	for _, m := range regexp.MustCompile(`type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"`).FindAllStringSubmatch(string(page), -1) {
		form.Set(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	action := regexp.MustCompile(`action="([^"]*)"`).FindStringSubmatch(string(page))
	if action == nil {
		t.Fatalf("no form at %s:\n%s", address, page)
	}
	to, _ := req.URL.Parse(html.UnescapeString(action[1]))
	resp, err = client.PostForm(to.String(), form)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.Header.Get("Location")
}

type sandboxEnv map[string]string

func envOf(lines []string) sandboxEnv {
	env := sandboxEnv{}
	for _, l := range lines {
		name, value, _ := strings.Cut(l, "=")
		env[name] = value
	}
	return env
}

// shownAddress returns the address to open that the screen shows, joined from the lines
// that it is wrapped into.
func (term *terminal) shownAddress() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	_, rest, _ := strings.Cut(term.screen.String(), "Open ")
	rest, _, _ = strings.Cut(rest, "Open this")
	return strings.Join(strings.Fields(rest), "")
}

// mustRunRcfwd runs a command of the program, which must succeed, and returns what it
// prints.
func mustRunRcfwd(t *testing.T, env []string, stdin string, args ...string) string {
	t.Helper()
	out, code := runRcfwd(t, env, stdin, args...)
	if code != cli.ExitDone {
		t.Errorf("rcfwd %v: %v\n%s", args, code, out)
	}
	return out
}

// runRcfwd runs a command of the program and returns what it prints and its exit code.
func runRcfwd(t *testing.T, env []string, stdin string, args ...string) (out string, code int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append([]string{envRun + "=1"}, env...)
	cmd.Stdin = strings.NewReader(stdin)
	printed, _ := cmd.CombinedOutput()
	return string(printed), cmd.ProcessState.ExitCode()
}

// A new user over SSH: a sign-in by a browser on another machine, a session that ends,
// another sign-in, a logout.
func signIn_worksByABrowserElsewhere(t *testing.T, keys ui.KeyMap) {
	sb := envOf(startSandbox(t))
	home := t.TempDir()
	env := []string{"HOME=" + home, "SSH_TTY=/dev/pts/9"}
	term := startTerminal(t, 110, 40, env)
	term.sees("Sign in to RingCentral")
	term.types("\t\t\x15" + sb["RC_SERVER_URL"] + "\t" + sb["RC_APP_CLIENT_ID"] + "\t" + sb["RC_APP_CLIENT_SECRET"] + "\r\r")
	term.sees("Sign in with the browser")
	term.types("http://localhost:8421/rcfwd?code=abc&state=somebodyelses\r")
	term.sees("another sign-in")
	term.types("\x15" + browse(t, term.shownAddress(), sb) + "\r")
	term.sees("6 numbers")

	status := mustRunRcfwd(t, env, "", "status")
	for _, want := range []string{"calls        legacy call handling, as of ", "signed in    yes, from the store", "way          code", "owner        801200400004"} {
		if !strings.Contains(status, want) {
			t.Errorf("the status lacks %q:\n%s", want, status)
		}
	}
	checkNoSecrets(t, home, status, sb)

	term.flips("8")
	term.sees("flip digit 1 is now 8")
	if log := mustRunRcfwd(t, env, "", "history"); !strings.Contains(log, "\tdone\tupdate\tRingCentral for Desktop: flipNumber 1 > 8\t") {
		t.Errorf("the history says:\n%s", log)
	}
	if log := mustRunRcfwd(t, env, "", "history", "--json"); !strings.HasPrefix(log, "[\n  {") {
		t.Errorf("the history says:\n%s", log)
	}

	bye := mustRunRcfwd(t, env, "", "logout")
	if !strings.Contains(bye, "the session has ended") || !strings.Contains(bye, "the sign-in was removed") {
		t.Errorf("the logout says:\n%s", bye)
	}
	term.types("n\t6505550142\tBoat\r")
	term.sees("> Flip")
	term.types("\r") // a form is open when the session has ended
	term.sees("Sign in again.")
	term.types("\x1b")
	term.sees("New forwarding number")
	term.sees("Boat")
	term.types("\r")
	term.sees("Sign in again.")
	term.sees("the one kept with this profile")
	term.types(strings.Repeat("\r", 6)) // the client secret is not typed again
	term.sees("Sign in with the browser")
	term.types(browse(t, term.shownAddress(), sb))
	term.sees("> Paste    ****") // a text of this length is a paste, and an enter within it is part of it
	term.types("\r")
	term.sees("Signed in again.")
	term.sees("Boat")
	term.types("\r")
	term.sees("7 numbers, by flip digit")
	term.types("\x03")
	term.waitExit()
	term.checkRestored()
}

// checkNoSecrets fails if another user can read a file, or if settings or a report have
// a secret.
func checkNoSecrets(t *testing.T, home, report string, sb sandboxEnv) {
	t.Helper()
	filepath.Walk(home, func(path string, info os.FileInfo, err error) error {
		if err == nil && strings.Contains(path, "rcfwd") && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is %v", path, info.Mode())
		}
		return err
	})
	settings, err := os.ReadFile(filepath.Join(home, ".config", "rcfwd", "config.toml"))
	if err != nil {
		t.Error(err)
	}
	for _, secret := range []string{sb["RC_APP_CLIENT_SECRET"], sb["RC_PASSWORD"], sb["RC_USER_JWT"]} {
		if strings.Contains(report+string(settings), secret) {
			t.Errorf("%q is in plain sight", secret)
		}
	}
}

func login_asksInPlainLines(t *testing.T, keys ui.KeyMap) {
	sb := envOf(startSandbox(t))
	env := []string{"HOME=" + t.TempDir(), "TERM=dumb"}
	said := mustRunRcfwd(t, env, strings.Join([]string{
		"work", sb["RC_SERVER_URL"], "2", sb["RC_APP_CLIENT_ID"], "1", sb["RC_APP_CLIENT_SECRET"], sb["RC_USER_JWT"], "",
	}, "\n"), "login")
	if !strings.Contains(said, "as Dana Whitfield, extension 104") {
		t.Errorf("the login says:\n%s", said)
	}
	status := mustRunRcfwd(t, env, "", "status", "--json")
	if !strings.Contains(status, `"profile": "work"`) || !strings.Contains(status, `"signedIn": true`) {
		t.Errorf("the status says:\n%s", status)
	}
	term := startTerminal(t, 100, 30, env)
	term.sees(`unsupported terminal (TERM is "dumb")`)
	term = startTerminal(t, 100, 30, append(env, "TERM=xterm-256color"))
	term.sees("6 numbers")
}

func login_takesFlagsAndAFile(t *testing.T, keys ui.KeyMap) {
	sb := envOf(startSandbox(t))
	env := []string{"HOME=" + t.TempDir(), "RC_APP_CLIENT_SECRET=" + sb["RC_APP_CLIENT_SECRET"]}
	said := mustRunRcfwd(t, env, sb["RC_USER_JWT"]+"\n", "login", "--profile", "night", "--server", sb["RC_SERVER_URL"],
		"--way", "jwt", "--client-id", sb["RC_APP_CLIENT_ID"], "--store", "file", "--jwt-file", "-")
	if !strings.Contains(said, "as Dana Whitfield") {
		t.Errorf("the login says:\n%s", said)
	}
	// By the retired password grant, under a second profile.
	said = mustRunRcfwd(t, env, strings.Join([]string{sb["RC_USERNAME"], sb["RC_EXTENSION"], sb["RC_PASSWORD"], ""}, "\n"),
		"login", "--profile", "old", "--server", sb["RC_SERVER_URL"], "--way", "password", "--client-id", sb["RC_APP_CLIENT_ID"], "--store", "file")
	if !strings.Contains(said, "as Dana Whitfield") {
		t.Errorf("the login says:\n%s", said)
	}
}

func palette_switchesProfiles(t *testing.T, keys ui.KeyMap) {
	sb, other := envOf(startSandbox(t)), envOf(startSandbox(t, "--as", "103"))
	env := []string{"HOME=" + t.TempDir()}
	for name, sb := range map[string]sandboxEnv{"a": sb, "b": other} {
		mustRunRcfwd(t, append(env, "RC_APP_CLIENT_SECRET="+sb["RC_APP_CLIENT_SECRET"]), sb["RC_USER_JWT"], "login", "--profile", name,
			"--server", sb["RC_SERVER_URL"], "--way", "jwt", "--client-id", sb["RC_APP_CLIENT_ID"], "--store", "file", "--jwt-file", "-")
	}
	term := startTerminal(t, 110, 30, env, "--profile", "a")
	term.sees("Dana Whitfield")
	term.types(":profile b\r")
	term.sees("Priya Raman")
	term.sees("No forwarding numbers yet")
}

func settings_areCheckedBeforeTheTerminal(t *testing.T, keys ui.KeyMap) {
	home := t.TempDir()
	folder := filepath.Join(home, ".config", "rcfwd")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"[profiles.a]\nserverr = \"x\"\n":               "server",
		"[profiles.a\n":                                 "line 1",
		"[profiles.a]\nserver = \"http://example.com\"": "https",
	} {
		if err := os.WriteFile(filepath.Join(folder, "config.toml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(os.Args[0])
		cmd.Env = []string{envRun + "=1", "HOME=" + home}
		out, _ := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != cli.ExitFailed || !strings.Contains(string(out), want) || strings.Count(string(out), "\n") != 1 {
			t.Errorf("%q gives code %d and says %s", text, cmd.ProcessState.ExitCode(), out)
		}
	}
}
