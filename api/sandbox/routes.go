package sandbox

import (
	"net/http"
	"path"
	"slices"
	"strings"
)

// operation is one call of the API with its requirements (S: the extensions
// x-throttling-group, x-app-permission, x-user-permission and x-feature of
// openapi.json).
type operation struct {
	method     string
	path       string
	group      string
	scope      string // app permission; "" if none
	permission string // user permission; "" if none
	feature    string // feature flag; "" if none
	handle     func(*call) (result, error)
}

const (
	authorizePath = "/restapi/oauth/authorize"
	tokenPath     = "/restapi/oauth/token"
	revokePath    = "/restapi/oauth/revoke"
	signInPath    = "/sandbox/sign-in" // the sandbox's own
	versionsPath  = "/restapi"
	versionPath   = "/restapi/v1.0"
	accountPath   = "/restapi/v1.0/account/{accountId}"
	extensionPath = accountPath + "/extension/{extensionId}"
	devicePath    = accountPath + "/device/{deviceId}"
	entriesPath   = accountPath + "/directory/entries"
	numbersPath   = extensionPath + "/forwarding-number"
	numberPath    = numbersPath + "/{forwardingNumberId}"

	callsPath     = "/sandbox/calls" // the sandbox's own
	socketPath    = "/sandbox/ws"    // the sandbox's own
	ticketPath    = "/restapi/oauth/wstoken"
	presencePath  = extensionPath + "/presence"
	sessionPath   = accountPath + "/telephony/sessions/{telephonySessionId}"
	partyPath     = sessionPath + "/parties/{partyId}"
	oneCallPath   = callsPath + "/{telephonySessionId}"
	subscribePath = "/restapi/v1.0/subscription"

	subscriptionPath = subscribePath + "/{subscriptionId}"

	answeringRulesPath = extensionPath + "/answering-rule"
	answeringRulePath  = answeringRulesPath + "/{ruleId}"
	hoursPath          = extensionPath + "/business-hours"
	forwardAllPath     = extensionPath + "/forward-all-calls"

	v2AccountPath        = "/restapi/v2/accounts/{accountId}"
	v2Path               = v2AccountPath + "/extensions/{extensionId}"
	flipPath             = v2Path + "/call-flip-numbers"
	handlingPath         = v2Path + "/comm-handling"
	targetsPath          = handlingPath + "/voice/forwarding-targets"
	deviceUsersPath      = targetsPath + "/devices/{deviceId}/extensions"
	stateRulesPath       = handlingPath + "/voice/state-rules"
	stateRulePath        = stateRulesPath + "/{stateId}"
	interactionRulesPath = handlingPath + "/voice/interaction-rules"
	interactionRulePath  = interactionRulesPath + "/{ruleId}"
	statesPath           = handlingPath + "/states"
	statePath            = statesPath + "/{stateId}"
)

// Permissions, features and scopes that several calls require.
const (
	readNumbers      = "ReadUserForwardingFlipNumbers"
	editNumbers      = "EditUserForwardingFlipNumbers"
	readRules        = "ReadUserAnsweringRules"
	editRules        = "EditUserAnsweringRules"
	readRulesFeature = "ReadExtensionAnsweringRules"
	editRulesFeature = "EditExtensionAnsweringRules"
	readScope        = "ReadAccounts"
	editScope        = "EditExtensions"
)

// operations returns every call that the sandbox has.
func operations() []operation {
	return slices.Concat(basicOperations(), numberOperations(), answeringRuleOperations(), v2Operations(), callOperations(),
		switchboardOperations())
}

