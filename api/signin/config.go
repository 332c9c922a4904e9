package signin

import "errors"

var errNotYet = errors.New("not built yet")

// Config is the settings file: the profiles, and which of them is the default.
type Config struct {
	Path     string
	Default  string    // "" when none is named
	Profiles []Profile // in the order of the file
}

// Table is a top-level table of the settings file that belongs to somebody
// else, such as the keys. It is read as strictly as the profiles.
type Table struct {
	Name string
	Into any // pointer to what it is decoded into
}

// LoadConfig reads the settings. A file that does not exist is one without
// profiles. Errors name the line, and the nearest known key for an unknown one.
func LoadConfig(path string, others ...Table) (*Config, error) { return &Config{Path: path}, nil }

// Choose picks the profile: the one that flag names, else env (RCFWD_PROFILE),
// else the default of the file, else the only one, else a new one named
// "default". A name that is given must be there; the error lists those that
// are.
func (c *Config) Choose(flag, env string) (Profile, error) { return Profile{Name: "default"}, nil }

// Save writes one profile into the file and changes nothing else in it, neither
// comments nor order. makeDefault names it as the default too.
func (c *Config) Save(p Profile, makeDefault bool) error { return errNotYet }

// EnvProfile is the variable that names the profile.
const EnvProfile = "RCFWD_PROFILE"
