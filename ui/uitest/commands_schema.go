package uitest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// What commands print with --json, and the schemas that rcfwd schema prints.

func schema_holdsForEveryCommand(t *testing.T, keys ui.KeyMap) {
	var all map[string]any
	plain := newShell(t, keys, sandbox.Options{})
	plain.args = nil
	if err := json.Unmarshal([]byte(plain.must("schema")), &all); err != nil {
		t.Fatal(err)
	}
	for _, c := range printingCommands() {
		worked := false
		for _, handling := range []string{"legacy", "new"} {
			example, input := plainExample(t, keys, c)
			s := &shell{t: t, keys: keys, args: []string{"--json", "--call-handling", handling}, input: input(handling)}
			out, _, code := s.run(example...)
			if code != cli.ExitDone {
				continue // what this call handling does not have; the golden file has the reason
			}
			worked = true
			var printed any
			if err := json.Unmarshal([]byte(out), &printed); err != nil {
				t.Errorf("rcfwd %s prints %s: %v", c.Name, out, err)
			}
			schema, _ := all[c.Name].(map[string]any)
			for _, problem := range validate(schema, printed, c.Name) {
				t.Errorf("on %s call handling %s", handling, problem)
			}
		}
		if !worked {
			t.Errorf("rcfwd %s fails on both call handlings", c.Name)
		}
	}
}

func schema_ofOneCommandIsThatOfAll(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{})
	s.args = nil
	all := decoded[map[string]json.RawMessage](s, "schema")
	for _, name := range []string{"numbers", "numbers show"} {
		one := decoded[any](s, append([]string{"schema"}, strings.Fields(name)...)...)
		var of any
		if err := json.Unmarshal(all[name], &of); err != nil || fmt.Sprint(one) != fmt.Sprint(of) {
			t.Errorf("%s: %v, %v", name, one, of)
		}
	}
	s.fails(cli.ExitUsage, `no command "number" prints records; these do: `, "schema", "number")
}

func schema_validatorFindsWhatIsWrong(t *testing.T, keys ui.KeyMap) {
	var schema map[string]any
	const text = `{"type":"array","items":{"type":"object","required":["a","b"],"additionalProperties":false,
		"properties":{"a":{"type":["string","null"]},"b":{"type":["string","null"],"format":"date-time"}}}}`
	if err := json.Unmarshal([]byte(text), &schema); err != nil {
		t.Fatal(err)
	}
	for printed, valid := range map[string]bool{
		`[]`:                                     true,
		`[{"a":null,"b":null}]`:                  true,
		`[{"a":"x","b":"2026-03-02T09:00:00Z"}]`: true,
		`{}`:                                     false,
		`[1]`:                                    false,
		`[{"a":"x"}]`:                            false,
		`[{"a":1,"b":null}]`:                     false,
		`[{"a":"x","b":"today"}]`:                false,
		`[{"a":"x","b":null,"c":1}]`:             false,
	} {
		var v any
		if err := json.Unmarshal([]byte(printed), &v); err != nil {
			t.Fatal(err)
		}
		if problems := validate(schema, v, "it"); (len(problems) == 0) != valid {
			t.Errorf("%s: %v", printed, problems)
		}
	}
}

// validate returns what is wrong with a value by a schema, as far as schemas of commands
// go: types, properties, items and times. where names the value.
func validate(schema map[string]any, v any, where string) (problems []string) {
	if want := listOf(schema["type"]); !slices.Contains(want, typeOf(v)) && !(typeOf(v) == "integer" && slices.Contains(want, "number")) {
		return []string{fmt.Sprintf("%s is %v, want %v", where, v, want)}
	}
	switch v := v.(type) {
	case []any:
		if items, is := schema["items"].(map[string]any); is {
			for i, item := range v {
				problems = append(problems, validate(items, item, fmt.Sprintf("%s[%d]", where, i))...)
			}
		}
	case map[string]any:
		return validateObject(schema, v, where)
	case string:
		if _, err := time.Parse(time.RFC3339, v); schema["format"] == "date-time" && err != nil {
			return []string{where + ": " + err.Error()}
		}
	}
	return problems
}

func validateObject(schema, v map[string]any, where string) (problems []string) {
	properties, _ := schema["properties"].(map[string]any)
	for _, name := range listOf(schema["required"]) {
		if _, there := v[name]; !there {
			problems = append(problems, where+" lacks "+name)
		}
	}
	for name, value := range v {
		of, known := properties[name].(map[string]any)
		switch {
		case known:
			problems = append(problems, validate(of, value, where+"."+name)...)
		case schema["additionalProperties"] == false:
			problems = append(problems, where+" has "+name)
		}
	}
	return problems
}

// listOf is a list of texts, or of the one text.
func listOf(v any) (list []string) {
	if one, is := v.(string); is {
		return []string{one}
	}
	all, _ := v.([]any)
	for _, one := range all {
		list = append(list, fmt.Sprint(one))
	}
	return list
}

// typeOf is the type of a decoded value in the words of JSON schema.
func typeOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "boolean"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	case float64:
		if v == float64(int64(v)) {
			return "integer"
		}
	}
	return "number"
}
