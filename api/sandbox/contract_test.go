package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	contracts "rcfwd/api/schema"
)

// contract checks every exchange against the vendor's schema. It checks
// requests only if they succeed: the tests send wrong ones on purpose.
type contract struct {
	t      *testing.T
	inner  http.RoundTripper
	router routers.Router
	errors *openapi3.Schema // schema of an error reply
	seen   map[string]bool  // by operation ID
}

func newContract(t *testing.T, inner http.RoundTripper) *contract {
	t.Helper()
	doc := schema(t)
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return &contract{t, inner, router, doc.Components.Schemas["ApiErrorResponseModel"].Value, map[string]bool{}}
}

// schema returns the vendor's schema, and skips the test if it is not there.
func schema(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := loadSchema()
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("no shared/api/openapi.json above this directory")
	}
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

var loadSchema = sync.OnceValues(func() (*openapi3.T, error) { return contracts.Load(testBase) })

func (k *contract) RoundTrip(req *http.Request) (*http.Response, error) {
	var sent []byte
	if req.Body != nil {
		sent, _ = io.ReadAll(req.Body)
	}
	req.Body = io.NopCloser(bytes.NewReader(sent))
	resp, err := k.inner.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	got, err := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(bytes.NewReader(got))
	if err == nil {
		k.check(req, sent, resp, got)
	}
	return resp, err
}

func (k *contract) check(req *http.Request, sent []byte, resp *http.Response, got []byte) {
	k.t.Helper()
	route, params, err := k.router.FindRoute(req)
	if err != nil {
		k.t.Errorf("%s %s: %v", req.Method, req.URL.Path, err)
		return
	}
	if resp.StatusCode == http.StatusNotImplemented && strings.Contains(string(got), "The sandbox does not play") {
		return // of the sandbox itself
	}
	k.seen[route.Operation.OperationID] = true
	req.Body = io.NopCloser(bytes.NewReader(sent))
	in := &openapi3filter.RequestValidationInput{
		Request: req, PathParams: params, Route: route,
		Options: &openapi3filter.Options{
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true, MultiError: true,
		},
	}
	if resp.StatusCode < 300 {
		if err := openapi3filter.ValidateRequest(k.t.Context(), in); err != nil {
			k.t.Errorf("request %s %s %s: %v", req.Method, req.URL, sent, err)
		}
	}
	if route.Operation.OperationID == "authorize" && resp.StatusCode == http.StatusOK {
		return // S redirects to the page; see call.authorize
	}
	if strings.HasPrefix(req.URL.Path, "/restapi/v2/") && route.Operation.Responses.Status(resp.StatusCode) == nil {
		k.unpublished(req, resp, got)
		return
	}
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: resp.StatusCode, Header: resp.Header, Options: in.Options,
	}
	out.SetBodyBytes(got)
	if err := openapi3filter.ValidateResponse(k.t.Context(), out); err != nil {
		k.t.Errorf("reply %d to %s %s: %v", resp.StatusCode, req.Method, req.URL, err)
	}
	k.fields(route.Operation, req, resp, got)
}

// fields checks that a success has no field outside the schema. S leaves the
// attributes of errors open.
func (k *contract) fields(op *openapi3.Operation, req *http.Request, resp *http.Response, got []byte) {
	k.t.Helper()
	status := op.Responses.Status(resp.StatusCode)
	if resp.StatusCode >= 300 || status == nil || status.Value.Content["application/json"] == nil {
		return
	}
	var body any
	if err := json.Unmarshal(got, &body); err != nil {
		k.t.Errorf("reply %d to %s %s: %v", resp.StatusCode, req.Method, req.URL, err)
	}
	schema := status.Value.Content["application/json"].Schema.Value
	if names := unpublishedFields([]*openapi3.Schema{schema}, body, ""); len(names) > 0 {
		k.t.Errorf("reply %d to %s %s has %q, which are not in the schema", resp.StatusCode, req.Method, req.URL, names)
	}
}

