package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/signin"
)

// accountCheck is what rcfwd status --check finds out of an account, to paste into a
// report: no telephone number, name, id or token is in it. What the service says is in it
// only where it is a code, or the name of a field, type, permission, scope or limit, and
// has the form of one; see codeWord.
type accountCheck struct {
	Version      string            `json:"version"`
	System       string            `json:"system"`
	Server       string            `json:"server"` // production, sandbox, demo or another server
	CallHandling string            `json:"callHandling,omitempty"`
	Scopes       []string          `json:"scopes,omitempty"` // of the app; empty when they are not known
	Permissions  []permissionCheck `json:"permissions,omitempty"`
	Features     []featureCheck    `json:"features,omitempty"` // those that rcfwd asks for and the account lacks
	Readings     []readingCheck    `json:"readings"`
	Unexpected   []string          `json:"unexpected"` // what rcfwd does not know or cannot read of the answers
	Limits       []limitCheck      `json:"limits"`
}

// permissionCheck is a permission that rcfwd uses.
type permissionCheck struct {
	Name    string `json:"name"`
	Granted bool   `json:"granted"` // for the extension that is open
}

// featureCheck is a feature flag that is not available.
type featureCheck struct {
	Name   string `json:"name"`
	Reason string `json:"reason,omitempty"` // a code, such as ServicePlanLimitation
}

// readingCheck is one thing that was read, with how many there are or why not.
type readingCheck struct {
	What   string `json:"what"`
	Count  int    `json:"count"`
	Failed string `json:"failed,omitempty"` // such as "HTTP 403 CMN-408"
}

// limitCheck is a limit as the answers told it.
type limitCheck struct {
	Group     string `json:"group"`
	Limit     int    `json:"limit"`
	Seconds   int    `json:"seconds"` // of the window
	Remaining int    `json:"remaining"`
}

func (i *invocation) checkAccount(cmd *cobra.Command, asJSON bool) error {
	run := func(ctx context.Context, i *invocation) error {
		s, err := i.open(ctx)
		if err != nil {
			return err
		}
		check, err := s.check(ctx)
		if err != nil {
			return err
		}
		return report(i.out, asJSON, check, check.facts())
	}
	i.verb, i.cmd = &verb{run: run}, cmd
	return i.execute()
}

// check reads all that the screens read. What the service refuses is a part of the
// result; an error is one of the sign-in, or of a context that has ended.
func (s *session) check(ctx context.Context) (*accountCheck, error) {
	c := &accountCheck{
		Version: version(), System: runtime.GOOS + "/" + runtime.GOARCH, Server: serverKind(s.to.Server),
		Readings: []readingCheck{}, Unexpected: []string{}, Limits: []limitCheck{},
	}
	for _, r := range []struct {
		what string
		read func(context.Context, *accountCheck) (int, error)
	}{
		{"extension", s.checkExtension}, {"permissions", s.checkPermissions}, {"features", s.checkFeatures}, {"numbers and rules", s.checkRules},
		{"work hours", s.checkHours}, {"devices", s.checkDevices}, {"calls", s.checkCalls},
		{"account", s.checkAccountRecord}, {"company numbers", s.checkOwnNumbers}, {"people", s.checkPeople},
	} {
		count, err := r.read(ctx, c)
		if err != nil && (ctx.Err() != nil || exitCodeOf(err) == ExitSignIn) {
			return nil, err
		}
		c.Readings = append(c.Readings, readingCheck{r.what, count, failureWords(err)})
		if err != nil {
			s.tell(incomplete(fmt.Errorf("%s: %s", r.what, failureWords(err))))
		}
	}
	c.CallHandling = string(s.client().KnownCallHandling())
	c.addScopes(s.current())
	c.addLimits(s.to.Service.Groups())
	slices.Sort(c.Unexpected)
	return c, nil
}

// serverKind says which RingCentral a server is without its address.
func serverKind(server string) string {
	switch name, _, _ := strings.Cut(server, " "); name {
	case "PRODUCTION", "SANDBOX", "DEMO":
		return strings.ToLower(name)
	}
	return "another server"
}

func (s *session) checkExtension(ctx context.Context, _ *accountCheck) (int, error) {
	if _, err := s.who(ctx); err != nil {
		return 0, err
	}
	return 1, nil
}

func (s *session) checkPermissions(ctx context.Context, c *accountCheck) (int, error) {
	rights, err := s.to.Service.Permissions(ctx)
	if err != nil {
		return 0, err
	}
	other, err := s.other(ctx)
	for _, name := range []string{api.PermissionEditNumbers, api.PermissionEditRules} {
		c.Permissions = append(c.Permissions, permissionCheck{name, rights.Allows(name, other)})
	}
	return len(rights), err
}

func (s *session) checkFeatures(ctx context.Context, c *accountCheck) (int, error) {
	flags, err := s.to.Service.Flags(ctx)
	for _, f := range flags {
		if !f.Available {
			c.Features = append(c.Features, featureCheck{shown(f.ID), shown(f.ReasonCode)})
		}
	}
	return len(flags), err
}

func (s *session) checkRules(ctx context.Context, c *accountCheck) (int, error) {
	now, err := s.to.Service.Read(ctx, &api.Snapshot{}, api.Need{Numbers: true, Rules: true, ForwardAll: true, Labels: true})
	if err != nil {
		return 0, err
	}
	c.addUnread("number", now.UnreadNumbers)
	c.addUnread("rule", now.UnreadRules)
	for _, n := range now.Numbers {
		c.addNumber(&n)
	}
	for _, r := range now.Rules {
		c.addRule(&r)
	}
	return len(now.Numbers) + len(now.Rules), now.RulesRefused
}

