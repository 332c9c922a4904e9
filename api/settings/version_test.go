package settings

import (
	"os"
	"strings"
	"testing"
)

const laterConfig = `# mine
version = 2
default = "work"
hologram = { depth = 3 }

[profiles.work]
extension = "104" # Cabin
beam = true

[keys.list]
remove = ["x"]

[shortcuts]
a = "b"
`

func TestLoad_readsWhatItKnowsOfALaterVersion(t *testing.T) {
	path := settingsFile(t, laterConfig)
	keys := map[string]map[string][]string{}
	c, err := loadFile(path, Table{Name: "keys", Into: &keys})
	if err != nil {
		t.Fatal(err)
	}
	if p, ok := c.Profile("work"); !ok || p.Extension != "104" || c.Default != "work" || keys["list"]["remove"][0] != "x" {
		t.Errorf("%+v, %v", c, keys)
	}
}

func TestSave_leavesALaterVersionAlone(t *testing.T) {
	path := settingsFile(t, laterConfig)
	c, err := loadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	checkLater := func(c *Config) {
		t.Helper()
		err := save(c, &Profile{Name: "work", Extension: "105"})
		checkError(t, err, nil, path+" has version 2, but this rcfwd writes version 1; update rcfwd to change the file.")
		if !IsNewer(err) || content(t, path) != laterConfig {
			t.Errorf("%v, the file holds %s", err, content(t, path))
		}
	}
	checkLater(c)
	if err := os.WriteFile(path, []byte("[profiles.work]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := load(t, path)
	if err := os.WriteFile(path, []byte(laterConfig), 0o600); err != nil { // another rcfwd, between the two
		t.Fatal(err)
	}
	checkLater(before)
}

func TestLoad_saysThatAWrongValueIsOfALaterVersion(t *testing.T) {
	path := settingsFile(t, "version = 2\n[profiles.work]\nstore = \"vault\"\n")
	_, err := loadFile(path)
	checkError(t, err, nil, path+" line 3: store: ", "update rcfwd")
}

func TestLoad_takesItsOwnVersionAndNone(t *testing.T) {
	for _, first := range []string{"", "version = 0\n", "version = 1\n", "version = -1\n"} {
		text := first + "# mine\n[profiles.work]\n"
		path := settingsFile(t, text)
		if err := save(load(t, path), &Profile{Name: "work", Region: "GB"}); err != nil {
			t.Errorf("%q: %v", first, err)
		}
		if got := content(t, path); got != text+"region = \"GB\"\n" {
			t.Errorf("%q becomes %q", text, got)
		}
		if _, err := loadFile(settingsFile(t, first+"hologram = 1\n")); err == nil || !strings.Contains(err.Error(), "hologram") {
			t.Errorf("%q: an unknown key gives %v", first, err)
		}
	}
	for _, text := range []string{"version = \"2\"\n", "version = 2.5\n", "[version]\nx = 1\n"} {
		if _, err := loadFile(settingsFile(t, text)); err == nil || !strings.Contains(err.Error(), "version") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
