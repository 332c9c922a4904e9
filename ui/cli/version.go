package cli

import (
	"cmp"
	"runtime/debug"
	"strings"
)

// release and commit are the version of a release and the commit that it was built
// from. The build of a release sets them: -ldflags "-X rcfwd/ui/cli.release=1.2.3".
var release, commit string

// version returns the version of the program.
func version() string {
	info, ok := debug.ReadBuildInfo()
	switch {
	case release != "":
		return release
	case !ok || info.Main.Version == "" || info.Main.Version == "(devel)":
		return "0.1.0-dev"
	}
	return strings.TrimPrefix(info.Main.Version, "v")
}

// build returns the version, with the commit that it was built from where that is
// known.
func build() string {
	settings := map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			settings[s.Key] = s.Value
		}
	}
	from := cmp.Or(commit, settings["vcs.revision"])
	if from == "" {
		return version()
	}
	if settings["vcs.modified"] == "true" {
		from += ", changed"
	}
	return version() + " (" + from + ")"
}

func userAgent() string { return "rcfwd/" + version() }
