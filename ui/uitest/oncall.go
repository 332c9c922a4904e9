//go:build linux

package uitest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// rota has the numbers of three weeks; the last one is of the company itself.
const rota = `# Monday    number        who
2026-11-30  415-555-0188  Ana
2026-12-07  415-555-0190  Ben

2026-12-14  +16505550100  the office
`

// onCall is docs/scripts/oncall.sh with a sandbox to run against.
type onCall struct {
	t    *testing.T
	env  []string
	rota string
}

// on runs the script on a day and returns what it prints and its exit code.
func (o *onCall) on(day string, env ...string) (said string, code int) {
	o.t.Helper()
	cmd := exec.CommandContext(o.t.Context(), "sh", "docs/scripts/oncall.sh", o.rota)
	cmd.Env = append(append(o.env, "ONCALL_DATE="+day), env...)
	out, _ := cmd.CombinedOutput()
	return string(out), cmd.ProcessState.ExitCode()
}

// number returns the number that is on call.
func (o *onCall) number() string {
	o.t.Helper()
	return strings.TrimSpace(mustRunRcfwd(o.t, o.env, "", "numbers", "show", "label:On-call pager", "--format", "{phoneNumber}"))
}

// check runs the script on a day and compares its end.
func (o *onCall) check(day string, wantCode int, says, number string, env ...string) {
	o.t.Helper()
	if said, code := o.on(day, env...); code != wantCode || !strings.Contains(said, says) {
		o.t.Errorf("on %s oncall.sh exits with %d, want %d and %q:\n%s", day, code, wantCode, says, said)
	}
	if got := o.number(); got != number {
		o.t.Errorf("on %s the number is %s, want %s", day, got, number)
	}
}

func onCallScript_movesTheNumber(t *testing.T, keys ui.KeyMap) {
	for _, handling := range []string{"legacy", "new"} {
		t.Run(handling, func(t *testing.T) {
			t.Parallel()
			o := &onCall{t, append(rcfwdInPath(t), startSandbox(t, "--call-handling", handling, "--faults", "limits=off")...), filepath.Join(t.TempDir(), "rota")}
			if err := os.WriteFile(o.rota, []byte(rota), 0o600); err != nil {
				t.Fatal(err)
			}
			o.check("2026-11-01", cli.ExitFailed, "no line for 2026-11-01", "+15305550167")
			o.check("2026-11-30", cli.ExitDone, "On-call pager is +14155550188", "+14155550188")
			o.check("2026-12-01", cli.ExitDone, "It is so already", "+14155550188")
			o.check("2026-12-07", cli.ExitDone, "On-call pager is +14155550190", "+14155550190")
			o.check("2026-12-14", cli.ExitFailed, "belongs to your own company", "+14155550190")
			o.check("2026-11-30", cli.ExitSignIn, "the sign-in has ended", "+14155550190", "RC_USER_JWT=a.b.c", "RCFWD_NO_CACHE=1")
			if log := history(t, o.env); strings.Count(log, "On-call pager") < 2 {
				t.Errorf("the history is\n%s", log)
			}
		})
	}
}
