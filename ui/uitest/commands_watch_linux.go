package uitest

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"

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
