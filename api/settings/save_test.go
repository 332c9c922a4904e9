package settings

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"rcfwd/api/rest"
)

func load(t *testing.T, path string) *Config {
	t.Helper()
	c, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSave_createsTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "rcfwd", "config.toml")
	c := load(t, path)
	server, err := rest.ParseServer("https://rc.test")
	if err != nil {
		t.Fatal(err)
	}
	p := Profile{Name: "work", Server: server, ClientID: `a"b\c`, Grant: GrantJWT, Store: StoreFile}
	if err := c.Save(p, true); err != nil {
		t.Fatal(err)
	}
	want := firstLines + "default = \"work\"\n\n[profiles.work]\nserver = \"https://rc.test\"\nstore = \"file\"\ngrant = \"jwt\"\nclient_id = 'a\"b\\c'\n"
	if got := content(t, path); got != want {
		t.Errorf("wrote %s", got)
	}
	again := load(t, path)
	if got, _ := again.Profile("work"); got.ClientID != p.ClientID || again.Default != "work" || c.Default != "work" || len(c.Profiles) != 1 {
		t.Errorf("%+v", again)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestSave_keepsEveryOtherLine(t *testing.T) {
	path := settingsFile(t, handWritten)
	c := load(t, path)
	p, _ := c.Profile("work")
	p.Extension, p.ClientID, p.ReadOnly = "105", "app", true
	if err := c.Save(p, false); err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(handWritten, `extension = "104"`, `extension = "105"`, 1)
	want = strings.Replace(want, "  \"read\",\n]\n", "  \"read\",\n]\nread_only = true\nclient_id = \"app\"\n", 1)
	if got := content(t, path); got != want {
		t.Errorf("wrote\n%s\nwant\n%s", got, want)
	}
	if err := c.Save(p, false); err != nil || content(t, path) != want {
		t.Errorf("a second time: %v\n%s", err, content(t, path))
	}
	lab, _ := c.Profile("lab")
	lab.ReadOnly = false
	if err := c.Save(lab, true); err != nil {
		t.Fatal(err)
	}
	want = strings.Replace(want, "default = 'work'  # the usual one", "default = \"lab\"  # the usual one", 1)
	want = strings.Replace(want, "read_only = true\nstore", "read_only = false\nstore", 1)
	if got := content(t, path); got != want {
		t.Errorf("wrote\n%s\nwant\n%s", got, want)
	}
}

func TestSave_addsAProfile(t *testing.T) {
	path := settingsFile(t, "# top\n[profiles.a]\nserver = 'https://a.test' # no end of line")
	c := load(t, path)
	if err := c.Save(Profile{Name: "b", Store: StoreKeyring}, true); err != nil {
		t.Fatal(err)
	}
	want := "default = \"b\"\n# top\n[profiles.a]\nserver = 'https://a.test' # no end of line\n\n[profiles.b]\nstore = \"keyring\"\n"
	if got := content(t, path); got != want {
		t.Errorf("wrote\n%s\nwant\n%s", got, want)
	}
}

// Save edits the file as it is now, and leaves a layout that it cannot edit.
func TestSave_keepsTheEditOfAnotherProgram(t *testing.T) {
	path := settingsFile(t, "[profiles.a]\n")
	c := load(t, path)
	if err := os.WriteFile(path, []byte("[profiles.a]\nregion = 'US'\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := c.Save(Profile{Name: "b"}, false); err != nil || !strings.Contains(content(t, path), "region = 'US'") {
		t.Errorf("%v, %s", err, content(t, path))
	}
	for _, text := range []string{"profiles = {a = {region = 'US'}}\n", "profiles.a.region = 'US'\n", "[profiles]\na = {region = 'US'}\n", "[profiles.a]\nregin = 1\n"} {
		path := settingsFile(t, text)
		c := &Config{Path: path}
		err := c.Save(Profile{Name: "a", Region: "GB"}, false)
		if err == nil || content(t, path) != text {
			t.Errorf("%q becomes %q, %v", text, content(t, path), err)
		}
	}
}

func TestSave_keepsALink(t *testing.T) {
	path := settingsFile(t, "[profiles.a]\n")
	link := filepath.Join(t.TempDir(), "config.toml")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	if err := load(t, link).Save(Profile{Name: "b"}, false); err != nil || !strings.Contains(content(t, path), "profiles.b") {
		t.Errorf("%v, %s", err, content(t, path))
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info, err)
	}
}

func FuzzSave(f *testing.F) {
	f.Add(handWritten, "104")
	f.Add("[profiles.work]", "1")
	f.Fuzz(func(t *testing.T, text, extension string) {
		if len(text) > 4096 || strings.Trim(extension, "0123456789") != "" {
			t.Skip()
		}
		path := settingsFile(t, text)
		c, err := Load(path)
		if err != nil {
			t.Skip()
		}
		p, _ := c.Profile("work")
		p.Name, p.Extension = "work", extension
		if c.Save(p, true) != nil {
			if content(t, path) != text {
				t.Errorf("a refusal changed %q to %q", text, content(t, path))
			}
			return
		}
		if got, ok := load(t, path).Profile("work"); !ok || got.Extension != extension {
			t.Errorf("%q became %q", text, content(t, path))
		}
	})
}
