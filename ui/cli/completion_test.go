package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// newHome makes a home for the settings, whose config.toml is config, and returns it.
func newHome(t *testing.T, config string) string {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", settings.EnvProfile, signin.EnvJWT, signin.EnvServer, envComplete} {
		t.Setenv(name, "")
	}
	t.Setenv("HOME", home)
	dir := filepath.Join(home, ".config", "rcfwd")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return home
}

// keepHostile keeps names under the profile work, some of which are dangerous in a shell,
// and returns what the file holds.
func keepHostile(t *testing.T, config string) string {
	t.Helper()
	home := newHome(t, config)
	folders, err := settings.FindFolders(os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	now := api.Snapshot{Numbers: []api.Number{{ID: "1", Label: "Mobile"}, {ID: "2", Label: "On-call pager"}}, Rules: []api.Rule{{ID: "after-hours-rule", Name: "After hours"}, {ID: "$(id)", Name: "x"}}}
	for i, label := range hostileLabels {
		now.Numbers = append(now.Numbers, api.Number{ID: []string{"9", ""}[min(i, 1)], Label: label}) // no id is in a second row
		now.Rules = append(now.Rules, api.Rule{ID: "custom-1", Name: label})
	}
	signin.UpdateNamesCache(folders, &settings.Profile{Name: "work"}, func(n *signin.NamesCache) {
		keepSnapshot(n, &now)
		n.People = signin.AddName(signin.AddName(n.People, "104", "Dana Whitfield"), "105", "`id`")
	})
	text, _ := os.ReadFile(filepath.Join(home, ".local", "state", "rcfwd", "signin", "profile-work.names.json"))
	return string(text)
}

var hostileLabels = []string{"$(touch x)", "`id`", "a'b", `a"b`, "a\nb", "a\tb", `a\tb`, "-rf", "a;b", "a&b", "a|b", "a>b", "*", "~root", "!x", "a  b", " a",
	"{a,b}", "[a]", "#x", "\x1b[31m", "\u202eab", "650-555-0142", "6505550142", "+16505550142", "", strings.Repeat("x", 99)}

// suggestions returns what the shell suggests for a part of a command.
func suggestions(args ...string) string {
	var out bytes.Buffer
	Execute(Streams{Out: &out, Err: new(bytes.Buffer)}, append([]string{"__complete"}, args...), ui.KeyMap{})
	words := regexp.MustCompile(`(?m)^:\d+\n`).Split(out.String(), 2)[0]
	return strings.ReplaceAll(strings.TrimSuffix(words, "\n"), "\n", "|")
}

const workProfile = "[profiles.work]\n[profiles.night]\nstore = \"none\"\n"

func TestCompletion_suggestsValues(t *testing.T) {
	keepHostile(t, "default = \"work\"\n"+workProfile)
	for args, want := range map[string]string{
		"numbers,show,":                 "Mobile|On-call pager|id:9",
		"numbers,show,on":               "On-call pager",
		"numbers,swap,Mobile,":          "On-call pager|id:9",
		"numbers,swap,Mobile,id:9,":     "",
		"numbers,remove,Mobile,id:9,":   "On-call pager",
		"numbers,add,":                  "",
		"numbers,-x,104,show,":          "",
		"numbers,-x,1":                  "104\tDana Whitfield|105",
		"numbers,add,--rule,a":          "after-hours-rule\tAfter hours",
		"numbers,add,--type,w":          "work",
		"numbers,set,--flip,":           "1|2|3|4|5|6|7|8|none",
		"numbers,remove,--from,":        "rules|flip|all",
		"numbers,--profile,":            "work|night",
		"numbers,--profile,night,show,": "",
		"login,--way,":                  "code|jwt|password",
		"numbers,--call-handling,n":     "new",
		"numbers,show,--demo,":          "",
		"calls,flip,":                   "only",
		"calls,flip,o":                  "only",
		"calls,flip,only,":              "1|2|3|4|5|6|7|8",
		"calls,flip,only,2,":            "",
		"calls,back,":                   "only",
		"calls,end,":                    "only",
		"calls,keep,":                   "only",
		"rules,step,add,x,y,--with,M":   "Mobile",
		"rules,add,--like,a":            "after-hours-rule\tAfter hours",
		"api,P":                         "POST|PUT|PATCH",
		"schema,ru":                     "rules",
		"schema,rules,st":               "step",
		"schema,rules,step,":            "add|move|remove|set",
	} {
		if got := suggestions(strings.Split(args, ",")...); got != want {
			t.Errorf("%s: %q, want %q", args, got, want)
		}
	}
}

func TestCompletion_suggestsFieldsOfAList(t *testing.T) {
	newHome(t, "")
	for _, tt := range [][]string{
		{"flipNumber,label|flipNumber,label", "numbers", "--json", "flipNumber,la"},
		{"label", "numbers", "list", "--csv", "la"},
		{"id,label", "numbers", "--json=id,l"},
		{"label,hash", "numbers", "show", "--json", "label,ha"},
		{"flipNumber", "numbers", "--json", "label", "--jsonl", "fl"},
	} {
		want, _, _ := strings.Cut(tt[0], "|")
		if got := suggestions(tt[1:]...); got != want {
			t.Errorf("%v: %q, want %q", tt[1:], got, want)
		}
	}
}

// What an account calls things must not reach a shell, and no telephone number a file.
func TestCompletion_keepsOnlyPlainWords(t *testing.T) {
	kept := keepHostile(t, "default = \"work\"\n"+workProfile)
	for _, label := range hostileLabels {
		if label != "" && label != "*" && label != " a" && strings.Contains(kept, label) {
			t.Errorf("%q is kept in %s", label, kept)
		}
	}
	plain := regexp.MustCompile(`^[A-Za-z0-9:][A-Za-z0-9 ._:-]*(\t[A-Za-z0-9 ._-]+)?$`)
	for _, args := range [][]string{{"numbers", "show", ""}, {"numbers", "-x", ""}, {"numbers", "add", "--rule", ""}} {
		for _, word := range strings.Split(suggestions(args...), "|") {
			if !plain.MatchString(word) {
				t.Errorf("%v suggests %q", args, word)
			}
		}
	}
}

func TestCompletion_isOffWhereNothingIsKept(t *testing.T) {
	if kept := keepHostile(t, "default = \"work\"\n[profiles.work]\n"); kept == "" {
		t.Fatal("nothing is kept")
	}
	t.Setenv(envComplete, "0")
	if got := suggestions("numbers", "show", ""); got != "" {
		t.Errorf("%s", got)
	}
	home := newHome(t, "[profiles.work]\nstore = \"none\"\n")
	folders, _ := settings.FindFolders(os.Getenv)
	signin.UpdateNamesCache(folders, &settings.Profile{Name: "work", Store: settings.StoreNone}, func(n *signin.NamesCache) { n.AddNumber("1", "Mobile") })
	if _, err := os.Stat(filepath.Join(home, ".local")); err == nil {
		t.Error("a profile that stores nothing keeps names")
	}
}

func TestCompletion_runsNoCommandOfTheProfile(t *testing.T) {
	marker := filepath.Join(t.TempDir(), "ran")
	keepHostile(t, "[profiles.work]\ncredential_command = [\"touch\", \""+marker+"\"]\n")
	if got := suggestions("numbers", "show", "M"); got != "Mobile" {
		t.Errorf("%s", got)
	}
	if _, err := os.Stat(marker); err == nil {
		t.Error("the credential command was run")
	}
}
