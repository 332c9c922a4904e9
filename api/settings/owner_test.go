//go:build unix

package settings

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// asUser makes the process take itself for another user until the test ends. The system
// still knows better, so only what this package checks itself changes.
func asUser(t *testing.T, id int) {
	before := effectiveUser
	effectiveUser = func() int { return id }
	t.Cleanup(func() { effectiveUser = before })
}

// homeOf returns the folders of a user in a home of their own.
func homeOf(t *testing.T, id int) (home string, f Folders) {
	t.Helper()
	home = t.TempDir()
	if err := os.Chown(home, id, -1); err != nil {
		t.Skip(err)
	}
	f, err := FindFolders(func(name string) string { return map[string]string{"HOME": home}[name] })
	if err != nil {
		t.Fatal(err)
	}
	return home, f
}

// Under a sudo that keeps HOME, root makes nothing in the home of the user, and is not
// told to take it over.
func TestFolders_rootMakesNothingInTheHomeOfAUser(t *testing.T) {
	home, f := homeOf(t, 12345)
	asUser(t, 0)
	c, err := Load(f)
	if err != nil {
		t.Fatal(err) // reading makes nothing
	}
	for what, err := range map[string]error{
		"CheckPlaces": f.CheckPlaces(),
		"Make":        f.Make(),
		"Save":        save(c, &Profile{Name: "a"}),
		"MakeFolder":  MakeFolder(filepath.Join(f.State, "journal")),
	} {
		checkError(t, err, ErrNotPrivate, home+" belongs to user 12345, but rcfwd runs as root. Run it as user 12345 without sudo, or with root's own home: HOME=")
		if strings.Contains(err.Error(), "chown") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if made, err := os.ReadDir(home); err != nil || len(made) > 0 {
		t.Errorf("%v, %v", made, err)
	}
}

// What such a root has left is given back by one command.
func TestFolders_tellHowToTakeBackWhatRootMade(t *testing.T) {
	home, f := homeOf(t, 12345)
	for _, dir := range []string{f.Config, f.State} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	asUser(t, 12345)
	err := f.check()
	checkError(t, err, ErrNotPrivate, f.State+" belongs to another user (root)", "sudo chown -R 12345 "+f.State)
	both := "sudo chown -R 12345 " + filepath.Join(home, ".config") + " " + filepath.Join(home, ".local")
	checkError(t, lockedOut(f.ConfigFile(), f.signinFolder()), ErrNotPrivate, filepath.Join(home, ".config")+" belongs to another user (root)", both)
	if err := os.Chown(filepath.Join(home, ".config"), 12345, -1); err != nil {
		t.Fatal(err)
	}
	checkError(t, folderError("read", f.ConfigFile(), fs.ErrPermission), ErrNotPrivate, "sudo chown -R 12345 "+f.Config)
}

// Folders of root, such as / and /tmp, are not to be taken over.
func TestLockedOut_isSilentOutsideOfOurFolders(t *testing.T) {
	asUser(t, 12345)
	if err := lockedOut("/nonexistent/rcfwd"); err != nil {
		t.Error(err)
	}
	err := folderError("make the folder", "/nonexistent", &fs.PathError{Op: "mkdir", Err: fs.ErrPermission})
	checkError(t, err, nil, "Could not make the folder /nonexistent: permission denied.")
	if errors.Is(err, ErrNotPrivate) {
		t.Error(err)
	}
}