func basicOperations() []operation {
	return []operation{
		{"GET", authorizePath, "auth", "", "", "", (*call).authorize},
		{"POST", signInPath, "", "", "", "", (*call).signIn},
		{"POST", tokenPath, "auth", "", "", "", (*call).token},
		{"POST", revokePath, "auth", "", "", "", (*call).revoke},
		{"GET", versionsPath, "", "", "", "", (*call).listVersions},
		{"GET", versionPath, "", "", "", "", (*call).readVersion},
		{"GET", accountPath, "light", "ReadAccounts", "ReadCompanyInfo", "ReadCompanyInfo", (*call).readAccount},
		{"GET", accountPath + "/extension", "medium", "ReadAccounts", "ReadExtensions", "ReadExtensions", (*call).listExtensions},
		{"GET", accountPath + "/phone-number", "heavy", "ReadAccounts", "ReadCompanyPhoneNumbers", "ReadAccountPhoneNumbers", (*call).listAccountPhones},
		{"GET", v2AccountPath + "/phone-numbers", "heavy", "ReadAccounts", "ReadCompanyPhoneNumbers", "", (*call).listAccountNumbers},
		{"GET", entriesPath, "medium", "ReadAccounts", "", "", (*call).listEntries},
		{"GET", entriesPath + "/{entryId}", "medium", "ReadAccounts", "", "", (*call).readEntry},
		{"GET", extensionPath, "light", "ReadAccounts", "ReadExtensions", "ReadExtensions", (*call).readExtension},
		{"GET", extensionPath + "/authz-profile", "medium", "", "", "", (*call).readProfile},
		{"GET", extensionPath + "/authz-profile/check", "light", "", "", "", (*call).checkPermission},
		{"GET", extensionPath + "/features", "medium", "ReadAccounts", "ReadExtensions", "ReadExtensions", (*call).readFeatures},
		{"GET", hoursPath, "light", "ReadAccounts", "ReadExtensions", "ReadExtensions", (*call).readBusinessHours},
		{"GET", forwardAllPath, "light", "", "", "", (*call).readForwardAll}, // no source names a permission
		{"PATCH", forwardAllPath, "medium", editScope, editRules, "", (*call).updateForwardAll},
		{"PUT", hoursPath, "medium", editScope, editRules, editRulesFeature, (*call).updateBusinessHours},
		{"GET", extensionPath + "/phone-number", "light", "ReadAccounts", "ReadUserPhoneNumbers", "ReadExtensionPhoneNumbers", (*call).listExtensionPhones},
		{"GET", extensionPath + "/device", "light", "ReadAccounts", "ReadUserDevices", "ReadExtensionDevices", (*call).listDevices},
		{"GET", devicePath, "light", "ReadAccounts", "ReadUserDevices", "", (*call).readDevice},
	}
}

func numberOperations() []operation {
	return []operation{
		{"GET", numbersPath, "light", readScope, readNumbers, "", (*call).listNumbers},
		{"POST", numbersPath, "medium", editScope, editNumbers, editRulesFeature, (*call).createNumber},
		{"DELETE", numbersPath, "medium", editScope, editNumbers, editRulesFeature, (*call).deleteNumbers},
		{"GET", numberPath, "light", readScope, readNumbers, "", (*call).readNumber},
		{"PUT", numberPath, "medium", editScope, editNumbers, editRulesFeature, (*call).updateNumber},
		{"DELETE", numberPath, "medium", editScope, editNumbers, editRulesFeature, (*call).deleteNumber},
	}
}

func answeringRuleOperations() []operation {
	return []operation{
		{"GET", answeringRulesPath, "medium", readScope, readRules, readRulesFeature, (*call).listAnsweringRules},
		{"GET", answeringRulePath, "light", readScope, readRules, readRulesFeature, (*call).readAnsweringRule},
		{"POST", answeringRulesPath, "medium", editScope, editRules, editRulesFeature, (*call).createAnsweringRule},
		{"DELETE", answeringRulePath, "medium", editScope, editRules, editRulesFeature, (*call).deleteAnsweringRule},
		{"PUT", answeringRulePath, "medium", editScope, editRules, editRulesFeature, (*call).updateAnsweringRule},
	}
}

// v2Operations are those of v2. S states no user permission for any of them.
// Guess: those of the v1 calls that they replace, since otherwise every user
// might change every other user's rules.
func v2Operations() []operation {
	return []operation{
		{"GET", flipPath, "light", readScope, readNumbers, readRulesFeature, (*call).readFlipNumbers},
		{"PUT", flipPath, "medium", editScope, editNumbers, readRulesFeature, (*call).updateFlipNumbers}, // the feature is from S
		{"GET", targetsPath, "medium", readScope, readRules, readRulesFeature, (*call).listTargets},
		{"DELETE", targetsPath, "medium", editScope, editRules, editRulesFeature, (*call).deleteTargets},
		{"GET", deviceUsersPath, "medium", readScope, readRules, readRulesFeature, (*call).listDeviceUsers},
		{"GET", stateRulesPath, "medium", readScope, readRules, readRulesFeature, (*call).listStateRules},
		{"GET", stateRulePath, "medium", readScope, readRules, readRulesFeature, (*call).readStateRule},
		{"PATCH", stateRulePath, "medium", editScope, editRules, editRulesFeature, (*call).updateStateRule},
		{"GET", interactionRulesPath, "medium", readScope, readRules, readRulesFeature, (*call).listInteractionRules},
		{"GET", interactionRulePath, "medium", readScope, readRules, readRulesFeature, (*call).readInteractionRule},
		{"POST", interactionRulesPath, "medium", editScope, editRules, editRulesFeature, (*call).createInteractionRule},
		{"DELETE", interactionRulePath, "medium", editScope, editRules, editRulesFeature, (*call).deleteInteractionRule},
		{"PATCH", interactionRulePath, "medium", editScope, editRules, editRulesFeature, (*call).updateInteractionRule},
		{"GET", statesPath, "medium", readScope, readRules, readRulesFeature, (*call).listStates},
		{"GET", statePath, "medium", readScope, readRules, readRulesFeature, (*call).readState},
		{"PATCH", statePath, "medium", editScope, editRules, editRulesFeature, (*call).updateState},
	}
}