// unpublished checks a refusal whose status S does not list: for the calls of
// v2 it lists only errors that every call can have.
func (k *contract) unpublished(req *http.Request, resp *http.Response, got []byte) {
	k.t.Helper()
	var body any
	if err := json.Unmarshal(got, &body); err != nil || resp.StatusCode < 400 {
		k.t.Errorf("reply %d to %s %s: %s", resp.StatusCode, req.Method, req.URL, got)
	}
	if err := k.errors.VisitJSON(body); err != nil {
		k.t.Errorf("reply %d to %s %s: %v", resp.StatusCode, req.Method, req.URL, err)
	}
}

func TestContract_coversAllReplies(t *testing.T) {
	k := newContract(t, nil)
	for backend, s := range map[string]*Server{"legacy": unlimited(t), "new": onV2(t)} {
		k.inner = s
		for _, who := range []string{"101", "102", "103", "104", "105", "106", "107", "108", "109", "110", "111", "112"} {
			t.Run(backend+who, func(t *testing.T) {
				k.t = t
				for _, walk := range []func(*client){readAndWriteAll, walkRules} { // the first signs out
					c := as(t, s, who)
					c.via = k
					walk(c)
				}
			})
		}
	}
	for _, id := range []string{
		"authorize", "getToken", "revokeToken", "readAccountInfo", "listExtensions", "readExtension", "readAuthorizationProfile",
		"checkUserPermission", "readExtensionFeatures", "listExtensionPhoneNumbers", "listAccountPhoneNumbers",
		"listExtensionDevices", "listForwardingNumbers", "createForwardingNumber", "deleteForwardingNumbers",
		"readForwardingNumber", "updateForwardingNumber", "deleteForwardingNumber",
		"listAnsweringRules", "readAnsweringRule", "updateAnsweringRule", "readCallFlipSettings", "updateCallFlipSettings",
		"readForwardingTargets", "deleteForwardingTargets", "listVoiceStateBasedRules", "readVoiceStateBasedRule",
		"updateVoiceStateBasedRule", "listCicStates", "createAnsweringRule", "deleteAnsweringRule", "readUserBusinessHours",
		"updateUserBusinessHours", "listVoiceInteractionRules", "createVoiceInteractionRule", "readVoiceInteractionRule",
		"updateVoiceInteractionRule", "deleteVoiceInteractionRule", "readCicState", "updateCicState",
	} {
		if !k.seen[id] {
			t.Errorf("operation %s was never called", id)
		}
	}
}

// readAndWriteAll makes every call in ways that succeed for some users and are
// refused for others.
func readAndWriteAll(c *client) {
	const account = "/restapi/v1.0/account/~"
	reads := []string{
		account, account + "/extension", account + "/extension?perPage=5&page=2&status=Enabled&type=User",
		account + "/extension?extensionNumber=104", account + "/extension?page=50", account + "/phone-number?perPage=3&page=2",
		account + "/phone-number?usageType=DirectNumber&paymentType=Local&status=Normal&extensionStatus=Enabled",
		myExtension, account + "/extension/801200400004", account + "/extension/1", "/restapi/v1.0/account/1",
		myExtension + "/authz-profile", account + "/extension/801200400004/authz-profile",
		myExtension + "/authz-profile?targetExtensionId=801200400004",
		myExtension + "/authz-profile/check?permissionId=EditUserForwardingFlipNumbers",
		myExtension + "/authz-profile/check?permissionId=EditUserForwardingFlipNumbers&targetExtensionId=5",
		myExtension + "/features", myExtension + "/features?featureId=EditCallFlip&featureId=NewCallHandlingAndForwarding",
		myExtension + "/features?availableOnly=true", myExtension + "/features?featureId=Teleport",
		myExtension + "/phone-number", myExtension + "/phone-number?usageType=MainCompanyNumber&status=Normal",
		myExtension + "/device", myExtension + "/device?type=HardPhone&lineType=Standalone&linePooling=Host",
		myExtension + "/device?feature=BLA", myExtension + "/authz-profile?targetExtensionId=5", myNumbers, myNumbers + "?page=2&perPage=2", myNumbers + "?page=9",
		myNumbers + "?perPage=0", myNumbers + "/711909004", account + "/extension/801200400004/forwarding-number",
		account + "/extension/801200405004/forwarding-number",
	}
	for _, path := range reads {
		c.do("GET", path, "")
	}
	writes(c)
	walkCodes(c)
	a := c.grant(url.Values{"grant_type": {jwtGrant}, "assertion": {c.s.JWT("104")}})
	c.grant(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {a.str("refresh_token")}})
	c.grant(url.Values{"grant_type": {jwtGrant}, "assertion": {"no.such.jwt"}})
	c.grant(url.Values{"grant_type": {"authorization_code"}, "code": {"x"}})
	c.form(revokePath, url.Values{"token": {a.str("access_token")}})
	c.form(revokePath, url.Values{})
	c.token = "U1BCnonsense"
	c.do("GET", myNumbers, "")
}

