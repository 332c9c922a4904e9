package cli

import (
	"errors"
	"os"

	"rcfwd/api/settings"
	"rcfwd/api/signin"
	"rcfwd/ui"
	"rcfwd/ui/keymap"
)

// settings reads the settings file, each time again: another rcfwd may have
// written it.
func (c *connector) settings() (*settings.Config, settings.Folders, error) {
	folders, err := settings.FindFolders(os.Getenv)
	if err != nil {
		return nil, folders, err
	}
	keys := keymap.NewSettings()
	config, err := settings.Load(folders, settings.Table{Name: "keys", Into: keys})
	if err == nil {
		c.keys, err = keymap.Apply(c.defaults, keys)
		err = keymap.Locate(err, folders.ConfigFile())
	}
	return config, folders, err
}

// screenSettings returns what the settings say about the screen: the keys, and how it
// is drawn on a terminal. Without a home directory there are no settings.
func (c *connector) screenSettings(on ui.Terminal) (ui.KeyMap, ui.Terminal, error) {
	on.ASCII = on.ASCII || c.flags.ascii
	config, _, err := c.settings()
	switch {
	case errors.Is(err, settings.ErrNoHome):
		return c.defaults, on, nil
	case err != nil:
		return c.keys, on, err
	}
	on.ASCII, on.Mouse = on.ASCII || config.ASCII, config.Mouse
	return c.keys, on, nil
}

// options returns the options of a profile. An empty name means the profile that
// the command line and the environment choose; then flags override settings.
func (c *connector) options(name string) (signin.Options, error) {
	config, folders, err := c.settings()
	if err != nil {
		return signin.Options{}, err
	}
	if err := config.Newer(); err != nil {
		c.saidNewer.Do(func() { c.warn(err) })
	}
	readOnly := c.flags.isReadOnly(os.Getenv) // applies to every profile of this run
	o := signin.Options{
		Folders: folders, Transport: c.transport, UserAgent: userAgent(), Warn: c.warn, Caught: c.caught,
		OneRun: c.errOut != nil, NoTokenCache: isOn(os.Getenv(signin.EnvNoCache)),
	}
	if name != "" {
		o.Profile, err = config.Choose(name, "")
	} else {
		o.Getenv = c.credentialVariables()
		o.Profile, err = c.chosenProfile(config)
	}
	o.Profile.ReadOnly = o.Profile.ReadOnly || readOnly
	o.Limits = c.limitsOf(o.Profile.Name, o.Profile.ServerURL().String(), o.Profile.ClientID)
	return o, err
}

// credentialVariables returns where the RC_ variables are read, or nil when --profile
// names a profile: then only its server and credential count. A variable that names a
// profile does not overrule them, which is a warning.
func (c *connector) credentialVariables() func(string) string {
	if c.flags.profile != "" {
		return nil
	}
	if name := os.Getenv(settings.EnvProfile); name != "" && os.Getenv(signin.EnvJWT) != "" {
		c.saidPrecedence.Do(func() {
			c.warn(settings.UserErrorf(nil, "%s is set, so its sign-in is used, not that of the profile %s, which %s names. To use the profile's: --profile %s",
				signin.EnvJWT, name, settings.EnvProfile, name))
		})
	}
	return c.flags.getenv
}

// chosenProfile returns the profile that the command line and the environment
// choose.
func (c *connector) chosenProfile(config *settings.Config) (settings.Profile, error) {
	p, err := config.Choose(c.flags.profile, os.Getenv(settings.EnvProfile))
	if err != nil {
		return p, err
	}
	return c.flags.applyTo(&p)
}

// Profiles returns the names of the profiles in the settings.
func (c *connector) Profiles() []string {
	config, _, err := c.settings()
	if err != nil {
		return nil
	}
	var names []string
	for _, p := range config.Profiles {
		names = append(names, p.Name)
	}
	return names
}
