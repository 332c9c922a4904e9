package signin

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func init() {
	children["limited"] = limitedChild
	children["readonly"] = readOnlyChild
}

// limitedChild saves a record on a disk that takes 100 bytes of it.
func limitedChild() int {
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 100, Max: 100}); err != nil {
		fmt.Println("error", err)
		return 1
	}
	err := newFileStore(childOptions().Folders, "work").save(context.Background(), sampleNumbered(2))
	fmt.Println(errors.Is(err, syscall.EFBIG), err)
	return 0
}

// readOnlyChild is somebody who may read the disk and not write to it.
func readOnlyChild() int {
	o := childOptions()
	ctx := context.Background()
	s, err := Open(ctx, o)
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

// A disk that takes a part of a file is as good as one that takes none.
func TestDiskThatTakesAPart(t *testing.T) {
	r := newRig(t)
	s := newFileStore(r.options.Folders, "work")
	if err := s.save(t.Context(), sampleNumbered(1)); err != nil {
		t.Fatal(err)
	}
	if said := r.start("limited").hear(); !strings.HasPrefix(said, "true Could not write ") {
		t.Error(said)
	}
	if got, err := s.load(t.Context()); err != nil || got.Token.Refresh != "1;" {
		t.Errorf("%v, %v", got, err)
	}
	if files, err := os.ReadDir(filepath.Dir(r.storeFile())); err != nil || len(files) != 1 {
		t.Errorf("%v, %v", files, err)
	}
}

// On a disk that may only be read a session works, and says that it ends with
// the program.
func TestReadOnlyDisk(t *testing.T) {
	r := newRig(t)
	r.byJWT()
	state := r.options.Folders.State
	script := `mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && exec "$2"`
	cmd := exec.CommandContext(t.Context(), "unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", state, os.Args[0])
	cmd.Env = append(os.Environ(), "RCFWD_TEST_CHILD=readonly", "RCFWD_TEST_SERVER="+r.port.URL, "RCFWD_TEST_STATE="+state)
	out, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && (!ok || len(out) == 0) {
		t.Skipf("no read-only disk to be had: %v %v", err, exit)
	}
	said := string(out)
	if !strings.HasPrefix(said, "true <nil> <nil> Could not ") || !strings.Contains(said, "read-only file system. rcfwd goes on, but the sign-in ends with it.") {
		t.Error(said)
	}
}
