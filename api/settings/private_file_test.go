//go:build unix

package settings

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func newPrivateFile(t *testing.T) PrivateFile {
	t.Helper()
	f := Folders{State: filepath.Join(t.TempDir(), "state", "rcfwd")}.ProfileFile("work", ".json")
	if err := f.Write([]byte("old")); err != nil {
		t.Fatal(err)
	}
	return f
}

func mode(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode()
}

func TestPrivateFile_keepsWhatIsWritten(t *testing.T) {
	f := newPrivateFile(t)
	if err := f.Write([]byte("new")); err != nil {
		t.Fatal(err)
	}
	if got, err := f.Read(); err != nil || string(got) != "new" || !f.Exists() {
		t.Errorf("%q, %v", got, err)
	}
	if err := errors.Join(f.Remove(), f.Remove()); err != nil || f.Exists() {
		t.Error(err)
	}
	if _, err := f.Read(); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	_, err := Folders{State: settingsFile(t, "")}.PrivateFile("x").Read()
	checkError(t, err, ErrNotPrivate, "is not a folder")
}

// The umask of a careless shell changes nothing.
func TestPrivateFile_ignoresTheUmask(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	f := newPrivateFile(t)
	for path, want := range map[string]fs.FileMode{
		f.path: 0o600, f.folders.State: fs.ModeDir | 0o700, f.folders.signinFolder(): fs.ModeDir | 0o700,
	} {
		if got := mode(t, path); got != want {
			t.Errorf("%s has mode %v", path, got)
		}
	}
}

func TestPrivateFile_refusesAFileThatIsTooLong(t *testing.T) {
	f := newPrivateFile(t)
	for n, want := range map[int]error{MaxPrivateFile: nil, MaxPrivateFile + 1: ErrTooLong} {
		if err := os.WriteFile(f.path, make([]byte, n), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := f.Read(); !errors.Is(err, want) || want == nil && len(got) != n {
			t.Errorf("%d bytes: %d read, %v", n, len(got), err)
		}
	}
}

// A disk that is full, or read-only, leaves the old content.
func TestPrivateFile_keepsTheOldContentWhenTheDiskRefuses(t *testing.T) {
	full := func(string) (*os.File, error) { return os.OpenFile("/dev/full", os.O_WRONLY, 0) }
	readOnly := func(path string) (*os.File, error) {
		return nil, &fs.PathError{Op: "open", Path: path, Err: syscall.EROFS}
	}
	for name, create := range map[string]func(string) (*os.File, error){"full": full, "read-only": readOnly} {
		t.Run(name, func(t *testing.T) {
			f := newPrivateFile(t)
			f.create = create
			err := f.Write([]byte("new"))
			if name == "full" && !errors.Is(err, syscall.ENOSPC) || name != "full" && !errors.Is(err, syscall.EROFS) {
				if _, gone := os.Stat("/dev/full"); name == "full" && gone != nil {
					t.Skip("no /dev/full here")
				}
				t.Error(err)
			}
			checkError(t, err, nil, "Could not write "+f.path)
			if got, err := f.Read(); err != nil || string(got) != "old" {
				t.Errorf("%q, %v", got, err)
			}
			if f.Probe(1) == nil {
				t.Error("Probe reports no error")
			}
		})
	}
}

// What a killed process left beside the file neither counts nor blocks a Write.
func TestPrivateFile_ignoresWhatAKilledProcessLeft(t *testing.T) {
	f := newPrivateFile(t)
	left, earlier := tempName(f.path), f.path+".new" // as versions before named it
	for _, path := range []string{left, earlier} {
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	old := time.Now().Add(-2 * oldTemp)
	if err := os.Chtimes(left, old, old); err != nil {
		t.Fatal(err)
	}
	if got, err := f.Read(); err != nil || string(got) != "old" {
		t.Errorf("%q, %v", got, err)
	}
	if err := f.Write([]byte("new")); err != nil || exists(left) || mode(t, f.path) != 0o600 {
		t.Error(err)
	}
	if err := f.Remove(); err != nil || f.Exists() || exists(earlier) {
		t.Error(err)
	}
}

func TestPrivateFile_probesWithoutATrace(t *testing.T) {
	f := Folders{State: filepath.Join(t.TempDir(), "rcfwd")}.PrivateFile("new")
	if err := f.Probe(4096); err != nil || f.Exists() {
		t.Error(err)
	}
}

func TestShellQuote_makesOneWord(t *testing.T) {
	for path, want := range map[string]string{"/a/b-c.json": "/a/b-c.json", "/a b": "'/a b'", "/it's": `'/it'\''s'`, "": "''"} {
		if got := ShellQuote(path); got != want {
			t.Errorf("%q becomes %s", path, got)
		}
	}
}
