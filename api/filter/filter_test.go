package filter

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/risk"
)

var update = flag.Bool("update", false, "write the golden files")

var now = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

// rows are extensions with everything that a filter looks at, by their ids: 1 to 6 as the
// list has them, 11 to 14 as they were read.
func rows() map[string]Row {
	all := map[string]Row{}
	for _, p := range []api.Person{
		{ID: "1", Number: "101", Name: "Ines Okafor", Type: "User", Status: "Enabled", Email: "ines.okafor@example.com", Site: api.Site{ID: "main-site", Name: "Main Site"}},
		{ID: "2", Number: "104", Name: "Dana Whitfield", Type: "User", Status: "Enabled", Email: "dana@example.com", Site: api.Site{ID: "77", Name: "Perth"}},
		{ID: "3", Number: "1040", Name: "To: Let", Type: "User", Status: "NotActivated"},
		{ID: "4", Number: "200", Name: "Support", Type: "Department", Status: "Enabled", Site: api.Site{ID: "78", Name: "New York"}},
		{ID: "5", Number: "0104", Name: `Menu "A"`, Type: "IvrMenu", Status: "Disabled"},
		{ID: "6", Name: "Ümit", Type: "Hologram", Status: "Frozen"},
	} {
		all[p.ID] = OfPerson(&p)
	}
	for _, r := range []index.Reading{
		{ID: "11", Number: "301", Name: "Lee", ReadAt: now.Add(-2 * time.Hour), Uses: []index.Use{
			{Kind: index.InNumbers, Phone: "+442079460958", Label: "Cabin", Outside: true},
			{Kind: index.InStep, Phone: "+442079460958", Outside: true, RuleID: "after-hours-rule", RuleName: "After hours", Enabled: true},
		}},
		{ID: "12", Number: "302", Name: "Max", ReadAt: now.Add(-8 * 24 * time.Hour), Uses: []index.Use{
			{Kind: index.ForwardAll, ExtensionID: "2", Enabled: true}, {Kind: index.InStep, DeviceID: "802"}, {Kind: index.InNumbers, Phone: "+14155550118"}, {Kind: index.InFlips, Phone: "+19005551234", Outside: true},
		}},
		{ID: "13", Number: "303", Name: "Noa", ReadAt: now.Add(-time.Minute), NotRead: []index.Gap{{What: "rules", Code: "CMN-408"}}, Uses: []index.Use{{Kind: index.DoNotDisturb, Enabled: true}}},
		{ID: "14", Number: "304", Name: "Ola", ReadAt: now.Add(-time.Hour), Gone: true, Uses: []index.Use{{Kind: index.ForwardAll, Phone: "+14155550118"}}},
	} {
		changed := map[string]int64{"11": now.Add(-3 * time.Hour).Unix()}[r.ID]
		all[r.ID] = OfReading(&r, changed, func(phone string) Risks { return RisksOf(risk.Of(phone, risk.Policy{Home: "US"}, nil)) })
	}
	return all
}

// The screen and the commands take the same filters: each of the golden file, and what it
// selects or why it is refused.
func TestFilter_selects(t *testing.T) {
	const golden = "testdata/filters.txt"
	have, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for line := range strings.Lines(string(have)) {
		if !strings.HasPrefix(line, "\t") {
			got.WriteString(line)
			got.WriteString(selected(strings.TrimSuffix(line, "\n")))
		}
	}
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got.String() != string(have) {
		t.Errorf("%s", got.String())
	}
}

// selected returns the ids of the rows that a filter selects, or its error.
func selected(text string) string {
	f, err := Parse(text, now)
	if err != nil {
		return "\tERROR " + err.Error() + "\n"
	}
	all, line := rows(), "\t"
	for n := range 15 {
		if r, is := all[fmt.Sprint(n)]; is && f.Matches(&r) {
			line += fmt.Sprintf(" %d", n)
		}
	}
	return line + "\n"
}

func TestJoin_readsBack(t *testing.T) {
	for _, words := range [][]string{{"a", "b"}, {"New York"}, {"site:New York", "x"}, {`say "hi"`}, {"--", "to:x"}} {
		got, err := split(Join(words))
		if err != nil || strings.Join(got, "|") != strings.Join(words, "|") {
			t.Errorf("%q is read as %q, %v", words, got, err)
		}
	}
}

// A key selects among 50,000 rows within 10 ms.
func BenchmarkMatches(b *testing.B) {
	row := rows()["12"]
	for _, text := range []string{"nothing", "ext:100-199", "site:Perth", "type:queue", "to:+44", "is:outside", "risk:any", "rule:x", "age:7d..", "n:9.."} {
		f, err := Parse(text, now)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				for range 50_000 {
					f.Matches(&row)
				}
			}
		})
	}
}
