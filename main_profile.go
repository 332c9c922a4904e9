package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
	"rcfwd/ui"
	"rcfwd/ui/keymap"
)

// Which profile is opened: the command line goes over the environment, and that over the
// settings.

// settings reads the settings file, anew each time: another rcfwd may have
// written it.
func (d *connector) settings() (*settings.Config, settings.Folders, error) {
	folders, err := settings.FindFolders(os.Getenv)
	if err != nil {
		return nil, folders, err
	}
	keys := keymap.NewSettings()
	config, err := settings.Load(folders.ConfigFile(), settings.Table{Name: "keys", Into: keys})
	if err == nil {
		d.keys, err = keymap.Apply(keyMap(), keys)
		err = keymap.Locate(err, folders.ConfigFile())
	}
	return config, folders, err
}

// keyMap is the keys as the settings have them. Without settings, as in the demo
// of somebody who has no home, they are the built-in ones.
func (d *connector) keyMap() (ui.KeyMap, error) {
	_, _, err := d.settings()
	if errors.Is(err, settings.ErrNoHome) {
		return keyMap(), nil
	}
	return d.keys, err
}

// options are those of a profile; with an empty name, of the one that the
// command line and the environment choose, and then flags go over settings.
func (d *connector) options(name string) (signin.Options, error) {
	config, folders, err := d.settings()
	if err != nil {
		return signin.Options{}, err
	}
	o := signin.Options{Folders: folders, Transport: d.transport, UserAgent: userAgent(), Warn: d.warn, Caught: d.caught}
	if name != "" {
		o.Profile, err = config.Choose(name, "")
		o.Profile.ReadOnly = o.Profile.ReadOnly || d.flags.readOnly // holds for the whole run, whichever profile
	} else {
		o.Getenv = d.flags.getenv
		o.Profile, err = d.chosenProfile(config)
	}
	o.Limits = d.limitsOf(o.Profile.Name, o.Profile.ServerURL().String(), o.Profile.ClientID)
	return o, err
}

// chosenProfile is the one that the command line and the environment choose.
func (d *connector) chosenProfile(config *settings.Config) (settings.Profile, error) {
	p, err := config.Choose(d.flags.profile, os.Getenv(settings.EnvProfile))
	if err != nil {
		return p, err
	}
	return d.flags.applyTo(p)
}

// applyTo lays what the command line says over a profile.
func (f flags) applyTo(p settings.Profile) (settings.Profile, error) {
	if f.server != "" {
		server, err := rest.ParseServer(f.server)
		if err != nil {
			return p, usageError{err}
		}
		p.Server = server
	}
	if f.region != "" {
		if err := api.CheckRegion(f.region); err != nil {
			return p, usageError{fmt.Errorf("--region: %w", err)}
		}
	}
	p.Account = cmp.Or(f.account, p.Account)
	p.Extension = cmp.Or(f.extension, p.Extension)
	p.Region = cmp.Or(f.region, p.Region)
	p.ReadOnly = p.ReadOnly || f.readOnly
	return p, nil
}

// getenv is the environment, over which flags go.
func (f flags) getenv(name string) string {
	if name == signin.EnvServer && f.server != "" {
		return f.server
	}
	return os.Getenv(name)
}

// Profiles are the names of the settings.
func (d *connector) Profiles() []string {
	config, _, err := d.settings()
	if err != nil {
		return nil
	}
	var names []string
	for _, p := range config.Profiles {
		names = append(names, p.Name)
	}
	return names
}
