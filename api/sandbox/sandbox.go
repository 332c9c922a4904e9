// Package sandbox is a RingCentral that lives in memory, for demos and tests. It
// keeps the state of one company and serves RingCentral's own HTTP API, with its
// status codes, error codes and messages, so RingCentral's clients work with it
// unchanged.
//
// It has the calls that manage forwarding numbers, flip numbers and rules, on
// legacy and on new call handling, and what a client needs around them: sign-in,
// account, extensions, permissions, features, phone numbers and devices. It also
// has what a client reads of the whole account: queues, IVR menus, sites, company
// rules, presence and the audit trail. Any other call that the vendor publishes
// answers 501.
//
// Its people make and receive calls and flip them to other phones. Over a
// WebSocket clients can follow these calls, and changes of the settings of one
// extension or of all.
//
// A Server is an http.Handler and an http.RoundTripper, so a test needs no port.
// Tests control it by its methods: Change edits the company, HoldBefore and
// HoldAfter stop a request on its way, FailNext injects a fault, StartCall starts
// a call, and Requests returns what was received. It reads the time from package
// time, so that package testing/synctest controls its clock.
//
// Three paths are the sandbox's own. /sandbox/sign-in takes the form of the
// sign-in page, which the authorize call shows: a user can fill it in with any
// browser and a test can post it with any HTTP client. /sandbox/calls starts and
// ends live calls, and /sandbox/ws is the WebSocket that wstoken sends clients to.
//
// Every rule names its source in a comment, with the letters of the dossier
// (../shared/api/README.md): S the vendor's schema, G the developer guide, R21
// and R18 old references, V vendor staff, F reports from the field, and I an
// inference. Where no source says, the choice is marked with the word "Guess".
//
// The package does not import the client: a fake that shared the client's types
// would agree with the client's typos. It shares only package jsonobj.
package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Options configure a Server. Only Base is required.
type Options struct {
	// Base is the base URL of the absolute URIs in replies, such as
	// "http://127.0.0.1:8420".
	Base string
	// People is the number of people of the demo company, with its queues; 0
	// means the dozen. A smaller number keeps the first of the dozen, a larger
	// one adds generated people. Two IVR menus come beside the whole dozen, and a
	// second site beside more than a hundred people.
	People int
	// As is the extension number of the person whom Credentials belong to; ""
	// means 104, Dana Whitfield.
	As string
	// CallHandling is the backend that the account is on: LegacyCallHandling,
	// which is also the meaning of "", or NewCallHandling.
	CallHandling string
	// CloseForwardingNumbers makes the v1 forwarding-number calls answer
	// CMN-468 on new call handling, instead of answering as before.
	CloseForwardingNumbers bool
	// OpenQueueRules makes the v1 rules of queues and sites answer on new call
	// handling too, instead of CMN-468.
	OpenQueueRules bool
	// Faults are random failures; the zero value has none.
	Faults Faults
	// Limits are the rate limits; each zero field has its documented default.
	Limits Limits
	// TokenLifetime is the maximum lifetime of an access token, so that a test
	// can see one expire; 0 means the documented hour, which is also the
	// maximum.
	TokenLifetime time.Duration
	// Calls are planned when the sandbox is created; After counts from then.
	Calls []CallPlan
	// Flips sets how flips of live calls proceed.
	Flips FlipPlan
	// Log receives unknown routes and methods; nil discards them.
	Log func(format string, args ...any)
	// Caught receives, from any goroutine, the value of a panic in a goroutine
	// of an open WebSocket; without it the panic continues.
	Caught func(any)
}

