package phonenumber

import (
	"os"
	"strings"
	"testing"
)

// The changelog of the library says which metadata a version has. Look it up there when
// this fails.
func TestMetadataVersion_isThatOfTheLibrary(t *testing.T) {
	const library = "github.com/nyaruka/phonenumbers v1.8.1 "
	of := map[string]string{library: "9.0.32"}
	modules, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(modules), library) || of[library] != MetadataVersion {
		t.Errorf("MetadataVersion is %s, and go.mod has another library than %s", MetadataVersion, library)
	}
}

func TestCoverage_countsCountriesOfAKind(t *testing.T) {
	premium, countries := Coverage(Premium)
	if fixed, _ := Coverage(Fixed); countries != 245 || fixed != countries || premium == 0 || premium >= countries {
		t.Errorf("%d countries have premium rate numbers and %d fixed lines, of %d", premium, fixed, countries)
	}
}
