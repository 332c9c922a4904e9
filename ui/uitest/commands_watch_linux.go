package uitest

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// ctrl+c ends a watch, and what was printed before has come.
func callsWatch_endsWithCtrlC(t *testing.T, _ ui.KeyMap) {
	cmd := exec.Command(os.Args[0], "calls", "watch", "--demo", "--call", "in,rings=0s", "--jsonl")
	cmd.Env = []string{envRun + "=1", "HOME=" + t.TempDir()}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.Contains(line, `"event":"began"`) {
		t.Errorf("%s, %v", line, err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != cli.ExitInterrupted {
		t.Errorf("it exits with %d", code)
	}
}

// A signal ends a command that waits for an answer. It says so in one line.
func commands_sayOnceThatTheyWereInterrupted(t *testing.T, _ ui.KeyMap) {
	asked := make(chan struct{}, 8)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) // or the server does not notice that the client is gone
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	defer server.Close()
	cmd, said := exec.Command(os.Args[0], "numbers"), &bytes.Buffer{}
	cmd.Env = append(serveCommands(t, sandbox.GenerousLimits()).env, envRun+"=1", "RC_SERVER_URL="+server.URL)
	if cmd.Stderr = said; cmd.Start() != nil {
		t.Fatal("it does not start")
	}
	<-asked
	cmd.Process.Signal(syscall.SIGTERM)
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != cli.ExitTerminated || said.String() != "rcfwd: interrupted\n" {
		t.Errorf("exit %d: %s", code, said)
	}
}
