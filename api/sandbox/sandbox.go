// Package sandbox is a RingCentral that lives in memory: real state behind the
// real wire.
//
// It knows the calls that manage forwarding and flip numbers and the order in
// which phones ring, on legacy and on new call handling, and what a program
// needs around them: sign-in, account, extensions, permissions, features, phone
// numbers and devices. It answers with RingCentral's own
// statuses, codes and messages, so RingCentral's clients work against it
// unchanged.
//
// People in it call and are called, and flip their calls to other phones; who
// listens over a WebSocket hears of it.
//
// Some paths are its own. /sandbox/sign-in takes the form of the sign-in page,
// which the authorize call shows: a person can fill it in with any browser and a
// test with any HTTP client. /sandbox/calls starts and ends live calls, and
// /sandbox/ws is the WebSocket that wstoken sends clients to.
//
// Every rule names its source in a comment, with the letters of the dossier
// (../shared/api/README.md): S the vendor's schema, G the developer guide, R21
// and R18 old references, V vendor staff, F reports from the field. Where no
// source says, the choice is marked with the word "Guess".
//
// The package imports nothing of this module: a fake that shared the client's
// types would agree with the client's typos.
package sandbox

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Options say what kind of RingCentral to make. Only Base is required.
type Options struct {
	// Base is the base URL of the absolute URIs in replies, such as
	// "http://127.0.0.1:8420".
	Base string
	// People is how many extensions the demo company has; 0 means the dozen.
	// Fewer keep the first of the dozen, more add generated ones.
	People int
	// As is the extension number of the person whom Credentials belong to; ""
	// means 104, Dana Whitfield.
	As string
	// CallHandling is the backend that the account is on: LegacyCallHandling, as
	// is "", or NewCallHandling.
	CallHandling string
	// CloseForwardingNumbers makes the v1 forwarding-number calls answer CMN-468
	// on new call handling, instead of answering as before.
	CloseForwardingNumbers bool
	// Faults is what goes wrong; the zero value is nothing.
	Faults Faults
	// Limits are the rate limits; each zero field has its documented default.
	Limits Limits
	// TokenLifetime is the longest that an access token lives, so that one can
	// be seen to expire; 0 means the documented hour, and longer is no longer.
	TokenLifetime time.Duration
	// Calls are started when the sandbox is made; After counts from then.
	Calls []CallPlan
	// Flips says how flips of live calls go.
	Flips FlipPlan
	// Log hears of unknown routes and the like; nil discards.
	Log func(format string, args ...any)
	// Caught hears, from any goroutine, what a goroutine of an open WebSocket
	// panicked with; without it the panic goes on.
	Caught func(any)
}

// Server is one RingCentral with one company. It is an http.Handler and an
// http.RoundTripper, safe for concurrent use, and keeps no goroutine but those of
// open WebSockets.
type Server struct {
	base         string
	log          func(format string, args ...any)
	onPanic      func(any) // Options.Caught
	mux          *http.ServeMux
	self         *Extension
	keys         keyring
	maxTokenLife time.Duration // the longest of an access token

	migrateAt time.Time // when the account is moved to new call handling; zero is never

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

	phoneCalls   []*phoneCall // in the order in which they were planned
	callsMade    int
	flips        FlipPlan
	presences    map[string]int // events sent, by extension ID
	channels     []*channel
	tickets      []ticket // for WebSockets
	socketFaults socketFaults
}

// New makes a Server with the demo company. The same options make the same
// company, the same credentials and, for the same requests in the same order,
// the same faults.
func New(o Options) (*Server, error) {
	base, err := cleanBase(o.Base)
	if err != nil {
		return nil, err
	}
	company, err := demoCompany(o.People, o.Faults.Labels)
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
		return nil, fmt.Errorf("sandbox: nobody has extension %q", number)
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

// Credentials are what a client needs to sign in, under the names of
// RingCentral's own samples.
type Credentials struct {
	ClientID       string // RC_APP_CLIENT_ID
	ClientSecret   string // RC_APP_CLIENT_SECRET
	PublicClientID string // of the other app, which has no secret
	JWT            string // RC_USER_JWT
	Username       string // RC_USERNAME, the main company number
	Extension      string // RC_EXTENSION
	Password       string // RC_PASSWORD
}

// Credentials returns those of the person chosen by Options.As.
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
