package sandbox

import (
	"net/http"
	"path"
	"strings"
)

// operation is one call of the API and what it takes to make it (S: the
// extensions x-throttling-group, x-app-permission, x-user-permission and
// x-feature of openapi.json).
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
	accountPath   = "/restapi/v1.0/account/{accountId}"
	extensionPath = accountPath + "/extension/{extensionId}"
	numbersPath   = extensionPath + "/forwarding-number"
	numberPath    = numbersPath + "/{forwardingNumberId}"
)

// operations is everything that this RingCentral can do.
func operations() []operation {
	const (
		readNumbers = "ReadUserForwardingFlipNumbers"
		editNumbers = "EditUserForwardingFlipNumbers"
		editRules   = "EditExtensionAnsweringRules"
	)
	return []operation{
		{"GET", authorizePath, "auth", "", "", "", (*call).authorize},
		{"POST", signInPath, "", "", "", "", (*call).signIn},
		{"POST", tokenPath, "auth", "", "", "", (*call).token},
		{"POST", revokePath, "auth", "", "", "", (*call).revoke},
		{"GET", accountPath, "light", "ReadAccounts", "ReadCompanyInfo", "ReadCompanyInfo", (*call).readAccount},
		{"GET", accountPath + "/extension", "medium", "ReadAccounts", "ReadExtensions", "ReadExtensions", (*call).listExtensions},
		{"GET", accountPath + "/phone-number", "heavy", "ReadAccounts", "ReadCompanyPhoneNumbers", "ReadAccountPhoneNumbers", (*call).listAccountPhones},
		{"GET", extensionPath, "light", "ReadAccounts", "ReadExtensions", "ReadExtensions", (*call).readExtension},
		{"GET", extensionPath + "/authz-profile", "medium", "", "", "", (*call).readProfile},
		{"GET", extensionPath + "/authz-profile/check", "light", "", "", "", (*call).checkPermission},
		{"GET", extensionPath + "/features", "medium", "ReadAccounts", "ReadExtensions", "ReadExtensions", (*call).readFeatures},
		{"GET", extensionPath + "/phone-number", "light", "ReadAccounts", "ReadUserPhoneNumbers", "ReadExtensionPhoneNumbers", (*call).listExtensionPhones},
		{"GET", extensionPath + "/device", "light", "ReadAccounts", "ReadUserDevices", "ReadExtensionDevices", (*call).listDevices},
		{"GET", numbersPath, "light", "ReadAccounts", readNumbers, "", (*call).listNumbers},
		{"POST", numbersPath, "medium", "EditExtensions", editNumbers, editRules, (*call).createNumber},
		{"DELETE", numbersPath, "medium", "EditExtensions", editNumbers, editRules, (*call).deleteNumbers},
		{"GET", numberPath, "light", "ReadAccounts", readNumbers, "", (*call).readNumber},
		{"PUT", numberPath, "medium", "EditExtensions", editNumbers, editRules, (*call).updateNumber},
		{"DELETE", numberPath, "medium", "EditExtensions", editNumbers, editRules, (*call).deleteNumber},
	}
}

// routes makes the mux: every operation, a refusal for other methods of the
// same paths, and one for every other path.
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
	mux.Handle("/", s.serve(operation{handle: (*call).unknownRoute}))
	return mux
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = tunnelled(r)
	if r.URL.Path != path.Clean(r.URL.Path) {
		// The mux would answer with a redirect of its own making.
		s.serve(operation{handle: (*call).unknownRoute})(w, r)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// tunnelled undoes what a client does whose proxy lets only GET and POST pass:
// a POST that names the real method in a header or in the query (G).
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

// unknownRoute is CMN-120 (R21). It also tells the log, since a client that
// meets it wants something that this sandbox has not got.
func (c *call) unknownRoute() (result, error) {
	c.log("sandbox: no such call: %s %s", c.r.Method, c.r.URL.Path)
	return result{}, refuse(http.StatusNotFound, "CMN-120", "Invalid URI")
}

// wrongMethod refuses a method that a known path has not got. Guess: 405 is
// HTTP's own word for it and no source names a code, so it has that of an
// invalid URI.
func (c *call) wrongMethod() (result, error) {
	c.log("sandbox: no such method: %s %s", c.r.Method, c.r.URL.Path)
	return result{}, refuse(http.StatusMethodNotAllowed, "CMN-120", "Method %s is not allowed", c.r.Method)
}
