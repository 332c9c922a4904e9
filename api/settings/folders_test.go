package settings

import (
	"path/filepath"
	"testing"
)

func TestFindFolders_followsTheXDGSpecification(t *testing.T) {
	home, xdg := t.TempDir(), t.TempDir()
	tests := []struct {
		env           map[string]string
		config, state string
	}{
		{map[string]string{"HOME": home}, filepath.Join(home, ".config", "rcfwd"), filepath.Join(home, ".local", "state", "rcfwd")},
		{map[string]string{"HOME": home, "XDG_CONFIG_HOME": xdg}, filepath.Join(xdg, "rcfwd"), filepath.Join(home, ".local", "state", "rcfwd")},
		{map[string]string{"XDG_CONFIG_HOME": xdg, "XDG_STATE_HOME": home}, filepath.Join(xdg, "rcfwd"), filepath.Join(home, "rcfwd")},
		{map[string]string{"HOME": home, "XDG_STATE_HOME": "relative"}, filepath.Join(home, ".config", "rcfwd"), filepath.Join(home, ".local", "state", "rcfwd")},
	}
	for _, tt := range tests {
		f, err := FindFolders(func(name string) string { return tt.env[name] })
		if err != nil || f.Config != tt.config || f.State != tt.state {
			t.Errorf("%v gives %+v, %v", tt.env, f, err)
		}
	}
	for _, env := range []map[string]string{{}, {"HOME": "relative"}, {"XDG_CONFIG_HOME": xdg}} {
		_, err := FindFolders(func(name string) string { return env[name] })
		checkError(t, err, ErrNoHome, "no home folder", "Set HOME")
	}
}