func (s *session) checkHours(ctx context.Context, _ *accountCheck) (int, error) {
	_, err := s.to.Service.WorkTimes(ctx)
	return 1, err
}

func (s *session) checkDevices(ctx context.Context, _ *accountCheck) (int, error) {
	all, err := s.to.Service.Devices(ctx)
	return len(all), err
}

// checkCalls reads the presence, as the screen of calls does.
func (s *session) checkCalls(ctx context.Context, _ *accountCheck) (int, error) {
	path, err := s.client().ExtensionPath(ctx, "presence")
	if err != nil {
		return 0, err
	}
	var presence struct {
		Active []any `json:"activeCalls"`
	}
	err = s.client().REST().Do(ctx, &rest.Request{
		Op: rest.Operation{What: "read the calls", Group: "Light"}, Method: "GET", Path: path,
		Query: url.Values{"detailedTelephonyState": {"true"}},
	}, rest.Into(&presence))
	return len(presence.Active), err
}

func (s *session) checkAccountRecord(ctx context.Context, _ *accountCheck) (int, error) {
	_, err := s.to.Service.Account(ctx)
	return 1, err
}

func (s *session) checkOwnNumbers(ctx context.Context, _ *accountCheck) (int, error) {
	all, err := s.to.Service.OwnNumbers(ctx)
	return len(all), err
}

// checkPeople reads the first page of the company.
func (s *session) checkPeople(ctx context.Context, c *accountCheck) (int, error) {
	for page, err := range s.client().People(ctx) {
		c.addUnread("extension", page.Unread)
		return len(page.People), err
	}
	return 0, nil
}

// codeWord is a code, or the name of something of the service. It has no digits beside
// those of a code, so that no id and no telephone number has this form.
var codeWord = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([A-Z]{2,5}-[0-9]{1,4}|[A-Za-z][A-Za-z.]{0,40})$`)
})

// shown returns a text of the service if it has the form of a code or a name.
func shown(text string) string {
	if codeWord().MatchString(text) {
		return text
	}
	return "(not shown)"
}

// failureWords describes a refusal by its codes alone.
func failureWords(err error) string {
	refused, is := errors.AsType[*rest.Error](err)
	switch {
	case err == nil:
		return ""
	case !is:
		return "failed"
	case refused.Status == 0:
		return "no answer"
	}
	words := []string{fmt.Sprintf("HTTP %d", refused.Status)}
	for _, code := range refused.Codes {
		words = append(words, shown(code))
	}
	if refused.Permission != "" {
		words = append(words, "without the permission "+shown(refused.Permission))
	}
	if refused.Unusable() {
		words = append(words, "an answer of another shape")
	}
	return strings.Join(words, " ")
}

// add notes something unexpected once.
func (c *accountCheck) add(format string, args ...any) {
	if line := fmt.Sprintf(format, args...); !slices.Contains(c.Unexpected, line) {
		c.Unexpected = append(c.Unexpected, line)
	}
}

func (c *accountCheck) addUnread(of string, unread []api.Unread) {
	for _, u := range unread {
		if len(u.Fields) == 0 {
			c.add("a whole %s could not be read", of)
		}
		for _, f := range u.Fields {
			c.add("the field %s of a %s could not be read", shown(f), of)
		}
	}
}

func (c *accountCheck) addNumber(n *api.Number) {
	for _, f := range n.Unknown {
		c.add("a number has the unknown field %s", shown(f.Name))
	}
	if !n.Type.Known() {
		c.add("a number has the unknown type %s", shown(string(n.Type)))
	}
}

func (c *accountCheck) addRule(r *api.Rule) {
	if r.Kind == api.OtherRule {
		c.add("a rule is of an unknown kind")
	}
	if r.Fixed != "" {
		c.add("a rule of the kind %s cannot be changed here", r.Kind)
	}
	for _, step := range r.Steps {
		for _, t := range step.Targets {
			if t.Kind == api.OtherTarget {
				c.add("a rule rings the unknown target %s", shown(t.Type))
			}
		}
	}
}

func (c *accountCheck) addLimits(groups []rest.Group) {
	for _, g := range groups {
		c.Limits = append(c.Limits, limitCheck{shown(g.Name), g.Limit, int(g.Window / time.Second), g.Remaining})
	}
}

// addScopes adds the scopes of the token; the demo has no session.
func (c *accountCheck) addScopes(of *signin.Session) {
	if of == nil {
		return
	}
	for _, scope := range of.Status().Scopes {
		c.Scopes = append(c.Scopes, shown(scope))
	}
	slices.Sort(c.Scopes)
}

// facts are the lines of the check for people.
func (c *accountCheck) facts() []fact {
	facts := []fact{
		{"rcfwd", c.Version + ", " + c.System}, {"server", c.Server}, {"calls", c.CallHandling + " call handling"},
		{"app scopes", cmp.Or(strings.Join(c.Scopes, " "), "not known")},
	}
	for _, p := range c.Permissions {
		facts = append(facts, fact{"permission", p.Name + ": " + map[bool]string{true: "yes", false: "no"}[p.Granted]})
	}
	for _, f := range c.Features {
		facts = append(facts, fact{"feature", f.Name + ": no, " + f.Reason})
	}
	for _, r := range c.Readings {
		facts = append(facts, fact{"read", r.what()})
	}
	for _, u := range c.Unexpected {
		facts = append(facts, fact{"unexpected", u})
	}
	for _, l := range c.Limits {
		facts = append(facts, fact{"limit", fmt.Sprintf("%s: %d in %d s, %d left", l.Group, l.Limit, l.Seconds, l.Remaining)})
	}
	return facts
}

func (r readingCheck) what() string {
	if r.Failed != "" {
		return r.What + ": no, " + r.Failed
	}
	return fmt.Sprintf("%s: %d", r.What, r.Count)
}
