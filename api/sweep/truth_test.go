package sweep_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/rest"
)

// What the service says of one extension, read singly and taken from its JSON without the
// code of the program: lines such as "step work-hours +16505550142".

type object = map[string]any

// facts are the lines of one extension.
type facts map[string]bool

func (f facts) add(format string, args ...any) { f[fmt.Sprintf(format, args...)] = true }

func (f facts) sorted() []string { return slices.Sorted(maps.Keys(f)) }

// in returns the value at a path of members; nil where there is none.
func in(v any, path ...string) any {
	for _, name := range path {
		o, _ := v.(object)
		v = o[name]
	}
	return v
}

// each calls visit with the objects of a list.
func each(v any, visit func(o object)) {
	all, _ := v.([]any)
	for _, one := range all {
		o, _ := one.(object)
		visit(o)
	}
}

// records reads a list of the service.
func records(t *testing.T, c *api.Client, v2 bool, path string, query url.Values) (all []object) {
	t.Helper()
	read := c.REST().List
	if v2 {
		read = c.REST().ListV2
	}
	raw, err := read(t.Context(), rest.Request{Op: rest.Operation{What: "read " + path, Group: rest.GroupLight}, Method: http.MethodGet, Path: path, Query: query})
	if err != nil {
		return nil
	}
	for _, one := range raw {
		var o object
		if err := json.Unmarshal(one, &o); err != nil {
			t.Fatal(err)
		}
		all = append(all, o)
	}
	return all
}

// factsOf reads one extension.
func factsOf(t *testing.T, c *api.Client, id string, onNew bool) facts {
	t.Helper()
	f := facts{}
	if onNew {
		f.readNew(t, c, "/restapi/v2/accounts/~/extensions/"+id)
	} else {
		f.readLegacy(t, c, "/restapi/v1.0/account/~/extension/"+id)
	}
	return f
}

func (f facts) readLegacy(t *testing.T, c *api.Client, path string) {
	byID := map[string]string{}
	for _, n := range records(t, c, false, path+"/forwarding-number", nil) {
		target := fmt.Sprint(n["phoneNumber"])
		if device := in(n, "device", "id"); device != nil && n["type"] == "PhoneLine" {
			target = fmt.Sprint("device:", device)
		} else if extension := in(n, "extension", "id"); extension != nil {
			target = fmt.Sprint("ext:", extension)
		}
		byID[fmt.Sprint(n["id"])] = target
		f.add("number %s", target)
		if digit, _ := n["flipNumber"].(string); digit != "" {
			f.add("flip %s", target)
		}
	}
	for _, r := range records(t, c, false, path+"/answering-rule", url.Values{"view": {"Detailed"}, "showInactiveNumbers": {"true"}}) {
		id := r["id"]
		each(in(r, "forwarding", "rules"), func(step object) {
			each(step["forwardingNumbers"], func(n object) {
				target, known := byID[fmt.Sprint(n["id"])]
				if !known {
					target = fmt.Sprint(n["phoneNumber"])
				}
				f.add("step %v %s", id, target)
			})
		})
		switch r["callHandlingAction"] {
		case "UnconditionalForwarding":
			f.add("at-once %v %v", id, in(r, "unconditionalForwarding", "phoneNumber"))
		case "TransferToExtension":
			f.add("at-once %v ext:%v", id, in(r, "transfer", "extension", "id"))
		}
		if in(r, "voicemail", "enabled") == true {
			continue
		}
		switch in(r, "missedCall", "actionType") {
		case "ConnectToExternalNumber":
			f.add("no-answer %v %v", id, in(r, "missedCall", "externalNumber", "phoneNumber"))
		case "ConnectToExtension":
			f.add("no-answer %v ext:%v", id, in(r, "missedCall", "extension", "id"))
		}
	}
}

func (f facts) readNew(t *testing.T, c *api.Client, path string) {
	for _, n := range records(t, c, true, path+"/call-flip-numbers", nil) {
		if digit, _ := n["flipNumber"].(string); digit != "" {
			f.add("flip %v", n["phoneNumber"])
		}
	}
	rules := records(t, c, true, path+"/comm-handling/voice/state-rules", nil)
	rules = append(rules, records(t, c, true, path+"/comm-handling/voice/interaction-rules", nil)...)
	for _, r := range rules {
		each(in(r, "dispatching", "actions"), func(action object) { f.action(r, action) })
	}
}

// action adds what an action of new call handling rings, and where it sends calls.
func (f facts) action(rule, action object) {
	id, terminates := rule["id"], in(rule, "dispatching", "type") == "Terminate"
	each(action["targets"], func(target object) {
		if action["type"] != "TerminatingAction" {
			f.ring(id, target)
			return
		}
		for when, field := range map[string]string{"Ringing": "ringingTargetType", "Terminating": "terminatingTargetType"} {
			kind := "no-answer"
			if when == "Terminating" {
				kind = map[any]string{"forward-all-calls": "forward-all", "dnd": "dnd"}[id]
				if kind == "" {
					kind = "at-once"
				}
				if !terminates {
					continue
				}
			}
			if at := target["dispatchingType"]; at != nil && at != when || action[field] != target["type"] {
				continue
			}
			if phone := in(target, "destination", "phoneNumber"); phone != nil {
				f.add("%s %v %v", kind, id, phone)
			}
			if extension := in(target, "extension", "id"); extension != nil && target["type"] == "ExtensionTerminatingTarget" {
				f.add("%s %v ext:%v", kind, id, extension)
			}
		}
	})
}

func (f facts) ring(id any, target object) {
	switch target["type"] {
	case "PhoneNumberRingTarget":
		f.add("step %v %v", id, in(target, "destination", "phoneNumber"))
	case "DeviceRingTarget":
		f.add("step %v device:%v", id, in(target, "device", "id"))
	default:
		if extension := in(target, "extension", "id"); extension != nil {
			f.add("step %v ext:%v", id, extension)
		}
	}
}

// factsIn are the lines of a reading.
func factsIn(r *index.Reading) facts {
	f := facts{}
	for i := range r.Uses {
		u := &r.Uses[i]
		place := string(u.Kind)
		if u.RuleID != "" {
			place += " " + u.RuleID
		}
		switch {
		case u.Phone != "":
			f.add("%s %s", place, u.Phone)
		case u.ExtensionID != "":
			f.add("%s ext:%s", place, u.ExtensionID)
		case u.DeviceID != "":
			f.add("%s device:%s", place, u.DeviceID)
		}
	}
	return f
}
