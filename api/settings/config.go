package settings

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
)

// EnvProfile is the variable that names the profile.
const EnvProfile = "RCFWD_PROFILE"

// ErrNoProfile says that there is no profile of the name that was given. A
// login makes it.
var ErrNoProfile = errors.New("no such profile")

// Config is the settings file: the profiles, and which of them is the default.
type Config struct {
	Path     string
	Default  string    // "" when none is named
	Profiles []Profile // in the order of the file

	others []Table
	source []byte // what was read
}

// Table is a top-level table of the settings file that belongs to somebody
// else, such as the keys. It is read as strictly as the profiles.
type Table struct {
	Name string
	Into any // pointer to a struct or a map; its fields have toml tags
}

// maxConfig is more than a person writes by hand.
const maxConfig = 1 << 20

// Load reads the settings. A file that does not exist is one without
// profiles. Errors name the line, and the nearest known key for an unknown one.
func Load(path string, others ...Table) (*Config, error) {
	source, info, err := readConfig(path)
	if err != nil {
		return nil, err
	}
	c, err := parseConfig(path, source, others)
	if err != nil {
		return nil, err
	}
	for _, p := range c.Profiles {
		if len(p.Command) == 0 {
			continue
		}
		if err := checkWritable(path, info); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func readConfig(path string) ([]byte, fs.FileInfo, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fileError("read", path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, fileError("read", path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, nil, UserErrorf(nil, "%s is no file. Move it away: mv %s %s", path, ShellQuote(path), ShellQuote(path+".old"))
	}
	source, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err != nil {
		return nil, nil, fileError("read", path, err)
	}
	if len(source) > maxConfig || bytes.IndexByte(source, 0) >= 0 {
		return nil, nil, UserErrorf(nil, "%s is no settings file of rcfwd. Move it away: mv %s %s", path, ShellQuote(path), ShellQuote(path+".old"))
	}
	return source, info, nil
}

// Profile gives the profile of a name, if there is one.
func (c *Config) Profile(name string) (Profile, bool) {
	for _, p := range c.Profiles {
		if p.Name == name {
			return p, true
		}
	}
	return Profile{}, false
}

// Choose picks the profile: the one that flag names, else env (RCFWD_PROFILE),
// else the default of the file, else the only one, else the one named
// "default", which need not exist yet. A name that is given must exist; the
// error, of the kind ErrNoProfile, lists those that do.
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
		return UserErrorf(ErrNoProfile, "There is no profile %s yet. Make it: rcfwd login --profile %s", name, name)
	}
	return UserErrorf(ErrNoProfile, "There is no profile %s%s There are: %s. Make it: rcfwd login --profile %s",
		name, cmp.Or(didYouMean(name, c.names()), "."), strings.Join(c.names(), ", "), name)
}

func (c *Config) names() []string {
	names := make([]string, len(c.Profiles))
	for i, p := range c.Profiles {
		names[i] = p.Name
	}
	return names
}
