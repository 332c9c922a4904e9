//go:build unix

package tokenstore

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"rcfwd/api/settings"
)

func mode(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode()
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func newFileStoreWithSample(t *testing.T) *fileStore {
	t.Helper()
	s := newFileStore(newFolders(t), "work")
	if err := s.Save(t.Context(), sample); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestFileStore_keepsARecordForItsOwnerAlone(t *testing.T) {
	s := newFileStoreWithSample(t)
	got, err := s.Load(t.Context())
	if err != nil || got.JWT != assertion || *got.Token != *sample.Token {
		t.Errorf("%+v, %v", got, err)
	}
	for path, want := range map[string]fs.FileMode{s.file.Path(): 0o600, s.folders.State: fs.ModeDir | 0o700, filepath.Dir(s.file.Path()): fs.ModeDir | 0o700} {
		if got := mode(t, path); got != want {
			t.Errorf("%s has mode %v", path, got)
		}
	}
	if err := errors.Join(s.Erase(t.Context()), s.Erase(t.Context())); err != nil {
		t.Error(err)
	}
	if got, err := s.Load(t.Context()); got != nil || err != nil {
		t.Errorf("after erasing %v, %v", got, err)
	}
}

func TestFileStore_refusesFilesThatAreNotPrivate(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(s *fileStore) error
		words []string
	}{
		{"readable file", func(s *fileStore) error { return os.Chmod(s.file.Path(), 0o640) }, []string{"Other users of this machine", "chmod 600 "}},
		{"open folder", func(s *fileStore) error { return os.Chmod(s.folders.State, 0o755) }, []string{"chmod 700 "}},
		{"open inner folder", func(s *fileStore) error { return os.Chmod(filepath.Dir(s.file.Path()), 0o711) }, []string{"chmod 700 ", "signin"}},
		{"link", func(s *fileStore) error {
			return errors.Join(os.Rename(s.file.Path(), s.file.Path()+".real"), os.Symlink(s.file.Path()+".real", s.file.Path()))
		}, []string{"is a link", "rm "}},
		{"link to nothing", func(s *fileStore) error {
			return errors.Join(os.Remove(s.file.Path()), os.Symlink("/nonexistent/x", s.file.Path()))
		}, []string{"is a link", "rm "}},
		{"linked folder", func(s *fileStore) error {
			return errors.Join(os.Rename(s.folders.State, s.folders.State+".real"), os.Symlink(s.folders.State+".real", s.folders.State))
		}, []string{"is a link", "rm "}},
		{"Replace it with a folder", func(s *fileStore) error {
			return errors.Join(os.Remove(s.file.Path()), os.Mkdir(s.file.Path(), 0o700))
		}, []string{"not a regular file", "rm "}},
		{"pipe", func(s *fileStore) error {
			return errors.Join(os.Remove(s.file.Path()), syscall.Mkfifo(s.file.Path(), 0o600))
		}, []string{"not a regular file", "rm "}},
		{"file in a folder's place", func(s *fileStore) error {
			return errors.Join(os.RemoveAll(filepath.Dir(s.file.Path())), os.WriteFile(filepath.Dir(s.file.Path()), nil, 0o600))
		}, []string{"is not a folder", "mv "}},
	}
	if os.Geteuid() == 0 {
		tests = append(tests, []struct {
			name  string
			spoil func(s *fileStore) error
			words []string
		}{
			{"another user's", func(s *fileStore) error { return os.Chown(s.file.Path(), 12345, 0) }, []string{"belongs to user 12345, but rcfwd runs as root. Run it as user 12345 without sudo"}},
			{"another user's folder", func(s *fileStore) error { return os.Chown(s.folders.State, 12345, 0) }, []string{"belongs to user 12345, but rcfwd runs as root"}},
		}...)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newFileStoreWithSample(t)
			if err := tt.spoil(s); err != nil {
				t.Fatal(err)
			}
			_, err := s.Load(t.Context())
			checkError(t, err, settings.ErrNotPrivate, tt.words...)
			checkHidden(t, printed(err), sampleSecrets...)
			for what, err := range map[string]error{"save": s.Save(t.Context(), sample), "probe": s.Probe(t.Context())} {
				if err == nil {
					t.Errorf("%s reports no error", what)
				}
			}
		})
	}
}

// A file that holds no record stays as it is, and the error says what to do.
func TestFileStore_refusesFilesThatHoldNoRecord(t *testing.T) {
	whole, err := encode(sample)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, text string
		kind       error
	}{
		{"empty", "", errEmpty},
		{"blank", "\n", errEmpty},
		{"zeros", strings.Repeat("\x00", 512), errDamaged},
		{"corrupt", strings.Replace(string(whole), `":`, `"`, 1), errDamaged},
		{"truncated", string(whole[:len(whole)/2]), errDamaged},
		{"two", string(whole) + string(whole), errDamaged},
		{"foreign JSON", `{"access_token":"hunter2"}`, errForeign},
		{"a list", `["hunter2"]`, errDamaged},
		{"no server", `{"rcfwd":1,"client_id":"x"}`, errDamaged},
		{"no access token", `{"rcfwd":1,"server":"https://rc.test","client_id":"x","token":{}}`, errDamaged},
		{"huge", strings.Repeat("x", settings.MaxPrivateFile+1), errForeign},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newFileStoreWithSample(t)
			if err := os.WriteFile(s.file.Path(), []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := s.Load(t.Context())
			checkError(t, err, tt.kind, s.file.Path())
			if !strings.Contains(err.Error(), "rm "+s.file.Path()) {
				t.Errorf("%v does not say what to do", err)
			}
			checkHidden(t, err.Error(), append(sampleSecrets, "hunter2")...)
			if s.Save(t.Context(), sample) == nil || s.Probe(t.Context()) == nil || content(t, s.file.Path()) != tt.text {
				t.Errorf("it was overwritten with %q", content(t, s.file.Path()))
			}
		})
	}
}

func TestFileStore_probesWithoutATrace(t *testing.T) {
	s := newFileStore(newFolders(t), "new")
	if err := s.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	if files, err := os.ReadDir(filepath.Dir(s.file.Path())); err != nil || len(files) != 0 {
		t.Errorf("%v, %v", files, err)
	}
}
