//go:build linux

package uitest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rcfwd/ui"
)

// bashCompletes sources the script for bash and completes the words that follow, as bash
// does after a press of tab.
const bashCompletes = `
. <(rcfwd completion bash)
_get_comp_words_by_ref() { words=("${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur=${COMP_WORDS[COMP_CWORD]}; prev=${COMP_WORDS[COMP_CWORD-1]}; }
compopt() { :; }
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_TYPE=9
COMP_POINT=${#COMP_LINE}
__start_rcfwd
printf '%s\n' "${COMPREPLY[@]}"
`

// Labels that mean something to a shell are in the account, and none comes out of it.
func completion_worksInBash(t *testing.T, keys ui.KeyMap) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed")
	}
	env := append(rcfwdInPath(t), startSandbox(t, "--faults", "limits=off")...)
	mustRunRcfwd(t, env, "", "numbers", "set", "Cabin", "--label", "a$(touch x)`id`'\"", "--yes")
	mustRunRcfwd(t, env, "", "numbers", "--json", "rings")
	mustRunRcfwd(t, env, "", "people", "--quiet")
	for line, want := range map[string]string{
		"numbers show Mo":           "Mobile",
		"numbers show RingC":        `RingCentral\ for\ Desktop`,
		"numbers show a":            "",
		"numbers remove --from r":   "rules",
		"numbers --json id,la":      `id\,label`,
		"people -x 10":              "101\n102\n103\n104\n105\n106\n107\n108\n109",
		"completion p":              "powershell",
		"numbers add --rule after-": "after-hours-rule",
		"rules step add x Mo":       "Mobile",
		"rules step set x Mo":       "Mobile",
		"calls flip only 7":         "7",
	} {
		dir := t.TempDir()
		cmd := exec.CommandContext(t.Context(), bash, append([]string{"-c", bashCompletes, "bash", "rcfwd"}, strings.Split(line, " ")...)...)
		cmd.Env, cmd.Dir = env, dir
		out, err := cmd.CombinedOutput()
		got := strings.Split(strings.TrimSpace(string(out)), "\n")
		for i, word := range got {
			got[i] = strings.TrimSpace(strings.SplitN(word, "  ", 2)[0]) // what follows describes it
		}
		if err != nil || strings.Join(got, "\n") != want {
			t.Errorf("rcfwd %s: %v %q, want %q", line, err, got, want)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("rcfwd %s has made %s", line, left[0].Name())
		}
	}
}

// Fish says itself what it would suggest. PowerShell and zsh cannot be asked without typing:
// their scripts are those of cobra, which call the same command.
func completion_worksInFish(t *testing.T, keys ui.KeyMap) {
	for shell, calls := range map[string]string{"powershell": "-CommandName 'rcfwd'", "zsh": "#compdef rcfwd"} {
		script := mustRunRcfwd(t, nil, "", "completion", shell)
		if !strings.Contains(script, calls) || !strings.Contains(script, "__complete") {
			t.Errorf("the script for %s calls nothing:\n%.300s", shell, script)
		}
	}
	fish, err := exec.LookPath("fish")
	if err != nil {
		t.Skip("fish is not installed")
	}
	env := append(append(rcfwdInPath(t), startSandbox(t, "--faults", "limits=off")...), "HOME="+t.TempDir())
	mustRunRcfwd(t, env, "", "numbers", "--json", "rings")
	for line, want := range map[string]string{
		"numbers show RingC":        "RingCentral for Desktop",
		"numbers remove --from r":   "rules",
		"numbers add --rule after-": "after-hours-rule\tAfter hours",
		"calls flip o":              "only",
	} {
		cmd := exec.CommandContext(t.Context(), fish, "-c", "rcfwd completion fish | source; complete -C $argv[1]", "rcfwd "+line)
		cmd.Env = env
		if out, err := cmd.CombinedOutput(); err != nil || strings.TrimSpace(string(out)) != want {
			t.Errorf("rcfwd %s: %v %q, want %q", line, err, out, want)
		}
	}
}

func completion_keepsNamesPrivately(t *testing.T, keys ui.KeyMap) {
	home := t.TempDir()
	names := func() []string {
		found, _ := filepath.Glob(filepath.Join(home, ".local/state/rcfwd/signin/*.names.json"))
		return found
	}
	sb := append(append(rcfwdInPath(t), startSandbox(t, "--faults", "limits=off")...), "HOME="+home)
	mustRunRcfwd(t, []string{"HOME=" + home}, "", "numbers", "--demo")
	mustRunRcfwd(t, append(sb, "RCFWD_COMPLETE=0"), "", "numbers")
	if got := names(); len(got) > 0 {
		t.Errorf("%v is kept of the demo, or against RCFWD_COMPLETE", got)
	}
	mustRunRcfwd(t, sb, "", "numbers", "-x", "104", "--json", "label")
	mustRunRcfwd(t, sb, "", "numbers", "--json", "label")
	got := names()
	if len(got) != 1 {
		t.Fatalf("%v is kept", got)
	}
	info, err := os.Stat(got[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", err, info)
	}
	if text := readFile(t, got[0]); strings.Contains(text, "+1") || !strings.Contains(text, "On-call pager") {
		t.Errorf("%s", text)
	}
}
