package settings_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"rcfwd/api/settings"
)

// Save a profile into a config.toml, and choose it at the next start.
func Example() {
	dir, err := os.MkdirTemp("", "rcfwd")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	folders := settings.Folders{Config: filepath.Join(dir, "config"), State: filepath.Join(dir, "state")}

	config, err := settings.Load(folders)
	if err != nil {
		log.Fatal(err)
	}
	if err := config.Save(context.Background(), "work", func(p *settings.Profile) { p.Region, p.ReadOnly = "US", true }, nil); err != nil {
		log.Fatal(err)
	}

	config, err = settings.Load(folders)
	if err != nil {
		log.Fatal(err)
	}
	profile, err := config.Choose("", "") // neither --profile nor RCFWD_PROFILE is given
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(profile.Name, profile.Region, profile.ReadOnly, profile.ServerURL())
	// Output: work US true https://platform.ringcentral.com
}
