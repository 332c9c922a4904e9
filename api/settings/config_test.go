package settings

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"rcfwd/api"
)

const handWritten = `# my settings
default = 'work'  # the usual one

[profiles.work] # at the office
server = 'https://platform.ringcentral.com'
account = "~"
# Ann's extension
extension = "104"
credential_command = [
  "op", # the manager
  "read",
]

[profiles.lab]
server = "http://127.0.0.1:8420"
read_only = true
store = "none"
client_id = "id"
grant = "code"
redirect_uri = "https://127.0.0.1/rcfwd"
region = "GB"
token_cache = "state"
index_keep = "90d"
`

func TestLoad_readsProfiles(t *testing.T) {
	c, err := loadFile(settingsFile(t, handWritten))
	if err != nil {
		t.Fatal(err)
	}
	if c.Default != "work" || len(c.Profiles) != 2 || c.Profiles[0].Name != "work" {
		t.Errorf("%+v", c)
	}
	work, lab := c.Profiles[0], c.Profiles[1]
	if work.Extension != "104" || strings.Join(work.Command, " ") != "op read" || work.StoreKind() != StoreFile {
		t.Errorf("%+v", work)
	}
	if lab.Server.String() != "http://127.0.0.1:8420" || !lab.ReadOnly || lab.Store != StoreNone || lab.Grant != GrantCode ||
		lab.ClientID != "id" || lab.Redirect != "https://127.0.0.1/rcfwd" || lab.Region != "GB" || lab.TokenCache != CacheState || lab.IndexKeep != 90*24*time.Hour || work.TokenCache != "" {
		t.Errorf("%+v", lab)
	}
}

// The extension is read as --extension is.
func TestLoad_readsExtensionsAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]string{"x104": "104", " 104 ": "104", "ext. 104": "104", "１０４": "104", "~": "~", "": "", "803000104": "803000104"} {
		path := settingsFile(t, "[profiles.a]\nextension = '"+typed+"'\n")
		c, err := loadFile(path)
		if err != nil || c.Profiles[0].Extension != want {
			t.Errorf("%q gives %+v, %v", typed, c, err)
			continue
		}
		if err := c.Save(t.Context(), "a", func(p *Profile) { p.Region = "GB" }, nil); err != nil || !strings.Contains(content(t, path), "'"+typed+"'\n") {
			t.Errorf("%q becomes %s, %v", typed, content(t, path), err)
		}
	}
}

