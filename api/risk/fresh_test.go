package risk

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"rcfwd/api"
	"rcfwd/api/settings"
)

// lists are the lists of a profile that names a file with a text.
func lists(t *testing.T, text string) []settings.NumberList {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "fraud.txt"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := settings.Guard{Lists: []string{"fraud.txt"}}.ReadLists(settings.Folders{Config: dir})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestOf_looksInTheLists(t *testing.T) {
	found := Of("+442079460958", Policy{Lists: lists(t, "4420 reported\x1b[2J twice\n")}, nil)
	if len(found) != 1 || found[0].Text != "it is in fraud.txt: reported twice" || found[0].Source != "the list fraud.txt" || found[0].Level != Ask {
		t.Errorf("%+v", found)
	}
}

func rule(id string, on bool, phones ...string) api.Rule {
	r := api.Rule{ID: id}
	for _, phone := range phones {
		r.Steps = append(r.Steps, api.Step{On: on, Targets: []api.Target{{Kind: api.NumberTarget, Phone: phone}}})
	}
	return r
}

func enabled(was *api.Rule) api.Rule {
	r := *was
	r.Enabled = true
	return r
}

func TestFresh_namesWhatAChangeBrings(t *testing.T) {
	numbers := func(phones ...string) (all []api.Number) {
		for _, phone := range phones {
			all = append(all, api.Number{Phone: phone})
		}
		return all
	}
	before := api.Snapshot{Numbers: numbers("+1", "+2", ""), Rules: []api.Rule{rule("a", true, "+1"), rule("b", false, "+1", "+2")}}
	ended := rule("a", true, "+1")
	ended.NoAnswer = api.Fallback{Kind: api.ToNumber, Phone: "+4"}
	ended.Destination = api.Fallback{Kind: api.ToExtension, Phone: "+5"}
	byID := api.Rule{ID: "a", Steps: []api.Step{{On: true, Targets: []api.Target{{Kind: api.NumberTarget, ID: "7"}}}}}
	for name, tt := range map[string]struct {
		after api.Snapshot
		want  []string
	}{
		"nothing":          {before, nil},
		"a number":         {api.Snapshot{Numbers: numbers("+1", "+2", "+3"), Rules: before.Rules}, []string{"+3"}},
		"removed":          {api.Snapshot{Numbers: numbers("+1")}, nil},
		"a step":           {api.Snapshot{Numbers: before.Numbers, Rules: []api.Rule{rule("a", true, "+1", "+2")}}, []string{"+2"}},
		"a step on":        {api.Snapshot{Numbers: before.Numbers, Rules: []api.Rule{rule("b", true, "+1", "+2")}}, []string{"+1", "+2"}},
		"a step off":       {api.Snapshot{Numbers: before.Numbers, Rules: []api.Rule{rule("a", false, "+2")}}, nil},
		"a step by its id": {api.Snapshot{Numbers: []api.Number{{Phone: "+2", ID: "7"}}, Rules: []api.Rule{byID}}, []string{"+2"}},
		"a rule on":        {api.Snapshot{Numbers: before.Numbers, Rules: []api.Rule{enabled(new(rule("a", true, "+1"))), enabled(new(rule("b", false, "+2")))}}, []string{"+1"}},
		"an ending":        {api.Snapshot{Numbers: before.Numbers, Rules: []api.Rule{ended}}, []string{"+4"}},
		"both at once":     {api.Snapshot{Numbers: numbers("+3"), Rules: []api.Rule{rule("a", true, "+3")}}, []string{"+3"}},
	} {
		if got := Fresh(&before, &tt.after); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
	if CountriesOf(&api.Snapshot{}) != nil || !slices.Equal(CountriesOf(&api.Snapshot{Numbers: numbers("+16505550142"), Rules: []api.Rule{rule("a", true, "+442079460958")}}), []string{"US", "GB"}) {
		t.Error("the countries in use are wrong")
	}
}