// walkCodes makes the calls of a sign-in by code, with every error that a
// client can make.
func walkCodes(c *client) {
	const program = "application/json"
	for _, changes := range []url.Values{
		nil, {"client_id": {"x"}}, {"redirect_uri": {"https://evil.test/"}}, {"brand_id": {"9"}}, {"state": {"1", "2"}},
		{"prompt": {"none"}}, {"response_type": {"token"}}, {"code_challenge": {"short"}}, {"display": {"touch"}},
	} {
		c.open(authorizeRequest(clientID, changes), program)
	}
	inner := *c
	inner.via = nil // the page is not in the schema
	for _, app := range []string{clientID, publicClientID} {
		code := inner.code(authorizeRequest(app, nil))
		for _, changes := range []url.Values{
			{"redirect_uri": {testRedirect + "2"}}, {"code_verifier": {"x"}}, {"code": {"x"}}, {"access_token_ttl": {"900"}}, nil,
		} {
			c.exchange(app, code, changes)
		}
	}
	c.exchange(clientID, inner.code(authorizeRequest(publicClientID, nil)), nil)
	c.formAs(publicClientID, tokenPath, url.Values{"grant_type": {jwtGrant}, "assertion": {c.s.JWT("104")}})
	c.password("111", "")
	c.password("109", "")
	c.password("103", "guess")
}

func writes(c *client) {
	var made []string
	for _, body := range []string{
		`{"phoneNumber":"+14155550150","type":"Other","label":"Boat"}`, `{"phoneNumber":"14155550151","label":"Van"}`,
		`{"phoneNumber":"+14155550152","type":"Mobile"}`, `{"type":"PhoneLine","device":{"id":"802300400004"}}`,
		`{"type":"PhoneLine"}`, `{"type":"Home"}`, `{"phoneNumber":"+442079460958","label":"London"}`,
		`{"phoneNumber":"+16505550100","label":"Us"}`, `{"type":"PhoneLine","device":{"id":"1"}}`, `{`,
	} {
		if a := c.do("POST", myNumbers, body); a.status == 200 {
			made = append(made, a.str("uri"))
		}
	}
	for _, uri := range made {
		for _, body := range []string{`{"flipNumber":"8"}`, `{"label":"Renamed"}`, `{"type":"Work"}`, `{"flipNumber":"1"}`} {
			c.do("PUT", uri, body)
		}
	}
	for i, uri := range made {
		if i == 0 {
			id := uri[strings.LastIndexByte(uri, '/')+1:]
			c.do("DELETE", myNumbers, `{"records":[{"forwardingNumberId":"`+id+`"}]}`)
			continue
		}
		c.do("DELETE", uri, "")
	}
}
