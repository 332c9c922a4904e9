//go:build linux

package uitest

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// startDesktopLogin runs rcfwd login until it waits for the browser or a paste.
func startDesktopLogin(t *testing.T, sb sandboxEnv) *terminal {
	t.Helper()
	env := []string{"DISPLAY=:9", "RC_APP_CLIENT_SECRET=" + sb["RC_APP_CLIENT_SECRET"]}
	term := startTerminal(t, 500, 30, env, "login", "--profile", "desk", "--server", sb["RC_SERVER_URL"], "--way", "code",
		"--client-id", sb["RC_APP_CLIENT_ID"], "--store", "file", "--redirect", "http://127.0.0.1:0/rcfwd")
	term.sees("Paste that whole address, or the code in it:")
	return term
}

// printedAddress returns the address to open that rcfwd login prints.
func (term *terminal) printedAddress() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	for line := range strings.Lines(term.screen.String()) {
		if line = strings.TrimSpace(line); strings.Contains(line, "/oauth/authorize?") {
			return line
		}
	}
	return ""
}

func login_returnsByTheBrowser(t *testing.T, keys ui.KeyMap) {
	sb := envOf(startSandbox(t))
	term := startDesktopLogin(t, sb)
	resp, err := http.Get(browse(t, term.printedAddress(), sb)) // the browser returns
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	term.sees("Signed in to SANDBOX")
	if code := term.waitExit(); code != cli.ExitDone {
		t.Errorf("the login ends with %d", code)
	}
	term.checkRestored()
}

