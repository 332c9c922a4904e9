package sweep

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Queues, IVR menus and sites (dossier section 16).

var (
	opQueueRules   = rest.Operation{What: "read the rules of a queue", Group: rest.GroupMedium}
	opQueueMembers = rest.Operation{What: "read the members of a queue", Group: rest.GroupLight}
	opMenu         = rest.Operation{What: "read an IVR menu", Group: rest.GroupMedium}
	opSiteRules    = rest.Operation{What: "read the rules of a site", Group: rest.GroupMedium}
)

// queue reads the rules and the members of a queue.
func (r *reading) queue(ctx context.Context) error {
	var rules, members []json.RawMessage
	var rulesErr, membersErr error
	_ = atOnce(
		func() error { rules, rulesErr = r.groupRules(ctx, opQueueRules); return nil },
		func() error {
			members, membersErr = r.list(ctx, opQueueMembers, r.reader.client.AccountPath("call-queues", r.ID, "members"), nil)
			return nil
		},
	)
	if err := cmp.Or(r.gap("rules", rulesErr), r.gap("members", membersErr)); err != nil {
		return err
	}
	u := &uses{owners: r.owners}
	u.groupRules(rules)
	for _, raw := range members {
		w, _ := jsonobj.Read(raw)
		if id := rest.Clean(w.Text("id")); id != "" {
			u.add(&index.Use{Kind: index.QueueAgent, Enabled: true, ExtensionID: id, Label: rest.Clean(w.Text("name"))})
		}
	}
	r.Uses = u.all
	return nil
}

// groupRules reads the rules of a queue or a site, by the path of the rules of a user.
// Where the service refuses them for the whole class it is asked once.
func (r *reading) groupRules(ctx context.Context, op rest.Operation) ([]json.RawMessage, error) {
	if code := r.refusal(r.Class); code != "" {
		return nil, &rest.Error{Op: op.What, Status: http.StatusForbidden, Code: code}
	}
	path, err := r.client.ExtensionPath(ctx, "answering-rule")
	if err != nil {
		return nil, err
	}
	records, err := r.list(ctx, op, path, url.Values{"view": {"Detailed"}, "perPage": {"1000"}})
	if code, is := wholeClass(err); is {
		r.refuse(r.Class, code)
	}
	return records, err
}

func (r *reading) list(ctx context.Context, op rest.Operation, path string, query url.Values) ([]json.RawMessage, error) {
	return r.reader.client.REST().List(ctx, rest.Request{Op: op, Method: http.MethodGet, Path: path, Query: query})
}

// groupRules adds the uses of the rules of a queue or a site.
func (u *uses) groupRules(records []json.RawMessage) {
	for _, raw := range records {
		rule, err := api.ReadRule(api.V1, raw)
		if err != nil {
			continue
		}
		u.rule(&rule, &api.Snapshot{})
		w, _ := jsonobj.Read(raw)
		u.queueRule(&index.Use{RuleID: rule.ID, RuleName: rule.Name, Enabled: rule.Enabled}, w.Object("queue"))
	}
}

// queueEvents are what the service calls the moments in which a queue sends calls on, and
// the fields that say what is done then.
var queueEvents = []struct {
	action, field string
	kind          index.Kind
}{
	{"HoldTimeExpiration", "holdTimeExpirationAction", index.QueueWait},
	{"MaxCallers", "maxCallersAction", index.QueueFull},
	{"NoAnswer", "noAnswerAction", index.QueueNoAnswer},
}

// queueRule adds where a queue sends calls on. What is stored and not in use is switched
// off.
func (u *uses) queueRule(was *index.Use, q jsonobj.Object) {
	place := *was
	for _, e := range queueEvents {
		place.Kind = e.kind
		chosen := q.Text(e.field)
		for _, t := range withAction(q.List("transfer"), e.action) {
			use := place
			use.Enabled = place.Enabled && (chosen == "TransferToExtension" || chosen == "")
			use.ExtensionID, use.Label = extensionIn(t)
			u.addTarget(&use)
		}
		for _, t := range withAction(q.List("unconditionalForwarding"), e.action) {
			use := place
			use.Enabled = place.Enabled && (chosen == "UnconditionalForwarding" || chosen == "")
			use.Phone = rest.Clean(t.Text("phoneNumber"))
			u.addTarget(&use)
		}
	}
	for _, raw := range q.List("fixedOrderAgents") {
		w, _ := jsonobj.Read(raw)
		use := place
		use.Kind, use.Step = index.InStep, w.Int("index", 0)
		use.ExtensionID, use.Label = extensionIn(w)
		u.addTarget(&use)
	}
}

// addTarget adds a use that has a target.
func (u *uses) addTarget(use *index.Use) {
	if use.Phone != "" || use.ExtensionID != "" {
		u.add(use)
	}
}

func withAction(all []json.RawMessage, action string) (found []jsonobj.Object) {
	for _, raw := range all {
		if w, _ := jsonobj.Read(raw); w.Text("action") == action {
			found = append(found, w)
		}
	}
	return found
}

// extensionIn returns the id and the name of the member extension.
func extensionIn(w jsonobj.Object) (id, name string) {
	e := w.Object("extension")
	return rest.Clean(e.Text("id")), rest.Clean(e.Text("name"))
}

// menu reads the keys of an IVR menu.
func (r *reading) menu(ctx context.Context) error {
	if code := r.refusal(r.Class); code != "" {
		r.NotRead = append(r.NotRead, index.Gap{What: "menu", Code: code})
		return nil
	}
	var w jsonobj.Object
	err := r.reader.client.REST().Do(ctx, &rest.Request{
		Op: opMenu, Method: http.MethodGet, Path: r.reader.client.AccountPath("ivr-menus", r.ID),
	}, func(raw json.RawMessage) error {
		w, _ = jsonobj.Read(raw)
		return nil
	})
	if code, is := wholeClass(err); is {
		r.refuse(r.Class, code)
	}
	u := &uses{owners: r.owners}
	for _, raw := range w.List("actions") {
		key, _ := jsonobj.Read(raw)
		use := index.Use{Kind: index.IVRKey, Key: rest.Clean(key.Text("input")), Enabled: true, RuleName: rest.Clean(key.Text("action"))}
		if use.Phone = rest.Clean(key.Text("phoneNumber")); use.Phone == "" {
			use.ExtensionID, use.Label = extensionIn(key)
		}
		u.addTarget(&use)
	}
	r.Uses = u.all
	return r.gap("menu", err)
}

// site reads the rules of a site.
func (r *reading) site(ctx context.Context) error {
	records, err := r.groupRules(ctx, opSiteRules)
	u := &uses{owners: r.owners}
	u.groupRules(records)
	r.Uses = u.all
	return r.gap("rules", err)
}