func TestLoad_namesTheLineOfAMistake(t *testing.T) {
	tests := []struct{ text, want string }{
		{"[profiles.a]\nservr = 'x'\n", `line 2: there is no setting called "profiles.a.servr"; did you mean "server"?`},
		{"[profiles.a]\nServer = 'x'\n", `line 2: there is no setting called "profiles.a.Server"; did you mean "server"?`},
		{"\n\n[profile.a]\n", `line 3: there is no setting called "profile"; did you mean "profiles"?`},
		{"[profiles.a]\n\n[keyz]\n", `line 3: there is no setting called "keyz".`},
		{"profiles = {a = {foo_bar = 1}}\n", `line 1: there is no setting called "profiles.a.foo_bar".`},
		{"profiles.a.sore = 'file'\n", `line 1: there is no setting called "profiles.a.sore"; did you mean "store"?`},
		{"[profiles.a]\naccount = 5\n", `line 2: profiles.a.account must be text in quotes: account = "...".`},
		{"[profiles.a]\nread_only = 'yes'\n", `line 2: profiles.a.read_only must be true or false, without quotes.`},
		{"[profiles.a]\ncredential_command = 'op read'\n", `line 2: profiles.a.credential_command must be a list of texts`},
		{"[profiles]\na = 1\n", `line 2: profiles.a must be a table.`},
		{"[[profiles]]\n", `line 1: profiles must be a table.`},
		{"default = 1\n", `line 1: default must be text in quotes`},
		{"default = 'wrk'\n[profiles.work]\n", `line 1: default names a profile that is not in this file; did you mean "work"?`},
		{"[profiles.a]\nserver = 'http://platform.ringcentral.com'\n", `line 2: server: plain http would send the sign-in`},
		{"[profiles.a]\nserver = 'https://u:sesame@x.test'\n", `line 2: server: the server address must not contain a user`},
		{"[profiles.a]\nstore = 'fil'\n", `line 2: store: use one of "file", "keyring", "none"; did you mean "file"?`},
		{"[profiles.a]\ngrant = 'magic'\n", `line 2: grant: use one of "code", "jwt", "password"`},
		{"[profiles.a]\nredirect_uri = 'http://x.test/'\n", `line 2: redirect_uri: The redirect URI http://x.test/ would send the code`},
		{"[profiles.a]\nextension = 'Dana'\n", `line 2: extension: “Dana” is not an extension; enter its digits, such as 104`},
		{"[profiles.a]\nregion = 'Germany'\n", `line 2: region: "Germany" is not a country; use two letters`},
		{"[profiles.a]\ntoken_cache = 'memory'\n", `line 2: token_cache: use "state", or leave it out`},
		{"[profiles.a]\nindex_keep = '12h'\n", `line 2: index_keep: write a number of days, as in "30d"`},
		{"[profiles.a]\ncredential_command = ['']\n", `line 2: credential_command: the first text`},
		{"[profiles.'a b']\n", `line 1: "a b" is not a valid profile name.`},
		{"[profiles.'../a']\n", `line 1: "../a" is not a valid profile name`},
		{"[profiles.Work]\n[profiles.work]\n", `line 2: the profiles Work and work differ only in case`},
		{"[profiles.a]\nserver = \n", `line 2: unexpected character`},
		{"[profiles.a]\nserver = 'x'\nserver = 'y'\n", `line 3: key server is already defined.`},
		{"[profiles.a]\n[profiles.a]\n", `line 2: table a already exists.`},
		{"[profiles.a\n", `line 1: `},
		{"[profiles.a]\nserver = “https://x.test”\n", `line 2: “ (U+201C) is not a quotation mark in TOML; write " instead.`},
		{"[profiles.a]\nserver = \"https://x.test”\n", `line 2: ” (U+201D) is not a quotation mark in TOML; write " instead.`},
		{"default = ‘a’\n[profiles.a]\n", `line 1: ‘ (U+2018) is not a quotation mark in TOML; write ' instead.`},
		{"[profiles.«a»]\n", `line 1: « (U+00AB) is not a quotation mark`},
		{"# “mine”\n[profiles.a]\nstore = file\n", `line 3: `},
		{"[profiles.a]\nstore\u00a0= 'file'\n", `line 2: there is an invisible character (U+00A0)`},
		{"[profiles.a]\n\u200bstore = 'file'\n", `line 2: there is an invisible character (U+200B)`},
		{"[profiles.a]\nstöre = 'file'\n", `line 2: the character ö (U+00F6) is not allowed here`},
		{"\ufeff[profiles.a]\nservr = 'x'\n", `line 2: there is no setting called "profiles.a.servr"`},
		{"\na" + strings.Repeat(".a", 100_000) + " = 1", `line 2: there is no setting called "a.a.a...". A key has at most 32 parts.`}, // in no time
		{"version = 9\n[a" + strings.Repeat(".a", 100_000) + "]", `line 2: there is no setting called "a.a.a...". A key has`},
		{"default = '" + strings.Repeat("a", maxConfig) + "'", `is not a settings file of rcfwd. Move it away: mv`},
		{"\xff\xfe[\x00", `is saved as UTF-16. Save it as UTF-8.`},
		{"\x00\x01", `is not a settings file of rcfwd. Move it away: mv`},
		{"{\"json\": true}", `line 1: `},
		{"default = '\xff'", `line 1: `},
	}
	for _, tt := range tests {
		_, err := loadFile(settingsFile(t, tt.text))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%.200q gives %v; want %s", tt.text, err, tt.want)
			continue
		}
		if strings.Contains(err.Error(), "sesame") {
			t.Errorf("a password in %v", err)
		}
		if api.Explain(err).What != err.Error() {
			t.Errorf("explained as %v", api.Explain(err))
		}
	}
}