// Server is one RingCentral with one company. It is an http.Handler and an
// http.RoundTripper, is safe for concurrent use, and has no goroutines except
// those of open WebSockets.
type Server struct {
	base         string
	log          func(format string, args ...any)
	onPanic      func(any) // Options.Caught
	mux          *http.ServeMux
	self         *Extension
	keys         keyring
	maxTokenLife time.Duration // of access tokens, at most

	migrateAt time.Time // when the account moves to new call handling; zero means never

	mu            sync.Mutex // guards everything below
	company       *Company
	sessions      sessions
	codes         codes
	limiter       limiter
	random        randomFaults
	ids           idSource
	requests      []*Request
	plannedFaults []plannedFault
	holds         []*hold

	greetings json.RawMessage // the default greetings as rules show them; nil before the first

	phoneCalls   []*phoneCall // in the order in which they were planned
	callsMade    int
	flips        FlipPlan
	presences    map[string]int // events sent, by extension ID
	audit        []auditRecord  // the oldest first
	audited      int            // records that were made
	channels     []*channel
	tickets      []ticket // for WebSockets
	socketFaults socketFaults
}

// New returns a Server with the demo company. The same options give the same
// company, the same credentials and, for the same requests in the same order,
// the same faults.
func New(o Options) (*Server, error) {
	base, err := cleanBase(o.Base)
	if err != nil {
		return nil, err
	}
	company, err := demoCompany(o.People, o.Faults)
	if err != nil {
		return nil, err
	}
	if err := company.applyOptions(o); err != nil {
		return nil, err
	}
	number := o.As
	if number == "" {
		number = "104"
	}
	self := company.Extension(number)
	if self == nil {
		return nil, fmt.Errorf("sandbox: no one has extension %q", number)
	}
	keys := newKeyring(o.Faults.Seed)
	company.Apps = demoApps(keys)
	s := &Server{
		base: base, log: o.Log, onPanic: o.Caught, self: self, company: company, keys: keys,
		maxTokenLife: maxTokenLife(o.TokenLifetime),
		limiter:      newLimiter(o.Faults.limits(o.Limits)),
		random:       newRandomFaults(o.Faults),
		ids:          newIDSource(o.Faults.Seed),
		flips:        o.Flips, presences: map[string]int{},
	}
	if after := o.Faults.Move; after > 0 {
		s.migrateAt = time.Now().Add(after)
	}
	if s.log == nil {
		s.log = func(string, ...any) {}
	}
	for _, plan := range o.Calls {
		if _, err := s.planCall(plan, time.Now()); err != nil {
			return nil, err
		}
	}
	s.mux = s.routes()
	return s, nil
}

// SetBase replaces Options.Base, before the first request: who listens on a free port knows
// its number only then.
func (s *Server) SetBase(base string) (err error) {
	s.base, err = cleanBase(base)
	return err
}

func cleanBase(base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", fmt.Errorf("sandbox: base URL: %w", err)
	}
	if u.Scheme == "" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("sandbox: base URL %q must look like http://host:port", base)
	}
	return strings.TrimRight(base, "/"), nil
}

// Credentials are what a client needs to sign in, named as in RingCentral's own
// samples.
type Credentials struct {
	ClientID       string // RC_APP_CLIENT_ID
	ClientSecret   string // RC_APP_CLIENT_SECRET
	PublicClientID string // of the public app, which has no secret
	JWT            string // RC_USER_JWT
	Username       string // RC_USERNAME, the main company number
	Extension      string // RC_EXTENSION
	Password       string // RC_PASSWORD
}

// Credentials returns those of the person that Options.As selects.
func (s *Server) Credentials() Credentials {
	return Credentials{
		ClientID:       clientID,
		ClientSecret:   s.keys.clientSecret(),
		PublicClientID: publicClientID,
		JWT:            s.keys.jwt(s.self.ID),
		Username:       s.company.MainNumber,
		Extension:      s.self.Number,
		Password:       s.keys.password(s.self.ID),
	}
}

// JWT returns the personal credential of any extension, or "" if there is no
// such extension.
func (s *Server) JWT(extensionNumber string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.company.Extension(extensionNumber)
	if e == nil {
		return ""
	}
	return s.keys.jwt(e.ID)
}
