package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	"rcfwd/api/rest"
)

// The query and the body of rcfwd api, from -F, -f and --input. They are read as those of
// gh api, except that with GET they never make a POST, and that a number which starts with
// + or 0 stays a text: it is a telephone number.

// apiField is a key with its value, which is a text or, in a body, a JSON value.
type apiField struct {
	key   string
	value any
}

// readParts puts -F, -f and --input into the query or the body.
func (c *apiCall) readParts(i *invocation) error {
	fields, err := readFields(i)
	if err != nil {
		return err
	}
	hasBody := c.Method != http.MethodGet && c.Method != http.MethodHead
	switch {
	case i.given("input") && !hasBody:
		return fmt.Errorf("--input is the body of a write; %s has none", c.Method)
	case i.given("input"):
		if c.Body, err = readInput(i); err != nil {
			return err
		}
	case hasBody && len(fields) > 0:
		c.Body, err = bodyOf(fields)
		return err
	}
	for _, f := range fields {
		c.Query.Add(f.key, fmt.Sprint(f.value))
	}
	return nil
}

// readFields reads the values of -F and -f. A body gets numbers, true, false and null of
// -F as such.
func readFields(i *invocation) (fields []apiField, err error) {
	body := !slices.Contains([]string{http.MethodGet, http.MethodHead}, apiMethod(i.args)) && !i.given("input")
	for n, texts := range [][]string{i.all("raw-field"), i.all("field")} {
		for _, text := range texts {
			key, value, found := strings.Cut(text, "=")
			if !found || key == "" {
				return nil, fmt.Errorf("%q: write a field as key=value", text)
			}
			if err := rest.CheckParameter(key); err != nil {
				return nil, err
			}
			f := apiField{key, value}
			if n == 1 {
				if f.value, err = fieldValue(i, value, body); err != nil {
					return nil, err
				}
			}
			fields = append(fields, f)
		}
	}
	return fields, nil
}

// wholeNumber is a number that JSON can hold as one. A telephone number in E.164 is none.
var wholeNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^-?(0|[1-9][0-9]{0,17})$`) })

// fieldValue is the value of -F: the content of a file, or the text as it is.
func fieldValue(i *invocation, text string, body bool) (any, error) {
	if name, is := strings.CutPrefix(text, "@"); is {
		content, err := readNamed(i, name)
		return string(content), err
	}
	switch {
	case !body:
		return text, nil
	case wholeNumber().MatchString(text), text == "true", text == "false", text == "null":
		return json.RawMessage(text), nil
	}
	return text, nil
}

// readNamed reads a file that is named on the command line; - is the standard input.
func readNamed(i *invocation, name string) ([]byte, error) {
	if name != "-" {
		return os.ReadFile(name)
	}
	if i.In == nil {
		return nil, errors.New("there is no standard input to read")
	}
	return io.ReadAll(i.In)
}

// readInput reads the body of --input.
func readInput(i *invocation) (any, error) {
	raw, err := readNamed(i, i.flag("input"))
	switch raw = bytes.TrimSpace(raw); {
	case err != nil:
		return nil, err
	case !json.Valid(raw):
		return nil, fmt.Errorf("--input %s is not JSON", i.flag("input"))
	}
	return json.RawMessage(raw), nil
}

// fieldKey is a key such as a, a[b], a[] and a[][b].
var fieldKey = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[^\[\]]+(\[[^\[\]]*\])*$`) })

// bodyOf makes an object of fields.
func bodyOf(fields []apiField) (any, error) {
	var body any
	for _, f := range fields {
		if !fieldKey().MatchString(f.key) {
			return nil, fmt.Errorf("-F %s: write a key as name, name[member] or name[]", f.key)
		}
		path := strings.Split(strings.ReplaceAll(f.key, "]", ""), "[")
		next, ok := put(body, path, f.value)
		if !ok {
			return nil, fmt.Errorf("-F %s: the body has another value there already", f.key)
		}
		body = next
	}
	raw, err := new(rest.Request{Body: body}).Payload()
	return json.RawMessage(raw), err
}

// put puts a value at a path of names into a body; the empty name is a list. It reports
// whether that place is free.
func put(into any, path []string, value any) (any, bool) {
	if len(path) == 0 {
		return value, into == nil
	}
	if path[0] == "" {
		return putIntoList(into, path[1:], value)
	}
	object, is := into.(map[string]any)
	if !is && into != nil {
		return nil, false
	}
	if object == nil {
		object = map[string]any{}
	}
	next, ok := put(object[path[0]], path[1:], value)
	object[path[0]] = next
	return object, ok
}

// putIntoList adds an element. A member goes into the last element until that has one of
// its name, as in gh.
func putIntoList(into any, path []string, value any) (any, bool) {
	list, is := into.([]any)
	if !is && into != nil {
		return nil, false
	}
	if len(path) > 0 && len(list) > 0 {
		if last, is := list[len(list)-1].(map[string]any); is && last[path[0]] == nil {
			_, ok := put(last, path, value)
			return list, ok
		}
	}
	next, ok := put(nil, path, value)
	return append(list, next), ok
}
