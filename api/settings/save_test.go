package settings

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"rcfwd/api/rest"
)

func load(t *testing.T, path string) *Config {
	t.Helper()
	c, err := loadFile(path)
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
	if err := save(c, &p); err != nil {
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

func TestAsTOML_readsBackToTheSameText(t *testing.T) {
	texts := []string{"", "a", `C:\dir\"x"`, `it's "here"`, "it's", "a\tb\r\nc\x00\x7f\u0085\u2028", "é \U0001F4DE", `'\`, "'''", `"""`}
	var got struct{ V []string }
	if err := toml.Unmarshal([]byte("v = "+asTOML(texts)), &got); err != nil || !slices.Equal(got.V, texts) {
		t.Errorf("%s reads back as %q, %v", asTOML(texts), got.V, err)
	}
}

func TestSave_keepsEveryOtherLine(t *testing.T) {
	path := settingsFile(t, handWritten)
	c := load(t, path)
	p, _ := c.Profile("work")
	p.Extension, p.ClientID, p.ReadOnly = "105", "app", true
	if err := save(c, &p); err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(handWritten, `extension = "104"`, `extension = "105"`, 1)
	want = strings.Replace(want, "  \"read\",\n]\n", "  \"read\",\n]\nread_only = true\nclient_id = \"app\"\n", 1)
	if got := content(t, path); got != want {
		t.Errorf("wrote\n%s\nwant\n%s", got, want)
	}
	if err := save(c, &p); err != nil || content(t, path) != want {
		t.Errorf("a second time: %v\n%s", err, content(t, path))
	}
	lab, _ := c.Profile("lab")
	lab.ReadOnly = false
	if err := save(c, &lab); err != nil {
		t.Fatal(err)
	}
	want = strings.Replace(want, "read_only = true\nstore", "read_only = false\nstore", 1)
	if got := content(t, path); got != want {
		t.Errorf("wrote\n%s\nwant\n%s", got, want)
	}
}

func TestSave_addsAProfile(t *testing.T) {
	path := settingsFile(t, "# top\n[profiles.a]\nserver = 'https://a.test' # no end of line")
	c := load(t, path)
	if err := save(c, &Profile{Name: "b", Store: StoreKeyring}); err != nil {
		t.Fatal(err)
	}
	want := "# top\n[profiles.a]\nserver = 'https://a.test' # no end of line\n\n[profiles.b]\nstore = \"keyring\"\n"
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
	if err := save(c, &Profile{Name: "b"}); err != nil || !strings.Contains(content(t, path), "region = 'US'") {
		t.Errorf("%v, %s", err, content(t, path))
	}
	for _, text := range []string{"profiles = {a = {region = 'US'}}\n", "profiles.a.region = 'US'\n", "[profiles]\na = {region = 'US'}\n", "[profiles.a]\nregin = 1\n"} {
		path := settingsFile(t, text)
		c := &Config{Path: path}
		err := save(c, &Profile{Name: "a", Region: "GB"})
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
	if err := save(load(t, link), &Profile{Name: "b"}); err != nil || !strings.Contains(content(t, path), "profiles.b") {
		t.Errorf("%v, %s", err, content(t, path))
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info, err)
	}
}

// What is inserted has the line breaks and the byte order mark of the file, and the
// first profile becomes the default, under the comment that the file begins with.
func TestSave_keepsTheFormOfTheFile(t *testing.T) {
	for text, want := range map[string]string{
		"":                                      firstLines + "default = 'b'\n\n[profiles.b]\nregion = 'GB'\n",
		"# mine\n":                              "# mine\ndefault = 'b'\n\n[profiles.b]\nregion = 'GB'\n",
		"# mine":                                "# mine\ndefault = 'b'\n\n[profiles.b]\nregion = 'GB'\n",
		"# mine\n\n# too\n\n":                   "# mine\ndefault = 'b'\n\n# too\n\n\n[profiles.b]\nregion = 'GB'\n",
		"# mine\n\n[keys]\n":                    "# mine\ndefault = 'b'\n\n[keys]\n\n[profiles.b]\nregion = 'GB'\n",
		"# keys\n[keys]\n":                      "default = 'b'\n# keys\n[keys]\n\n[profiles.b]\nregion = 'GB'\n",
		"# mine\r\n":                            "# mine\r\ndefault = 'b'\r\n\r\n[profiles.b]\r\nregion = 'GB'\r\n",
		"[profiles.b]\r\nregion = 'US' # x\r\n": "[profiles.b]\r\nregion = 'GB' # x\r\n",
		"[profiles.b]\r\nread_only = true\r\n":  "[profiles.b]\r\nread_only = true\r\nregion = 'GB'\r\n",
		"version = 1\r\n[profiles.a]\r\n":       "version = 1\r\n[profiles.a]\r\n\r\n[profiles.b]\r\nregion = 'GB'\r\n",
		byteOrderMark + "[profiles.b]\n":        byteOrderMark + "[profiles.b]\nregion = 'GB'\n",
	} {
		var keys map[string]any
		path := settingsFile(t, text)
		c, err := loadFile(path, Table{"keys", &keys})
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		err = c.Save(t.Context(), "b", func(p *Profile) { p.Region = "GB" }, nil)
		if got := content(t, path); err != nil || got != strings.NewReplacer("'b'", `"b"`, "'GB'", `"GB"`).Replace(want) {
			t.Errorf("%q becomes %q, %v", text, got, err)
		}
	}
}

func TestSave_refusesANameThatDiffersOnlyInCase(t *testing.T) {
	path := settingsFile(t, "[profiles.work]\n")
	checkError(t, load(t, path).Probe("Work", func(*Profile) {}), nil, "There is already a profile work, and some disks cannot tell it from Work.")
	if err := load(t, path).Probe("night", func(*Profile) {}); err != nil || content(t, path) != "[profiles.work]\n" || len(temps(path)) > 0 {
		t.Errorf("%v, %s, %v", err, content(t, path), temps(path))
	}
}

// A login that changes nothing leaves the file as it is, also its times.
func TestSave_writesNothingWhenNothingChanges(t *testing.T) {
	path := settingsFile(t, handWritten)
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	kept := false
	keep := func() error { kept = true; return nil }
	if err := load(t, path).Save(t.Context(), "work", func(p *Profile) { p.Extension = "104" }, keep); err != nil || !kept {
		t.Error(err)
	}
	if after, err := os.Stat(path); err != nil || !os.SameFile(before, after) {
		t.Errorf("the file was written, %v", err)
	}
}

// Each of two processes has read the file before the other one writes it.
func TestSave_keepsTheProfilesOfOthersAtTheSameTime(t *testing.T) {
	path := settingsFile(t, "# mine\n")
	var all sync.WaitGroup
	for i := range 8 {
		c := load(t, path)
		all.Go(func() {
			if err := c.Save(t.Context(), fmt.Sprintf("p%d", i), func(*Profile) {}, nil); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if c := load(t, path); len(c.Profiles) != 8 || c.Default == "" || strings.Count(content(t, path), "default") != 1 {
		t.Errorf("%s", content(t, path))
	}
	if left := temps(path); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

// A setting that changed since the file was loaded is edited as it is now.
func TestSave_editsTheProfileAsItIsNow(t *testing.T) {
	path := settingsFile(t, "[profiles.a]\nregion = 'US'\n")
	c := load(t, path)
	if err := os.WriteFile(path, []byte("[profiles.a]\nregion = 'GB'\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := c.Save(t.Context(), "a", func(p *Profile) { p.ReadOnly = true }, nil); err != nil || content(t, path) != "[profiles.a]\nregion = 'GB'\nread_only = true\n" {
		t.Errorf("%s, %v", content(t, path), err)
	}
}

// The profile and what keep keeps are there together or not at all.
func TestSave_writesNothingWhenKeepFails(t *testing.T) {
	path := settingsFile(t, "[profiles.a]\n")
	refused := errors.New("refused")
	err := load(t, path).Save(t.Context(), "b", func(*Profile) {}, func() error {
		if content(t, path) != "[profiles.a]\n" || len(temps(path)) != 1 {
			t.Errorf("while keep runs the file holds %q", content(t, path))
		}
		return refused
	})
	if err != refused || content(t, path) != "[profiles.a]\n" || len(temps(path)) > 0 {
		t.Errorf("%v, %q, %v", err, content(t, path), temps(path))
	}
}

func TestSave_makesTheFileThatALinkLeadsTo(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(t.TempDir(), "config.toml")
	if err := os.Symlink("second", link); err != nil {
		t.Skip(err)
	}
	target := filepath.Join(dir, "mine.toml")
	if err := os.Symlink(target, filepath.Join(filepath.Dir(link), "second")); err != nil {
		t.Fatal(err)
	}
	if err := save(load(t, link), &Profile{Name: "b"}); err != nil || !strings.Contains(content(t, target), "profiles.b") {
		t.Error(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info, err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	err := save(load(t, link), &Profile{Name: "b"})
	checkError(t, err, nil, "is a link to "+target, "mkdir -p "+dir)
	if exists(dir) {
		t.Error("the folder was made")
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
		c, err := loadFile(path)
		if err != nil {
			t.Skip()
		}
		p, _ := c.Profile("work")
		p.Name, p.Extension = "work", extension
		if save(c, &p) != nil {
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