func TestLoad_takesAMissingFileAsEmpty(t *testing.T) {
	dir := t.TempDir()
	c, err := loadFile(filepath.Join(dir, "none", "config.toml"))
	if err != nil || len(c.Profiles) != 0 {
		t.Errorf("a missing file gives %+v, %v", c, err)
	}
	if err := os.Mkdir(filepath.Join(dir, "config.toml"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := loadFile(filepath.Join(dir, "config.toml")); err == nil || !strings.Contains(err.Error(), "is not a file") {
		t.Error(err)
	}
	if c, err := loadFile(settingsFile(t, "")); err != nil || len(c.Profiles) != 0 {
		t.Errorf("an empty file gives %+v, %v", c, err)
	}
}

// A user who can write the file could run a command as its owner.
func TestLoad_refusesACommandInAFileThatOthersCanWrite(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("file modes say nothing there")
	}
	path := settingsFile(t, handWritten)
	if err := os.Chmod(path, 0o664); err != nil {
		t.Fatal(err)
	}
	if _, err := loadFile(path); !errors.Is(err, ErrNotPrivate) || !strings.Contains(err.Error(), "chmod go-w "+path) {
		t.Error(err)
	}
	harmless := settingsFile(t, "[profiles.a]\n")
	if err := os.Chmod(harmless, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := loadFile(harmless); err != nil {
		t.Error(err)
	}
}

func TestLoad_checksTheTablesOfOtherPackages(t *testing.T) {
	type keys struct {
		Quit []string `toml:"quit"`
	}
	var k keys
	_, err := loadFile(settingsFile(t, "[profiles.a]\n[keys]\nquit = ['q']\n"), Table{"keys", &k})
	if err != nil || len(k.Quit) != 1 {
		t.Errorf("%+v, %v", k, err)
	}
	_, err = loadFile(settingsFile(t, "[keys]\nqiut = ['q']\n"), Table{"keys", &k})
	if err == nil || !strings.Contains(err.Error(), `line 2: there is no setting called "keys.qiut"; did you mean "quit"?`) {
		t.Error(err)
	}
	_, err = loadFile(settingsFile(t, "[keys]\nquit = 'q'\n"), Table{"keys", &k})
	if err == nil || !strings.Contains(err.Error(), "line 2: keys.quit must be a list of texts") {
		t.Error(err)
	}
}

func TestChoose_prefersFlagThenEnvironmentThenDefault(t *testing.T) {
	two := "[profiles.work]\n[profiles.home]\n"
	tests := []struct{ text, flag, env, want, err string }{
		{two, "home", "work", "home", ""},
		{two, "", "work", "work", ""},
		{"default = 'home'\n" + two, "", "", "home", ""},
		{"[profiles.work]\n", "", "", "work", ""},
		{two + "[profiles.default]\n", "", "", "default", ""},
		{"", "", "", "default", ""},
		{two, "", "", "", "There are several profiles: work, home. Choose one with --profile"},
		{two, "wrok", "", "", `There is no profile wrok; did you mean "work"? There are: work, home. Create it: rcfwd login --profile wrok`},
		{"", "new", "", "", "There is no profile new yet. Create it: rcfwd login --profile new"},
		{two, "", "a/b", "", "is not a valid profile name"},
	}
	for _, tt := range tests {
		c, err := loadFile(settingsFile(t, tt.text))
		if err != nil {
			t.Fatal(err)
		}
		p, err := c.Choose(tt.flag, tt.env)
		if p.Name != tt.want || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
			t.Errorf("%+v gives %q, %v", tt, p.Name, err)
		}
	}
}
