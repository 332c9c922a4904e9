//go:build unix

package settings

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// runtimeIn returns the folders of a user whose $XDG_RUNTIME_DIR is dir.
func runtimeIn(t *testing.T, dir string) Folders {
	t.Helper()
	env := map[string]string{"HOME": t.TempDir(), "XDG_RUNTIME_DIR": dir}
	f, err := FindFolders(func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestRuntimeFile_isPrivateAndReplacedWhole(t *testing.T) {
	f := runtimeIn(t, t.TempDir())
	if err := f.CheckRuntime(); err != nil || exists(f.Runtime) {
		t.Fatalf("%v, and the folder is made: %v", err, exists(f.Runtime))
	}
	file := f.RuntimeFile("x")
	for _, text := range []string{"one", "two"} {
		if err := file.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := file.Read(); err != nil || string(got) != text {
			t.Errorf("%q, %v", got, err)
		}
	}
	if mode(t, f.Runtime) != fs.ModeDir|0o700 || mode(t, file.Path()) != 0o600 || filepath.Dir(file.Path()) != f.Runtime {
		t.Errorf("%v in %v", mode(t, file.Path()), mode(t, f.Runtime))
	}
	entries, err := os.ReadDir(f.Runtime)
	if err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}

// Each way in which another user could read, write or replace the folder refuses it.
func TestCheckRuntime_refusesAFolderThatIsNotPrivate(t *testing.T) {
	for name, tt := range map[string]struct {
		above func(*testing.T, string) error // changes the folder above
		own   func(*testing.T, string) error // changes the folder itself
		want  string
	}{
		"open to others": {own: func(_ *testing.T, dir string) error { return os.Chmod(dir, 0o750) }, want: "chmod 700"},
		"not writable":   {own: func(_ *testing.T, dir string) error { return os.Chmod(dir, 0o500) }, want: "has the mode 500"},
		"a link": {own: func(_ *testing.T, dir string) error {
			return errors.Join(os.Rename(dir, dir+".real"), os.Symlink(dir+".real", dir))
		}, want: "is a link"},
		"a file": {own: func(_ *testing.T, dir string) error {
			return errors.Join(os.Remove(dir), os.WriteFile(dir, nil, 0o600))
		}, want: "is not a folder"},
		"above open to others": {above: func(_ *testing.T, dir string) error { return os.Chmod(dir, 0o777) }, want: "which other users can change"},
		"above is a link": {above: func(_ *testing.T, dir string) error {
			return errors.Join(os.Rename(dir, dir+".real"), os.Symlink(dir+".real", dir))
		}, want: "which is not a folder"},
		"above is missing":      {above: func(_ *testing.T, dir string) error { return os.Rename(dir, dir+".gone") }, want: "cannot be read"},
		"above of another user": {above: func(t *testing.T, _ string) error { asUser(t, 12345); return nil }, want: "belongs to another user"},
	} {
		t.Run(name, func(t *testing.T) {
			above := filepath.Join(t.TempDir(), "1000")
			if err := os.MkdirAll(filepath.Join(above, "rcfwd"), 0o700); err != nil {
				t.Fatal(err)
			}
			f := runtimeIn(t, above)
			if err := f.CheckRuntime(); err != nil {
				t.Fatal(err)
			}
			change, at := tt.own, f.Runtime
			if change == nil {
				change, at = tt.above, above
			}
			if err := change(t, at); err != nil {
				t.Fatal(err)
			}
			checkError(t, f.CheckRuntime(), ErrNotPrivate, tt.want)
			checkError(t, f.RuntimeFile("x").Write([]byte("secret")), ErrNotPrivate, tt.want)
			_, err := f.RuntimeFile("x").Lock(t.Context())
			checkError(t, err, ErrNoLock, tt.want)
		})
	}
}

func TestRuntimeFile_refusesAFileThatIsNotPrivate(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"open to others": func(path string) error { return os.Chmod(path, 0o640) },
		"a link": func(path string) error {
			return errors.Join(os.Rename(path, path+".real"), os.Symlink(path+".real", path))
		},
	} {
		file := runtimeIn(t, t.TempDir()).RuntimeFile("x")
		if err := errors.Join(file.Write([]byte("secret")), change(file.Path())); err != nil {
			t.Fatal(err)
		}
		if got, err := file.Read(); !errors.Is(err, ErrNotPrivate) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestFindFolders_needsAnAbsoluteRuntimeFolder(t *testing.T) {
	for dir, want := range map[string]string{"/run/user/7": "/run/user/7/rcfwd", "run": "", "": ""} {
		f := runtimeIn(t, dir)
		if f.Runtime != want {
			t.Errorf("%q leads to %q", dir, f.Runtime)
		}
		if want == "" {
			checkError(t, f.CheckRuntime(), ErrNotPrivate, "XDG_RUNTIME_DIR is not set to an absolute path")
		}
	}
}
