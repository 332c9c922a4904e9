package settings

import (
	"errors"
	"path/filepath"
)

// ErrNoHome says that nothing tells where settings and sign-ins are kept.
var ErrNoHome = errors.New("there is no home folder")

// Folders are where the settings and the sign-ins of one person are.
type Folders struct {
	Config string // holds config.toml
	State  string // holds the sign-ins and the journal; 0700
}

// FindFolders finds them as the XDG base directory specification says, in
// $XDG_CONFIG_HOME and $XDG_STATE_HOME or under the home folder. Nothing is
// made. The error is ErrNoHome.
func FindFolders(getenv func(string) string) (Folders, error) {
	config, err := base(getenv, "XDG_CONFIG_HOME", ".config")
	if err != nil {
		return Folders{}, err
	}
	state, err := base(getenv, "XDG_STATE_HOME", filepath.Join(".local", "state"))
	if err != nil {
		return Folders{}, err
	}
	return Folders{Config: filepath.Join(config, "rcfwd"), State: filepath.Join(state, "rcfwd")}, nil
}

// ConfigFile is where the settings are.
func (f Folders) ConfigFile() string { return filepath.Join(f.Config, "config.toml") }

// base is one base folder. A path that is not absolute does not count, which
// the specification demands.
func base(getenv func(string) string, name, under string) (string, error) {
	if dir := getenv(name); filepath.IsAbs(dir) {
		return filepath.Clean(dir), nil
	}
	for _, home := range []string{"HOME", "USERPROFILE"} { // the second is what Windows sets
		if dir := getenv(home); filepath.IsAbs(dir) {
			return filepath.Join(dir, under), nil
		}
	}
	return "", UserErrorf(ErrNoHome, "There is no home folder to keep settings and sign-ins in. Set HOME, or %s to a folder of your own.", name)
}
