//go:build linux

package uitest

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// mustPrint runs the program and returns what it prints.
func mustPrint(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), envRun+"=1")
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	return string(text)
}

func help_coversEveryCommand(t *testing.T, keys ui.KeyMap) {
	for args, want := range map[string]string{
		"help":                  "Press ? for all keys",
		"help login":            "what a flag answers",
		"help completion zsh":   "zsh",
		"man":                   ".TH \"RCFWD\" 1",
		"help exit-codes":       "130, 143, 129",
		"completion bash":       "__rcfwd",
		"completion zsh":        "#compdef rcfwd",
		"completion fish":       "complete -c rcfwd",
		"completion powershell": "Register-ArgumentCompleter",
	} {
		if got := mustPrint(t, strings.Fields(args)...); !strings.Contains(got, want) {
			t.Errorf("rcfwd %s prints %.200s", args, got)
		}
	}
}

// So that a script which keeps what is printed notices that the disk is full.
func output_thatFailsExitsWithOne(t *testing.T, keys ui.KeyMap) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	home := homeWithJournal(t, "legacy")
	for _, args := range []string{
		"history", "history --json", "status", "status --json", "logout --json", "man", "--version", "--help", "help login", "completion bash", "schema", "help files", "api --demo /restapi/v1.0/account/~",
		"sandbox --listen 127.0.0.1:0",
	} {
		var said strings.Builder
		cmd := exec.Command(os.Args[0], strings.Fields(args)...)
		cmd.Env = []string{envRun + "=1", "HOME=" + home}
		cmd.Stdout, cmd.Stderr = full, &said
		cmd.Run()
		if code := cmd.ProcessState.ExitCode(); code != cli.ExitFailed || said.String() != "rcfwd: the output cannot be written: no space left on device\n" {
			t.Errorf("rcfwd %s exits with %d: %s", args, code, said.String())
		}
	}
}

// The value is named, not the function that read it.
func usage_namesAWrongValue(t *testing.T, keys ui.KeyMap) {
	for args, want := range map[string]string{
		"--demo --people x":                       "--people x: use a whole number, such as 12",
		"sandbox --people 5000000000000000000000": "--people 5000000000000000000000: use a whole number",
		"--demo --token-lifetime long":            "--token-lifetime long: use a time, such as 90s or 1m",
		"--demo --read-only=maybe":                "--read-only maybe: use true or false",
	} {
		out, code := runRcfwd(t, []string{"HOME=" + t.TempDir()}, "", strings.Fields(args)...)
		if !strings.Contains(out, want) || strings.Contains(out, "parsing") || code != cli.ExitUsage {
			t.Errorf("%s exits with %d: %s", args, code, out)
		}
	}
}

func history_saysThatNothingMatches(t *testing.T, keys ui.KeyMap) {
	out, code := runRcfwd(t, []string{"HOME=" + homeWithJournal(t, "legacy")}, "", "history", "zzz")
	if want := "No change contains \"zzz\". Without words, history prints all changes.\n"; out != want || code != cli.ExitDone {
		t.Errorf("exit code %d: %s", code, out)
	}
}

func usage_errorsExitWithTwo(t *testing.T, keys ui.KeyMap) {
	for _, args := range [][]string{{"--nonsense"}, {"nonsense"}, {"--demo", "--faults", "nonsense=1"}, {"--demo", "--extension", "ext:Dana"}, {"sandbox", "--listen", "127.0.0.1:0", "--as", "1O4"}, {"sandbox", "--listen", "0.0.0.0:1"}} {
		if out, code := runRcfwd(t, []string{"HOME=" + t.TempDir()}, "", args...); code != cli.ExitUsage {
			t.Errorf("%v exits with %d, want %d: %s", args, code, cli.ExitUsage, out)
		}
	}
}
