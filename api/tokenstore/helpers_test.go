package tokenstore

import (
	"bufio"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rcfwd/api"
	"rcfwd/api/settings"
)

const assertion = "ey.JWT+assertion/="

var sample = &Record{
	Server: "https://rc.test", ClientID: "client", Secret: "client+secret/=", Source: FromStore, Grant: settings.GrantJWT, JWT: assertion,
	Token: &TokenSet{Access: "access-1", Refresh: "refresh-1", Issued: time.Unix(1e9, 0).UTC(), Owner: "42", Scope: "ReadAccounts"},
}

var sampleSecrets = []string{sample.Secret, sample.JWT, sample.Token.Access, sample.Token.Refresh}

// numberedRecord returns a record that shows whether it is whole.
func numberedRecord(n int) *Record {
	name := fmt.Sprintf("%d;", n)
	return &Record{
		Server: "https://rc.test", ClientID: "client", Source: FromStore, Grant: settings.GrantCode,
		Token: &TokenSet{Access: strings.Repeat(name, 20000/len(name)), Refresh: name},
	}
}

func newFolders(t *testing.T) settings.Folders {
	t.Helper()
	return settings.Folders{State: filepath.Join(t.TempDir(), "state", "rcfwd")}
}

// processes are what the test binary does as another process of a test, by name.
var processes = map[string]func() int{
	"save":  saveUntilKilled,
	"print": printCredential,
	"hang":  func() int { select {} },
}

// TestMain lets the test binary be another process as well. RCFWD_TEST_PROCESS
// names what it does, and other RCFWD_TEST_ variables hold what that needs.
func TestMain(m *testing.M) {
	if name := os.Getenv("RCFWD_TEST_PROCESS"); name != "" {
		os.Exit(processes[name]())
	}
	os.Exit(m.Run())
}

// process is a running copy of the test binary.
type process struct {
	t     *testing.T
	cmd   *exec.Cmd
	lines *bufio.Scanner
}

func startProcess(t *testing.T, name string, f settings.Folders) *process {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "RCFWD_TEST_PROCESS="+name, "RCFWD_TEST_STATE="+f.State)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &process{t: t, cmd: cmd, lines: bufio.NewScanner(out)}
}

// processStore returns the store of a process that a test started.
func processStore() *fileStore {
	return newFileStore(settings.Folders{State: os.Getenv("RCFWD_TEST_STATE")}, "work")
}

// line waits for the next line that the process prints.
func (p *process) line() string {
	p.t.Helper()
	if !p.lines.Scan() {
		p.t.Fatalf("the process printed no line: %v", p.lines.Err())
	}
	return p.lines.Text()
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
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

// checkHidden checks that a text holds none of the secrets.
func checkHidden(t *testing.T, text string, secrets ...string) {
	t.Helper()
	for _, s := range secrets {
		if s != "" && (strings.Contains(text, s) || strings.Contains(text, url.QueryEscape(s))) {
			t.Errorf("a secret in %s", text)
		}
	}
}

// printed returns a value in every form in which it may be printed.
func printed(v any) string { return fmt.Sprintf("%v %+v %#v %s %q", v, v, v, v, v) }
