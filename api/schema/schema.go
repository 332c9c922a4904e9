// Package schema has the contract of the service for tests: the vendor's public schema,
// which is beside the repository, and what that schema lacks. Requests of the client and
// answers of the sandbox are held against it. No program imports it.
package schema

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// rules has the calls that make, change and remove custom rules and schedules, and account
// those of queues, IVR menus, sites, company rules, account presence and the audit trail.
// The public schema lacks both. They come from the definitions of the official SDK;
// x-source names the file of each. Errors, headers and security are those of the calls in
// the public schema that change a rule of the same version.
//
//go:embed rules.json
var rules []byte

//go:embed account.json
var account []byte

// Load returns the contract of a server at base. The error is os.ErrNotExist where
// shared/api/openapi.json is neither in the current directory nor above it.
func Load(base string) (*openapi3.T, error) {
	path, err := find()
	if err != nil {
		return nil, err
	}
	public, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	whole, err := merge(public, rules)
	if err == nil {
		whole, err = merge(whole, account)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(whole)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	doc.Servers = openapi3.Servers{{URL: base}}
	return doc, nil
}

// find looks for shared/api/openapi.json in the current directory and above.
func find() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		path := filepath.Join(dir, "shared", "api", "openapi.json")
		if _, err = os.Stat(path); err == nil {
			return path, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", err
		}
		dir = parent
	}
}

// object is a JSON object.
type object = map[string]any

// merge adds the calls and the schemas of one document to another. A call that both have
// stays as the first has it, a schema becomes that of the second.
func merge(public, more []byte) ([]byte, error) {
	var to, from object
	if err := json.Unmarshal(public, &to); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(more, &from); err != nil {
		return nil, err
	}
	paths := to["paths"].(object)
	for path, calls := range from["paths"].(object) {
		known, ok := paths[path].(object)
		if !ok {
			known = object{}
			paths[path] = known
		}
		for method, call := range calls.(object) {
			add(known, method, complete(call.(object), paths, strings.HasPrefix(path, "/restapi/v2/")))
		}
	}
	schemas := to["components"].(object)["schemas"].(object)
	for name, s := range from["components"].(object)["schemas"].(object) {
		schemas[name] = s
	}
	return json.Marshal(to)
}

func add(to object, name string, value any) {
	if _, has := to[name]; !has {
		to[name] = value
	}
}

// The calls of the public schema that change a rule.
const (
	changeV1 = "/restapi/v1.0/account/{accountId}/extension/{extensionId}/answering-rule/{ruleId}"
	changeV2 = "/restapi/v2/accounts/{accountId}/extensions/{extensionId}/comm-handling/voice/state-rules/{stateId}"
)

// complete returns a call with the errors, headers and security of the one that changes a
// rule.
func complete(call, paths object, v2 bool) object {
	like, _ := paths[changeV1].(object)["put"].(object)
	if v2 {
		like, _ = paths[changeV2].(object)["patch"].(object)
	}
	call["security"] = like["security"]
	responses, known := call["responses"].(object), like["responses"].(object)
	for status, r := range responses {
		r.(object)["headers"] = known["200"].(object)["headers"]
		responses[status] = r
	}
	for status, r := range known {
		if status != "200" {
			add(responses, status, r)
		}
	}
	return call
}