// A browser that draws text would draw over the program. With its port taken the browser
// opens too, and the person is told to paste.
func login_opensTheBrowserWithoutATerminal(t *testing.T, keys ui.KeyMap) {
	sb := envOf(startSandbox(t))
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	folder := t.TempDir()
	opened := filepath.Join(folder, "opened")
	if err := syscall.Mkfifo(opened, 0o600); err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\n(echo DRAWN > /dev/tty) 2>/dev/null && drawn=yes\necho \"$1 drawn=$drawn\" > " + opened + "\n"
	if err := os.WriteFile(filepath.Join(folder, "xdg-open"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	env := []string{"DISPLAY=:9", "PATH=" + folder + ":" + os.Getenv("PATH"), "RC_APP_CLIENT_SECRET=" + sb["RC_APP_CLIENT_SECRET"]}
	term := startTerminal(t, 500, 30, env, "login", "--profile", "desk", "--server", sb["RC_SERVER_URL"], "--way", "code",
		"--client-id", sb["RC_APP_CLIENT_ID"], "--store", "file", "--redirect", fmt.Sprintf("http://127.0.0.1:%d/rcfwd", port))
	term.sees(fmt.Sprintf("Port %d of this machine is taken", port))
	term.sees("Paste that whole address, or the code in it:")
	got, err := os.ReadFile(opened)
	if err != nil || !strings.Contains(string(got), "/oauth/authorize?") || !strings.HasSuffix(string(got), " drawn=\n") {
		t.Errorf("the browser is opened with %q, %v", got, err)
	}
	if strings.Contains(term.screen.String(), "DRAWN") {
		t.Error("the browser draws on the terminal")
	}
}

// The browser may run on another machine even when this one has a desktop.
func login_takesAPaste(t *testing.T, keys ui.KeyMap) {
	sb := envOf(startSandbox(t))
	term := startDesktopLogin(t, sb)
	address := browse(t, term.printedAddress(), sb)
	term.types("https://platform.ringcentral.com/?code=x\n")
	term.sees("does not send the browser to this address")
	term.until("a second question", func(s string) bool { return strings.Count(s, "Paste that whole address") == 2 })
	term.types(address + "\n")
	term.sees("as Dana Whitfield, extension 104")
	if code := term.waitExit(); code != cli.ExitDone {
		t.Errorf("the login ends with %d", code)
	}
	term.checkRestored()
	if strings.Contains(term.screen.String(), address) {
		t.Error("what was pasted is on the screen")
	}
}

func loginFlags_areChecked(t *testing.T, keys ui.KeyMap) {
	env := []string{"HOME=" + t.TempDir()}
	for _, args := range [][]string{
		{"--profile", "a b"}, {"--server", "http://example.com"}, {"--redirect", "ftp://localhost/"}, {"--bad"}, {"extra"},
		{"--profile", "a", "--server", "https://example.com", "--way", "fax"},
	} {
		if said, code := runRcfwd(t, env, "", append([]string{"login"}, args...)...); code != cli.ExitUsage || strings.Count(said, "\n") != 1 {
			t.Errorf("%v ends with %d and says:\n%s", args, code, said)
		}
	}
}

// A person who answers wrongly is asked again, what is pasted is not shown, a question
// too early either, and no line of a paste is left to the shell.
func login_asksAgainAndShowsNoSecret(t *testing.T, keys ui.KeyMap) {
	sb := envOf(startSandbox(t))
	term := startTerminal(t, 500, 60, nil, "login")
	answers := func(question, answer string) {
		t.Helper()
		term.until(question, func(s string) bool { return strings.HasSuffix(strings.TrimSpace(s), question) })
		term.types(answer)
	}
	const secret = "sesame sesame"
	answers("this sign-in [default]:", secret+"\n")
	answers("at most 40.\nProfile, a name for this sign-in [default]:", "work\n")
	answers("Server [https://platform.ringcentral.com]:", secret+"\n")
	answers("such as https://platform.ringcentral.com.\nServer [https://platform.ringcentral.com]:", sb["RC_SERVER_URL"]+"\n")
	term.sees("  " + sb["RC_SERVER_URL"])
	answers("How [code]:", "4\n")
	answers("Enter 1 to 3, or code, jwt or password.\nHow [code]:", "3\n")
	answers("Client id of the app:", "\n")
	answers("developer console.\nClient id of the app:", sb["RC_APP_CLIENT_ID"]+"\n")
	answers("Keep the sign-in in [file]:", sb["RC_APP_CLIENT_SECRET"]+"\n")
	answers("or file, keyring or none.\nKeep the sign-in in [file]:", "file\n")
	answers("for an app without one:", sb["RC_APP_CLIENT_SECRET"]+"\n")
	answers("phone number:", sb["RC_USERNAME"]+"\n")
	answers("Extension, empty for none:", sb["RC_PASSWORD"]+"\n")
	answers("Type the digits of the extension, such as 104, or nothing.\nExtension, empty for none:", "x104\n")
	answers("Password:", "wrong\n")
	answers("Client id of the app [as before]:", sb["RC_APP_CLIENT_SECRET"]+"\n") // one question early
	answers("for an app without one:", sb["RC_APP_CLIENT_SECRET"]+"\n")
	answers("phone number:", sb["RC_USERNAME"]+"\n")
	answers("Extension, empty for none:", "\n")
	answers("Password:", sb["RC_PASSWORD"]+"\n")
	answers("Client id of the app [as before]:", sb["RC_USER_JWT"]+"\n")
	answers("This is a JWT. The client id is on the app's page in the developer console.\nClient id of the app [as before]:", sb["RC_APP_CLIENT_ID"]+"\n")
	answers("for an app without one:", sb["RC_APP_CLIENT_SECRET"]+"\n")
	answers("phone number:", sb["RC_USERNAME"]+"\n")
	answers("Extension, empty for none:", "ext. 104\n")
	answers("Password:", sb["RC_PASSWORD"]+"\nrm -r x\nand more\n")
	term.sees("as Dana Whitfield, extension 104. Run rcfwd to see the numbers.")
	if code := term.waitExit(); code != cli.ExitDone {
		t.Errorf("the login ends with %d", code)
	}
	term.checkRestored()
	for _, hidden := range []string{secret, sb["RC_APP_CLIENT_SECRET"], sb["RC_PASSWORD"], sb["RC_USER_JWT"], "rm -r"} {
		if strings.Contains(term.raw.String(), hidden) {
			t.Errorf("%q was shown:\n%s", hidden, term.screen.String())
		}
	}
	if term.unread > 0 {
		t.Errorf("%d bytes are left to the shell", term.unread)
	}
}

// A sign-in whose profile cannot be written leaves no secret behind, and fails before
// it presents one where that is known by then.
func login_keepsTheSignInWithItsProfile(t *testing.T, keys ui.KeyMap) {
	sb := envOf(startSandbox(t))
	home := t.TempDir()
	writeConfig(t, home, "profiles = {night = {region = 'US'}}\n") // a layout that is not edited
	env := []string{"HOME=" + home, "RC_APP_CLIENT_SECRET=" + sb["RC_APP_CLIENT_SECRET"]}
	said, code := runRcfwd(t, env, sb["RC_USER_JWT"], "login", "--profile", "night", "--server", sb["RC_SERVER_URL"],
		"--way", "jwt", "--client-id", sb["RC_APP_CLIENT_ID"], "--store", "file", "--jwt-file", "-")
	if code != cli.ExitFailed || !strings.Contains(said, "Set by hand: profiles.night.server") {
		t.Errorf("the login ends with %d and says:\n%s", code, said)
	}
	if left, _ := filepath.Glob(filepath.Join(home, ".local", "state", "rcfwd", "signin", "*.json")); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

// No one can paste anything into a pipe.
func login_tellsWhatIsMissingOverAPipe(t *testing.T, keys ui.KeyMap) {
	sb := envOf(startSandbox(t))
	said, code := runRcfwd(t, []string{"SSH_TTY=/dev/pts/9", "HOME=" + t.TempDir(), "RC_APP_CLIENT_SECRET=" + sb["RC_APP_CLIENT_SECRET"]}, "",
		"login", "--profile", "desk", "--server", sb["RC_SERVER_URL"], "--way", "code", "--client-id", sb["RC_APP_CLIENT_ID"], "--store", "file")
	if code != cli.ExitFailed || !strings.Contains(said, "nothing was pasted") {
		t.Errorf("the login ends with %d and says:\n%s", code, said)
	}
}

func signIn_returnsByTheBrowserAfterAWrongPaste(t *testing.T, keys ui.KeyMap) {
	sb := envOf(startSandbox(t))
	home := t.TempDir()
	settings := filepath.Join(home, ".config", "rcfwd", "config.toml")
	if err := os.MkdirAll(filepath.Dir(settings), 0o700); err != nil {
		t.Fatal(err)
	}
	text := "[profiles.desk]\nserver = \"" + sb["RC_SERVER_URL"] + "\"\nclient_id = \"" + sb["RC_APP_CLIENT_ID"] + "\"\nredirect_uri = \"http://127.0.0.1:0/rcfwd\"\n"
	if err := os.WriteFile(settings, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	term := startTerminal(t, 110, 40, []string{"HOME=" + home, "DISPLAY=:9"})
	term.sees("Sign in to RingCentral")
	term.types("\t\t\t\t" + sb["RC_APP_CLIENT_SECRET"] + "\r\r")
	term.sees("Sign in with the browser")
	term.types("nonsense/\r")
	term.sees("neither a code nor the address")
	back := browse(t, term.shownAddress(), sb)
	in := make(chan struct{})
	go func() { // a browser that retries until something listens
		for {
			if resp, err := http.Get(back); err == nil {
				resp.Body.Close()
			}
			select {
			case <-in:
				return
			default:
			}
		}
	}()
	defer close(in)
	term.sees("6 numbers")
}
