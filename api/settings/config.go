// Package settings reads and edits the settings of rcfwd and knows its folders.
//
// FindFolders finds the folders, Load reads config.toml with its profiles, and
// Config.Save writes a profile back and keeps the comments and the order of the
// file. PrivateFile is a file beside the sign-ins that only its owner may read.
//
// The errors are for people: each says what to do about it, and api.Explain shows
// it as it is. The kind of an error, such as ErrNotPrivate, is what errors.Is
// finds in it. UserErrorf makes such errors, also for packages tokenstore and
// signin.
package settings

import (
	"cmp"
	"errors"
	"io/fs"
	"strings"
)

// EnvProfile is the environment variable that names the profile.
const EnvProfile = "RCFWD_PROFILE"

// ErrNoProfile is the kind of the error for a name that no profile has. A login
// creates the profile.
var ErrNoProfile = errors.New("no such profile")

// Config is the content of config.toml: the profiles, and which is the default.
type Config struct {
	Path     string
	Default  string    // "" when none is named
	Profiles []Profile // in the order of the file
	ASCII    bool      // draw lines and bars with plain ASCII
	Mouse    bool      // the mouse selects and scrolls

	folders Folders
	others  []Table
	source  []byte // the text that was read
	newer   error  // see Newer
}

// Table is a top-level table of config.toml that belongs to another package, such
// as the keys. It is read as strictly as the profiles.
type Table struct {
	Name string
	Into any // pointer to a struct with toml tags or to a map; Load fills it
}

// configVersion is the version of config.toml that this rcfwd knows. A file without
// the key "version" has it: the key is new, and people write the file by hand.
const configVersion = 1

// Load reads config.toml and fills the other tables. A file that does not exist
// has no profiles. Errors name the line and, for an unknown key, the nearest known
// one, except in a file of a later version: there, unknown keys are left out. When a
// profile names a command to run, other users must not be able to write the file.
func Load(f Folders, others ...Table) (*Config, error) {
	file, err := readConfig(f.ConfigFile())
	if errors.Is(err, fs.ErrPermission) {
		err = cmp.Or(lockedOut(f.ConfigFile(), f.signinFolder()), err)
	}
	if err != nil {
		return nil, err
	}
	c, err := parseConfig(f.ConfigFile(), file.text, others)
	if err != nil {
		return nil, err
	}
	c.folders = f
	for _, p := range c.Profiles {
		if len(p.Command) == 0 {
			continue
		}
		if err := checkWritable(c.Path, file.info); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// Newer returns an error for people when the file is of a later version, of which this
// rcfwd may not know all settings, and otherwise nil. Save refuses to write it.
func (c *Config) Newer() error { return c.newer }

// Profile returns the profile of a name, if there is one. It is not inlined: its copies would
// make the program larger.
//
//go:noinline
func (c *Config) Profile(name string) (Profile, bool) {
	for _, p := range c.Profiles {
		if p.Name == name {
			return p, true
		}
	}
	return Profile{}, false
}

// Choose returns the profile that flag names, else env (RCFWD_PROFILE), else the
// default of the file, else the only profile, else the one named "default". That
// one need not exist, when there is no other; each other name must. The error for
// one that does not is of the kind ErrNoProfile and lists the names that do.
func (c *Config) Choose(flag, env string) (Profile, error) {
	for _, name := range []string{flag, env, c.Default} {
		if name == "" {
			continue
		}
		if p, ok := c.Profile(name); ok {
			return p, nil
		}
		return Profile{}, c.noProfile(name)
	}
	if len(c.Profiles) == 1 {
		return c.Profiles[0], nil
	}
	if p, ok := c.Profile("default"); ok || len(c.Profiles) == 0 {
		p.Name = "default"
		return p, nil
	}
	return Profile{}, UserErrorf(nil, "There are several profiles: %s. Choose one with --profile, or name one in %s: default = %q", strings.Join(c.names(), ", "), c.Path, c.Profiles[0].Name)
}

func (c *Config) noProfile(name string) error {
	if err := CheckName(name); err != nil {
		return err
	}
	if len(c.Profiles) == 0 {
		return UserErrorf(ErrNoProfile, "There is no profile %s yet. Create it: rcfwd login --profile %s", name, name)
	}
	return UserErrorf(ErrNoProfile, "There is no profile %s%s There are: %s. Create it: rcfwd login --profile %s",
		name, cmp.Or(didYouMean(name, c.names()), "."), strings.Join(c.names(), ", "), name)
}

// names is not inlined: its copies would make the program larger.
//
//go:noinline
func (c *Config) names() []string {
	names := make([]string, len(c.Profiles))
	for i, p := range c.Profiles {
		names[i] = p.Name
	}
	return names
}
