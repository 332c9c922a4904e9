package sweep

import (
	"context"
	"encoding/json"
	"net/http"

	"rcfwd/api/index"
	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

var (
	opCompanyRules      = rest.Operation{What: "read the rules of the company", Group: rest.GroupMedium}
	opCompanyRule       = rest.Operation{What: "read a rule of the company", Group: rest.GroupLight}
	opCompanyForwardAll = rest.Operation{What: "read whether all calls of the company are forwarded", Group: rest.GroupLight}
)

// company reads the rules of the account itself and whether all its calls are forwarded.
// Which calls the latter catches is undocumented (dossier section 16).
func (r *reading) company(ctx context.Context) error {
	u := &uses{owners: r.owners}
	var forwardAll jsonobj.Object
	var rules []jsonobj.Object
	var rulesErr, forwardErr error
	_ = atOnce(
		func() error { rules, rulesErr = r.companyRules(ctx); return nil },
		func() error {
			forwardAll, forwardErr = r.object(ctx, opCompanyForwardAll, "forward-all-calls")
			return nil
		},
	)
	for _, w := range rules {
		u.companyRule(index.CompanyRule, w)
	}
	if forwardAll.Text("callHandlingAction") != "" {
		u.companyRule(index.ForwardAll, forwardAll)
	}
	r.Uses = u.all
	if err := r.gap("company rules", rulesErr); err != nil {
		return err
	}
	return r.gap("company forward-all", forwardErr)
}

// companyRules reads the rules one by one: their list does not say what they do.
func (r *reading) companyRules(ctx context.Context) (all []jsonobj.Object, err error) {
	heads, err := r.list(ctx, opCompanyRules, r.reader.client.AccountPath("answering-rule"), nil)
	for _, raw := range heads {
		w, _ := jsonobj.Read(raw)
		if w.Text("callHandlingAction") == "" {
			var rule jsonobj.Object
			if rule, err = r.object(ctx, opCompanyRule, "answering-rule", w.Text("id")); err != nil {
				return all, err
			}
			w = rule
		}
		all = append(all, w)
	}
	return all, err
}

// object reads an object of the account.
func (r *reading) object(ctx context.Context, op rest.Operation, elements ...string) (w jsonobj.Object, err error) {
	err = r.reader.client.REST().Do(ctx, &rest.Request{Op: op, Method: http.MethodGet, Path: r.reader.client.AccountPath(elements...)},
		func(raw json.RawMessage) error {
			w, _ = jsonobj.Read(raw)
			return nil
		})
	return w, err
}

// companyRule adds where a rule of the company sends calls. One that disconnects them, or
// that does not name the operator, has no target.
func (u *uses) companyRule(kind index.Kind, w jsonobj.Object) {
	use := index.Use{
		Kind: kind, RuleID: rest.Clean(w.Text("id")), RuleName: rest.Clean(w.Text("name")), Enabled: w.Bool("enabled", true),
		Label: rest.Clean(w.Text("callHandlingAction")),
	}
	for _, member := range []string{"externalNumber", "phoneNumber", "unconditionalForwarding"} {
		if phone := rest.Clean(w.Object(member).Text("phoneNumber")); phone != "" {
			use.Phone = phone
		}
	}
	if use.Phone == "" {
		use.ExtensionID, _ = extensionIn(w)
	}
	if use.Phone != "" || use.ExtensionID != "" || use.Enabled && kind == index.ForwardAll {
		u.add(&use)
	}
}
