package api_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/schema"
)

// contract holds every request of the client, and its answer, against the
// schema of the service.
type contract struct {
	t      *testing.T
	next   http.RoundTripper
	router routers.Router

	mu   sync.Mutex
	seen map[string]bool // operations
}

func newContract(t *testing.T, next http.RoundTripper) *contract {
	t.Helper()
	doc, err := schema.Load(base)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("there is no shared/api/openapi.json here or above")
	}
	if err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return &contract{t: t, next: next, router: router, seen: map[string]bool{}}
}

func (k *contract) RoundTrip(r *http.Request) (*http.Response, error) {
	var sent []byte
	if r.Body != nil {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		sent = b
	}
	in := k.request(r, sent)
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(sent))
	resp, err := k.next.RoundTrip(r)
	if err != nil || in == nil {
		return resp, err
	}
	return resp, k.answer(in, resp)
}

func (k *contract) request(r *http.Request, sent []byte) *openapi3filter.RequestValidationInput {
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(sent))
	route, params, err := k.router.FindRoute(r)
	if err != nil {
		k.t.Errorf("%s %s: %v", r.Method, r.URL, err)
		return nil
	}
	k.mu.Lock()
	k.seen[route.Operation.OperationID] = true
	k.mu.Unlock()
	in := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true, MultiError: true,
		},
	}
	if err := openapi3filter.ValidateRequest(r.Context(), in); err != nil {
		k.t.Errorf("%s %s %s: %v", r.Method, r.URL, sent, err)
	}
	return in
}

func (k *contract) answer(in *openapi3filter.RequestValidationInput, resp *http.Response) error {
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	resp.Body = io.NopCloser(bytes.NewReader(got))
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: resp.StatusCode, Header: resp.Header, Options: in.Options,
	}
	out.SetBodyBytes(got)
	if err := openapi3filter.ValidateResponse(k.t.Context(), out); err != nil {
		k.t.Errorf("%d to %s %s: %v", resp.StatusCode, in.Request.Method, in.Request.URL, err)
	}
	return nil
}

