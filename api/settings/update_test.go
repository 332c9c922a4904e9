//go:build unix

package settings

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Each Update sees what the one before it wrote, however many there are at once.
func TestUpdate_losesNoChange(t *testing.T) {
	f := Folders{State: t.TempDir() + "/rcfwd"}.PrivateFile("counter")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				err := f.Update(context.Background(), func(data []byte) []byte {
					n, _ := strconv.Atoi(string(data))
					return []byte(strconv.Itoa(n + 1))
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got := content(t, f.Path()); got != "160" || mode(t, f.Path()) != 0o600 {
		t.Errorf("%s with mode %v", got, mode(t, f.Path()))
	}
}

func TestUpdate_shortensTheFileOrLeavesIt(t *testing.T) {
	f := newPrivateFile(t)
	for _, tt := range []struct{ next, want string }{{"longer than before", "longer than before"}, {"short", "short"}, {"", "short"}} {
		err := f.Update(t.Context(), func([]byte) []byte {
			if tt.next == "" {
				return nil
			}
			return []byte(tt.next)
		})
		if got := content(t, f.path); err != nil || got != tt.want {
			t.Errorf("%q, %v", got, err)
		}
	}
}

func TestUpdate_refusesWhatIsNotPrivate(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"open to others": func(path string) error { return os.Chmod(path, 0o644) },
		"a link": func(path string) error {
			return errors.Join(os.Rename(path, path+".real"), os.Symlink(path+".real", path))
		},
		"a link for the lock": func(path string) error { return os.Symlink("/nonexistent", path+".lock") },
	} {
		f := newPrivateFile(t)
		if err := change(f.path); err != nil {
			t.Fatal(err)
		}
		err := f.Update(t.Context(), func([]byte) []byte { t.Errorf("%s: it is read", name); return nil })
		if !errors.Is(err, ErrNotPrivate) && !errors.Is(err, ErrNoLock) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A process that was stopped while it held the lock does not stop the others for long.
func TestUpdate_doesNotWaitForAStoppedProcess(t *testing.T) {
	f := newPrivateFile(t)
	unlock, err := f.lock(t.Context(), f.path+".lock", time.Millisecond, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	err = f.Update(t.Context(), func([]byte) []byte { t.Error("it is called"); return nil })
	checkError(t, err, ErrLocked, "Another rcfwd")
}

func BenchmarkUpdate(b *testing.B) {
	f := Folders{State: b.TempDir() + "/rcfwd"}.PrivateFile("x")
	next := []byte(strings.Repeat("x", 1500))
	for b.Loop() {
		if err := f.Update(context.Background(), func([]byte) []byte { return next }); err != nil {
			b.Fatal(err)
		}
	}
}
