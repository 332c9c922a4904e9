package settings

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const guarded = `default = "work"

[profiles.work]
region = "US"

# what may be dialled
[profiles.work.guard]
allow = ["us", "CA"]      # two
ask = []
refuse = ["premium", "satellite"]
lists = ["fraud.txt"]
`

func TestGuard_isReadFromTheProfile(t *testing.T) {
	p, _ := load(t, settingsFile(t, guarded)).Profile("work")
	want := Guard{Allow: []string{"US", "CA"}, Ask: []RiskID{}, Refuse: []RiskID{RiskPremium, RiskSatellite}, Lists: []string{"fraud.txt"}}
	if !reflect.DeepEqual(p.Guard, want) {
		t.Errorf("%#v", p.Guard)
	}
	if asks := p.Guard.Asks(); len(asks) != 0 {
		t.Errorf("an empty list asks about %v", asks)
	}
	if asks := (Guard{}).Asks(); !reflect.DeepEqual(asks, DefaultAsk) {
		t.Errorf("no list asks about %v", asks)
	}
}

func TestGuard_namesTheLineOfAMistake(t *testing.T) {
	for text, want := range map[string]string{
		"[profiles.a.guard]\nalow = ['US']\n":         `line 2: there is no setting called "profiles.a.guard.alow"; did you mean "allow"?`,
		"[profiles.a.guard]\n\nask = ['premum']\n":    `line 3: guard.ask: there is no finding "premum": use one of`,
		"[profiles.a.guard]\nrefuse = ['satelite']\n": `; did you mean "satellite"?`,
		"[profiles.a.guard]\nallow = ['Germany']\n":   `line 2: guard.allow: "Germany" is not a country`,
		"[profiles.a.guard]\nallow = []\n":            `line 2: guard.allow: name at least one country`,
		"[profiles.a.guard]\nallow = 'US'\n":          `line 2: profiles.a.guard.allow must be a list of texts`,
		"[profiles.a]\nguard = {ask = ['x']}\n":       `line 2: guard.ask: there is no finding "x"`,
		"[guard]\nask = []\n":                         `line 1: there is no setting called "guard"`,
	} {
		_, err := loadFile(settingsFile(t, text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v; want %s", text, err, want)
		}
	}
}

func TestSave_keepsTheGuard(t *testing.T) {
	for name, text := range map[string]string{
		"table":           guarded,
		"without profile": strings.Replace(guarded, "[profiles.work]\nregion = \"US\"\n", "", 1),
		"inline":          "default = \"work\"\n[profiles.work]\nguard = { refuse = [\"premium\"] }\n",
		"dotted":          "default = \"work\"\n[profiles.work]\nguard.refuse = [\"premium\"]\nregion = \"US\"\n",
	} {
		path := settingsFile(t, text)
		c := load(t, path)
		p, _ := c.Profile("work")
		before := p.Guard
		if p.Region = "GB"; save(c, &p) != nil {
			t.Errorf("%s: %v", name, save(c, &p))
			continue
		}
		if now, _ := load(t, path).Profile("work"); now.Region != "GB" || !reflect.DeepEqual(now.Guard, before) {
			t.Errorf("%s: %+v", name, now)
		}
		for line := range strings.Lines(text) {
			if strings.Contains(line, "guard") || strings.Contains(line, "ask") || strings.Contains(line, "allow") {
				if !strings.Contains(content(t, path), line) {
					t.Errorf("%s: the file lost %q", name, line)
				}
			}
		}
	}
}

func TestReadLists_findsTheLongestStart(t *testing.T) {
	dir := t.TempDir()
	text := "\ufeff# reported by the carrier\r\n\r\n+8816 Iridium\r\n37190,\"Latvia, reported\"\n371904;worse\n+2478\n"
	if err := os.WriteFile(filepath.Join(dir, "fraud.txt"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	lists, err := Guard{Lists: []string{"fraud.txt", filepath.Join(dir, "fraud.txt")}}.ReadLists(Folders{Config: dir})
	if err != nil || len(lists) != 2 {
		t.Fatal(lists, err)
	}
	for phone, want := range map[string]string{"+881631234567": "Iridium", "+37190123456": "Latvia, reported", "+37190412345": "worse", "+24781234": ""} {
		if note, ok := lists[1].Find(phone); note != want || !ok {
			t.Errorf("%s: %q, %v", phone, note, ok)
		}
	}
	if _, ok := lists[0].Find("+18815550142"); ok {
		t.Error("a start was found within a number")
	}
}

func TestReadLists_refusesWhatItCannotRead(t *testing.T) {
	dir := t.TempDir()
	for text, want := range map[string]string{"+1876\nJamaica\n": "line 2: write the start of a number", "0044\n": "line 1: ", "+1234567890123456\n": "line 1: "} {
		if err := os.WriteFile(filepath.Join(dir, "l"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Guard{Lists: []string{"l"}}.ReadLists(Folders{Config: dir})
		checkError(t, err, nil, filepath.Join(dir, "l")+" "+want)
	}
	_, err := Guard{Lists: []string{"none"}}.ReadLists(Folders{Config: dir})
	checkError(t, err, os.ErrNotExist, "none, which [guard] names, cannot be read")
}