func TestClient_keepsTheContractOnV1(t *testing.T) {
	t.Parallel()
	s := calm(t)
	k := newContract(t, s)
	c := clientOf(t, s, k, "101", danaID)
	var made []string
	for _, n := range []api.NewNumber{
		{Phone: "+14155550150", Label: "Boat", Flip: 7},
		{Phone: "+14155550151", Label: "Van"},
		{Type: api.PhoneLine, DeviceID: "802300400004"},
	} {
		if got, err := create(t, c, &n); err == nil && n.Type != api.PhoneLine {
			made = append(made, got.ID)
		}
	}
	if err := createUnchecked(t, c, &api.NewNumber{Type: api.Work, Phone: "+14155550152"}); !rest.Is(err, "FPN-119") {
		t.Error(err)
	}
	all := numbersOf(t, c)
	cabin, none, label := labelled(t, all, "Cabin"), "", "Lake cabin"
	for _, change := range []api.Change{{Flip: &none}, {Label: &label}} {
		if _, err := update(t, c, &cabin, change); err != nil {
			t.Error(err)
		}
	}
	all = numbersOf(t, c)
	work, home := labelled(t, all, "Work"), labelled(t, all, "Home")
	s.FailNext(http.MethodPut, "/"+home.ID, sandbox.Fault{Kind: sandbox.DropAfter}) // so it is read again
	if err := swap(t, c, &work, &home); err != nil {
		t.Error(err)
	}
	if err := remove(t, c, made); err != nil {
		t.Error(err)
	}
	for name, err := range everyOtherCall(t, c, cabin.ID) {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, id := range []string{
		"getToken", "readAccountInfo", "listExtensions", "readExtension", "readAuthorizationProfile",
		"readExtensionFeatures", "listAccountPhoneNumbers", "listExtensionDevices", "listForwardingNumbers",
		"createForwardingNumber", "deleteForwardingNumbers", "readForwardingNumber", "updateForwardingNumber",
		"deleteForwardingNumber",
	} {
		if !k.seen[id] {
			t.Errorf("%s was never called", id)
		}
	}
}

// Rules of either call handling and the numbers of v2. Switching a state is not
// in the schema.
func TestClient_keepsTheContractOfRulesAndOfV2(t *testing.T) {
	called := map[string][]string{
		"business-hours-rule": {"listAnsweringRules", "readAnsweringRule", "updateAnsweringRule"},
		"work-hours": {"readCallFlipSettings", "updateCallFlipSettings", "readForwardingTargets", "deleteForwardingTargets",
			"listVoiceStateBasedRules", "readVoiceStateBasedRule", "updateVoiceStateBasedRule"},
	}
	onBoth(t, func(t *testing.T, s *sandbox.Server, _ *api.Client, rule string) {
		s.Change(func(c *sandbox.Company) { c.Extension("104").QueueMember = true })
		landSatellites(t, s)
		k := newContract(t, s)
		c := askingClient(t, s, k)
		saw := rulesOf(t, c)[rule]
		want := after(t, &saw, down(0), longer(0, 1), joined(1), api.Rule.ToggleMode)
		if rule == "work-hours" {
			liveANumber(t, c)
			s.FailNext("GET", "/state-rules", noRight) // so that the targets are read
			numbersOf(t, c)
			want = after(t, &want, func(r api.Rule) (api.Rule, error) {
				return r.EndWith(api.Fallback{Kind: api.ToNumber, Phone: "+14155550150", Name: "Boat"})
			}, func(r api.Rule) (api.Rule, error) { return r.RingToEnd(api.OwnMobile) })
		}
		if _, err := saveRule(t, c, &saw, &want); err != nil {
			t.Error(err)
		}
		for _, id := range called[rule] {
			if !k.seen[id] {
				t.Errorf("%s was never called", id)
			}
		}
	})
}

// The calls that make, change and remove custom rules and change schedules.
func TestClient_keepsTheContractOfCustomRules(t *testing.T) {
	t.Parallel()
	called := map[string][]string{
		sandbox.LegacyCallHandling: {"createAnsweringRule", "updateAnsweringRule", "deleteAnsweringRule", "readUserBusinessHours", "updateUserBusinessHours"},
		sandbox.NewCallHandling: {"listVoiceInteractionRules", "createVoiceInteractionRule", "updateVoiceInteractionRule", "readVoiceInteractionRule",
			"deleteVoiceInteractionRule", "updateCicState"},
	}
	for on, calls := range called {
		s, err := sandbox.New(sandbox.Options{Base: base, Limits: sandbox.GenerousLimits(), CallHandling: on})
		if err != nil {
			t.Fatal(err)
		}
		k := newContract(t, s)
		c := askingClient(t, s, k)
		for _, text := range []string{"Mon-Fri 09:00-12:00 and 13:00-17:00", "every day 08:00-09:00", "2026-12-24", "outside work hours"} {
			makeRule(t, c, &api.Conditions{When: times(t, text), Callers: []api.Caller{{Phone: "+14155550133"}}, Called: []string{"+16505550104"}})
		}
		moveHours(t, c, "Mon-Fri 09:00-12:00 and 13:00-17:00")
		moveHours(t, c, "at all times")
		for _, id := range calls {
			if !k.seen[id] {
				t.Errorf("%s was never called", id)
			}
		}
	}
}

// makeRule makes a rule with some conditions, changes it, and removes it.
func makeRule(t *testing.T, c *api.Client, conditions *api.Conditions) {
	t.Helper()
	s := snapshotOf(t, c)
	made, err := api.NewRule(&s.Rules[len(s.Rules)-1], "Choir", conditions)
	if err != nil {
		t.Fatal(err)
	}
	s, err = write(t, c, &s, func(d *api.Draft) error { _, err := d.AddRule(&made); return err })
	if err != nil {
		t.Fatal(err)
	}
	saw := s.Rules[len(s.Rules)-1]
	want := after(t, &saw, func(r api.Rule) (api.Rule, error) { return r.WithName("Band") }, func(r api.Rule) (api.Rule, error) {
		return r.WithConditions(&api.Conditions{When: times(t, "Sun 10:00-24:00"), Called: conditions.Called})
	})
	got, err := saveRule(t, c, &saw, &want)
	if err != nil || got.Name != "Band" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := write(t, c, new(snapshotOf(t, c)), func(d *api.Draft) error { return d.RemoveRule(got.ID) }); err != nil {
		t.Error(err)
	}
}

// moveHours changes the work hours.
func moveHours(t *testing.T, c *api.Client, text string) {
	t.Helper()
	s, err := c.Read(t.Context(), &api.Snapshot{}, api.Need{Rules: true, Hours: true})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(s.Rules, func(r api.Rule) bool { return r.Kind == api.WorkHours })
	want := after(t, &s.Rules[i], func(r api.Rule) (api.Rule, error) { return r.WithConditions(&api.Conditions{When: times(t, text)}) })
	if _, err := write(t, c, &s, func(d *api.Draft) error { return d.SetRule(&want) }); err != nil {
		t.Errorf("%s: %v", text, err)
	}
}

var satellite = regexp.MustCompile(`\{"type":"SatelliteRingTarget","name":"Satellite phone","satellite":\{[^}]*\}\}`)

// landSatellites puts numbers in the place of targets that are not in the schema.
func landSatellites(t *testing.T, s *sandbox.Server) {
	t.Helper()
	for i, id := range []string{"work-hours", "after-hours"} {
		known := fmt.Sprintf(`{"type":"PhoneNumberRingTarget","name":"Hut","destination":{"phoneNumber":"+1530555017%d"}}`, i)
		s.Change(func(c *sandbox.Company) {
			e := c.Extension("104")
			if r := e.Rule(id); r != nil {
				if err := e.SetRule(id, satellite.ReplaceAllString(r.JSON(), known)); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func liveANumber(t *testing.T, c *api.Client) {
	t.Helper()
	made, err := create(t, c, &api.NewNumber{Phone: "+14155550150", Label: "Boat", Flip: 7, Rules: []string{"work-hours"}})
	if err != nil {
		t.Fatal(err)
	}
	label := "Lake boat"
	if _, err := update(t, c, &made, api.Change{Label: &label}); err != nil {
		t.Error(err)
	}
	if err := removeNumber(t, c, made.ID); err != nil {
		t.Error(err)
	}
}

func everyOtherCall(t *testing.T, c *api.Client, id string) map[string]error {
	ctx := t.Context()
	errs := map[string]error{}
	errs["Remove of one"] = removeNumber(t, c, id)
	_, errs["Devices"] = c.Devices(ctx)
	_, errs["Extension"] = c.Extension(ctx)
	_, errs["Self"] = c.Self(ctx)
	_, errs["Account"] = c.Account(ctx)
	_, errs["OwnNumbers"] = c.OwnNumbers(ctx)
	_, errs["Features"] = c.Features(ctx, api.FeatureCallFlip)
	_, errs["Permissions"] = c.Permissions(ctx)
	_, errs["FindExtension"] = c.FindExtension(ctx, "104")
	return errs
}
