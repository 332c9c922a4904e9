package api_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/rest"
)

var codes = regexp.MustCompile(`"((?:AGW|AWR|BIL|CMN|FPN|OAU)-\d+)"`)

// Every code that the sandbox can answer with has a sentence of its own.
func TestExplain_hasASentenceForEveryCodeOfTheSandbox(t *testing.T) {
	files, err := filepath.Glob("sandbox/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range codes.FindAllStringSubmatch(string(source), -1) {
			body := []byte(`{"errorCode":"` + m[1] + `","message":"something"}`)
			a := api.Explain(rest.ReadError(rest.Operation{What: "try"}, 400, nil, body))
			if strings.Contains(a.What, "something") {
				t.Errorf("%s in %s has no sentence", m[1], file)
			}
		}
	}
}
