package settings

import (
	"errors"
	"path/filepath"
)

// ErrNoHome is the kind of the error when no variable says where the folders are.
var ErrNoHome = errors.New("there is no home folder")

// Folders are the folders of one person. The zero value is none.
type Folders struct {
	Config string // holds config.toml
	State  string // holds the sign-ins and the journal; 0700

	// Runtime holds what need not survive the session of the user on this machine; 0700.
	// It is "" where the system has no such folder.
	Runtime string

	flat bool // State is a runtime folder, whose files are not in a folder of the sign-ins
}

// FindFolders returns the folders by the XDG base directory specification: in
// $XDG_CONFIG_HOME and $XDG_STATE_HOME, or under the home folder. It creates
// nothing. getenv is os.Getenv. The error is of the kind ErrNoHome.
func FindFolders(getenv func(string) string) (Folders, error) {
	config, err := baseFolder(getenv, "XDG_CONFIG_HOME", ".config")
	if err != nil {
		return Folders{}, err
	}
	state, err := baseFolder(getenv, "XDG_STATE_HOME", filepath.Join(".local", "state"))
	if err != nil {
		return Folders{}, err
	}
	return Folders{Config: filepath.Join(config, "rcfwd"), State: filepath.Join(state, "rcfwd"), Runtime: findRuntime(getenv)}, nil
}

// findRuntime returns the folder in $XDG_RUNTIME_DIR, an absolute path for which the
// specification has no fallback; "" without one, and on systems whose files have no owner
// and no mode to check.
func findRuntime(getenv func(string) string) string {
	dir := getenv("XDG_RUNTIME_DIR")
	if !hasModes || !filepath.IsAbs(dir) {
		return ""
	}
	return filepath.Join(dir, "rcfwd")
}

// ConfigFile returns the path of config.toml.
func (f Folders) ConfigFile() string { return filepath.Join(f.Config, "config.toml") }

// baseFolder returns the folder that the variable name holds, or the folder under
// in the home folder. As the specification demands, a path that is not absolute
// does not count.
func baseFolder(getenv func(string) string, name, under string) (string, error) {
	if dir := getenv(name); filepath.IsAbs(dir) {
		return filepath.Clean(dir), nil
	}
	for _, home := range []string{"HOME", "USERPROFILE"} { // Windows sets the second
		if dir := getenv(home); filepath.IsAbs(dir) {
			return filepath.Join(dir, under), nil
		}
	}
	return "", UserErrorf(ErrNoHome, "There is no home folder for settings and sign-ins. Set HOME, or set %s to a folder of your own.", name)
}
