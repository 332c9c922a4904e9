//go:build linux

package uitest

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// Each row of the table of exit codes that one command can show.
func exitCodes_areThoseOfTheTable(t *testing.T, keys ui.KeyMap) {
	env := []string{"HOME=" + t.TempDir()}
	for _, tt := range []struct {
		args string
		code int
		says string
	}{
		{"people list zzzz --demo", cli.ExitDone, ""},
		{"numbers set Mobile --flip 2 --yes --demo", cli.ExitDone, "It is so already"},
		{"numbers show Nope --demo", cli.ExitFailed, `No number is called "Nope"`},
		{"numbers remove Nope --yes --demo", cli.ExitFailed, `No number is called "Nope"`},
		{"numbers set Mobile --flip 7 --yes --demo --read-only", cli.ExitFailed, "read-only"},
		{"numbers set Mobile --flip 7 --yes --demo --as 106 -x 104", cli.ExitFailed, "permission"},
		{"numbers --demo --timeout 1ns", cli.ExitFailed, "--timeout"},
		{"numbers --nonsense --demo", cli.ExitUsage, "unknown flag"},
		{"numbers --json --csv --demo", cli.ExitUsage, "only one of"},
		{"numbers set Mobile --flip 7 --demo", cli.ExitUsage, "--yes"},
		{"numbers", cli.ExitSignIn, "rcfwd login"},
		{"numbers --demo --faults expire=100%", cli.ExitSignIn, "Sign in again"},
		{"numbers remove Home Work --if-unchanged abc --yes --demo", cli.ExitUsage, "--if-unchanged works with one"},
		{"api PUT /restapi/v1.0/x --demo", cli.ExitUsage, "--yes"},
		{"status --check --demo --as 106 -x 104", cli.ExitIncomplete, "CMN-419"},
	} {
		out, code := runRcfwd(t, env, "", strings.Fields(tt.args)...)
		if code != tt.code || !strings.Contains(out, tt.says) {
			t.Errorf("rcfwd %s exits with %d, want %d and %q:\n%s", tt.args, code, tt.code, tt.says, out)
		}
	}
}

// A signal ends a command while the service is thinking.
func exitCodes_nameTheSignal(t *testing.T, keys ui.KeyMap) {
	for sent, want := range map[syscall.Signal]int{syscall.SIGINT: cli.ExitInterrupted, syscall.SIGTERM: cli.ExitTerminated, syscall.SIGHUP: cli.ExitHangup} {
		asked, over := make(chan struct{}, 9), make(chan struct{})
		server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			asked <- struct{}{}
			<-over
		}))
		cmd := exec.CommandContext(t.Context(), os.Args[0], "numbers")
		cmd.Env = []string{envRun + "=1", "HOME=" + t.TempDir(), "RC_SERVER_URL=" + server.URL, "RC_APP_CLIENT_ID=a", "RC_APP_CLIENT_SECRET=b", "RC_USER_JWT=c.d.e"}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan struct{})
		go func() { cmd.Wait(); close(ended) }()
		select {
		case <-asked:
			cmd.Process.Signal(sent)
		case <-ended:
		}
		<-ended
		if code := cmd.ProcessState.ExitCode(); code != want {
			t.Errorf("%v: exit code %d, want %d", sent, code, want)
		}
		close(over)
		server.Close()
	}
}

// A reader that has seen enough, as head, is no failure; an output that is full is one.
func exitCodes_ofOutput(t *testing.T, keys ui.KeyMap) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	r, closed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer closed.Close()
	r.Close()
	for to, want := range map[*os.File]int{full: cli.ExitFailed, closed: cli.ExitDone} {
		for _, args := range []string{"numbers --demo", "numbers --json --demo", "people --csv --demo", "numbers show Mobile --demo"} {
			var said strings.Builder
			cmd := exec.CommandContext(t.Context(), os.Args[0], strings.Fields(args)...)
			cmd.Env, cmd.Stdout, cmd.Stderr = []string{envRun + "=1", "HOME=" + t.TempDir()}, to, &said
			cmd.Run()
			if code := cmd.ProcessState.ExitCode(); code != want || want == cli.ExitDone && said.Len() > 0 {
				t.Errorf("rcfwd %s > %s exits with %d, want %d: %s", args, to.Name(), code, want, said.String())
			}
		}
	}
}
