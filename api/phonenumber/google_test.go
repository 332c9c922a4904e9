package phonenumber

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const googleFile = "testdata/google.txt"

// googleExample is an example number of a country.
type googleExample struct{ region, national, international, e164 string }

// googleFrame is a text around a number, with what Google's library reads in it.
type googleFrame struct {
	text     string
	usual    string
	byRegion map[string]string // where it is not usual
}

func (f googleFrame) typed(x googleExample) string {
	return strings.NewReplacer("{n}", x.national, "{i}", x.international).Replace(f.text)
}

func (f googleFrame) answer(x googleExample) string {
	answer, other := f.byRegion[x.region]
	if !other {
		answer = f.usual
	}
	return strings.Replace(answer, "=", x.e164, 1)
}

// Every country, with everything that people paste behind, before or around a number.
func TestParse_agreesWithGoogle(t *testing.T) {
	examples, frames := readGoogle(t)
	if len(examples) < 240 || len(frames) < 200 {
		t.Fatalf("%d examples and %d frames in %s", len(examples), len(frames), googleFile)
	}
	for _, f := range frames {
		for _, x := range examples {
			if got, want := googleAnswer(f.typed(x), x.region), f.answer(x); got != want {
				t.Errorf("%q in %s is %q, want %q", f.typed(x), x.region, got, want)
			}
		}
	}
}

// googleAnswer describes what Parse reads in the words of google.txt.
func googleAnswer(typed, region string) string {
	n, err := Parse(typed, region)
	switch {
	case err == ErrNoNumber:
		return "The string supplied did not seem to be a phone number"
	case err == ErrCountry:
		return "Invalid country calling code"
	case err == ErrTooLong:
		return "The string supplied is too long to be a phone number"
	case err != nil:
		return "The string supplied is too short to be a phone number"
	case n.Extension != "":
		return n.E164() + " x" + n.Extension
	}
	return n.E164()
}

func readGoogle(t *testing.T) (examples []googleExample, frames []googleFrame) {
	t.Helper()
	data, err := os.ReadFile(googleFile)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if !strings.HasPrefix(line, `"`) {
			examples = append(examples, googleExample{f[0], f[1], f[2], f[3]})
			continue
		}
		frame := googleFrame{usual: f[1], byRegion: map[string]string{}}
		if err := json.Unmarshal([]byte(f[0]), &frame.text); err != nil {
			t.Fatal(f[0], err)
		}
		for _, other := range f[2:] {
			answer, regions, _ := strings.Cut(other, " in ")
			for region := range strings.FieldsSeq(regions) {
				frame.byRegion[region] = answer
			}
		}
		frames = append(frames, frame)
	}
	return examples, frames
}

// google.txt is what testdata/google.js prints; a newer library may read more.
func TestGoogle_answersAsRecorded(t *testing.T) {
	if exec.Command("node", "-e", "require('google-libphonenumber')").Run() != nil {
		t.Skip("Node with the package google-libphonenumber is not installed; the recorded answers were not compared with it")
	}
	want, err := exec.Command("node", "testdata/google.js").Output()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(googleFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got, _ := os.ReadFile(googleFile); string(got) != string(want) {
		t.Error(googleFile + " differs from the library's answers; go test ./api/phonenumber -run Google -update writes them")
	}
}
