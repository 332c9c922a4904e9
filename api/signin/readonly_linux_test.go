package signin

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

func init() {
	processes["readonly"] = refreshOnAReadOnlyDisk
}

// refreshOnAReadOnlyDisk refreshes once and prints the outcome.
func refreshOnAReadOnlyDisk() int {
	o := processOptions()
	ctx := context.Background()
	s, err := Open(ctx, &o)
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	token, err := s.Token(ctx)
	s.Refused(token)
	next, again := s.Token(ctx)
	fmt.Println(token != "" && next != token, err, again, s.Warning())
	return 0
}

// On a read-only disk a session works, with a warning that it ends with the
// program.
func TestSession_worksOnAReadOnlyDisk(t *testing.T) {
	r := newRig(t)
	r.byJWT()
	said := onAReadOnlyDisk(t, r, "readonly")
	if !strings.HasPrefix(said, "true <nil> <nil> Could not ") || !strings.Contains(said, "read-only file system. The sign-in works until rcfwd ends.") {
		t.Error(said)
	}
}

// onAReadOnlyDisk runs a process whose state folder is on a read-only disk, and returns
// what it prints.
func onAReadOnlyDisk(t *testing.T, r *rig, what string, env ...string) string {
	t.Helper()
	state := r.options.Folders.State
	script := `mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && exec "$2"`
	cmd := exec.CommandContext(t.Context(), "unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", state, os.Args[0])
	cmd.Env = append(append(os.Environ(), "RCFWD_TEST_PROCESS="+what, "RCFWD_TEST_SERVER="+r.port.URL, "RCFWD_TEST_STATE="+state), env...)
	out, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && (!ok || len(out) == 0) {
		t.Skipf("no read-only disk to be had: %v %v", err, exit)
	}
	return string(out)
}

// On a read-only disk requests go on, and that the limits are not shared is said once,
// whether there is a ledger already or not.
func TestLimitLedger_isDoneWithoutOnAReadOnlyDisk(t *testing.T) {
	for _, before := range []int{0, 1} {
		r := newRig(t)
		s := r.byJWT()
		for range before {
			r.read(s)
		}
		said := onAReadOnlyDisk(t, r, "read", "RCFWD_TEST_REQUESTS=10")
		if strings.Count(said, "warning The rate limits are not shared with other rcfwd on this machine. Could not ") != 1 ||
			strings.Count(said, "\n") != 3 || !strings.HasSuffix(said, "done\n") {
			t.Errorf("with %d requests before: %s", before, said)
		}
	}
}
