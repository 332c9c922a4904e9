package keymap

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rcfwd/api/settings"
	"rcfwd/ui"
)

// earlier has a key of its own for every action that commit 3466712 has a setting
// for.
const earlier = "../uitest/testdata/3466712/config.toml"

func TestApply_acceptsEverySettingOfAnEarlierVersion(t *testing.T) {
	written := NewSettings()
	if _, err := settings.Load(settings.Folders{Config: filepath.Dir(earlier)}, settings.Table{Name: "keys", Into: written}); err != nil {
		t.Fatal(err)
	}
	keys, err := Apply(ui.KeyMap{}, written)
	if err != nil {
		t.Fatal(err)
	}
	bound := map[string][]string{}
	for _, groups := range contextsOf(keys) {
		for _, group := range groups {
			if s, is := group.(subset); is {
				group = s.group
			}
			for setting, b := range bindingsOf(group) {
				bound[setting] = b.Keys()
			}
		}
	}
	for setting, key := range settingsIn(t, earlier) {
		if !slices.Contains(bound[setting], key) {
			t.Errorf("%s gives %v, want %s", setting, bound[setting], key)
		}
	}
}

// settingsIn returns the settings of keys in a file that has one key for each.
func settingsIn(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	found, table := map[string]string{}, ""
	for line := range strings.Lines(string(text)) {
		if m := regexp.MustCompile(`^\[(.*)\]`).FindStringSubmatch(line); m != nil {
			table = m[1]
		}
		if m := regexp.MustCompile(`^(\w+) = \["(.*)"\]`).FindStringSubmatch(line); m != nil && strings.HasPrefix(table, "keys.") {
			found[table+"."+m[1]] = m[2]
		}
	}
	if len(found) != 117 {
		t.Errorf("%s has %d settings of keys, want 117", file, len(found))
	}
	return found
}