// callOperations are those of live calls. The calls on a party, and the end of
// a session, are outside openapi.json; the SDK has them (V).
func callOperations() []operation {
	return []operation{
		{"POST", callsPath, "", "", "", "", (*call).postCall},
		{"GET", callsPath, "", "", "", "", (*call).listPhoneCalls},
		{"DELETE", oneCallPath, "", "", "", "", (*call).hangUp},
		{"POST", ticketPath, "auth", "WebSocket", "", "", (*call).ticket},
		{"POST", subscribePath, "medium", "", "", "", (*call).subscribe},
		{"GET", subscriptionPath, "light", "", "", "", (*call).readSubscription},
		{"PUT", subscriptionPath, "medium", "", "", "", (*call).resubscribe},
		{"DELETE", subscriptionPath, "medium", "", "", "", (*call).unsubscribe},
		{"GET", presencePath, "light", "ReadPresence", "ReadPresenceStatus", "ReadPresenceStatus", (*call).readPresence},
		{"GET", extensionPath + "/active-calls", "heavy", "ReadCallLog", "ReadCallLog", "ReadExtensionCallLog", (*call).listActiveCalls},
		{"GET", sessionPath, "light", "CallControl", "", "", (*call).readCallSession},
		{"DELETE", sessionPath, "light", "CallControl", "", "", (*call).deleteCallSession},
		{"GET", partyPath, "light", "CallControl", "", "", (*call).readParty},
		{"DELETE", partyPath, "light", "CallControl", "", "", (*call).deleteParty},
		{"POST", partyPath + "/flip", "light", "CallControl", "", "", (*call).flipCall},
	}
}

// routes returns the mux: every operation, a refusal for other methods of the
// same paths, and one for every other path. Both refusals know what the vendor
// publishes.
func (s *Server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	known := map[string]bool{}
	for _, op := range operations() {
		mux.Handle(op.method+" "+op.path, s.serve(op))
		if !known[op.path] {
			known[op.path] = true
			mux.Handle(op.path, s.serve(operation{path: op.path, handle: (*call).wrongMethod}))
		}
	}
	mux.HandleFunc("GET "+socketPath, s.serveSocket)
	mux.Handle("/", s.serve(operation{handle: (*call).unknownRoute}))
	return mux
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = tunnelled(r)
	if r.URL.Path != path.Clean(r.URL.Path) {
		// The mux would answer with a redirect.
		s.serve(operation{handle: (*call).unknownRoute})(w, r)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// tunnelled returns the request that a POST names in a header or in the query
// (G). Clients behind a proxy that allows only GET and POST send others like
// this.
func tunnelled(r *http.Request) *http.Request {
	if r.Method != http.MethodPost {
		return r
	}
	method := r.Header.Get("X-HTTP-Method-Override")
	if method == "" {
		method = r.URL.Query().Get("_method")
	}
	switch method = strings.ToUpper(method); method {
	case http.MethodPut, http.MethodPatch, http.MethodDelete:
		r = r.Clone(r.Context())
		r.Method = method
	}
	return r
}

// unknownRoute is CMN-120 (R21), unless the vendor publishes the operation. It
// also writes to the log, since the client wants a call that the sandbox does
// not have.
func (c *call) unknownRoute() (result, error) {
	if err := c.unplayed(); err != nil {
		return result{}, err
	}
	c.log("sandbox: no such call: %q %q", c.r.Method, c.r.URL.EscapedPath())
	return result{}, refuse(http.StatusNotFound, "CMN-120", "Invalid URI")
}

// wrongMethod refuses a method that a known path does not have, unless the
// vendor publishes it. Guess: HTTP has 405 for it and no source names a code, so
// it has that of an invalid URI.
func (c *call) wrongMethod() (result, error) {
	if err := c.unplayed(); err != nil {
		return result{}, err
	}
	c.log("sandbox: no such method: %q %q", c.r.Method, c.r.URL.EscapedPath())
	return result{}, refuse(http.StatusMethodNotAllowed, "CMN-120", "Method %s is not allowed", c.r.Method)
}
