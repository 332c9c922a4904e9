package rest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// service is a RingCentral that one function plays.
type service func(*http.Request) (*http.Response, error)

func (s service) RoundTrip(r *http.Request) (*http.Response, error) { return s(r) }

// answer returns a response; headers are alternating names and values.
func answer(status int, body string, headers ...string) *http.Response {
	h := http.Header{}
	for i := 0; i+1 < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}
}

// tokens returns the same token until it is refused, and then another.
type tokens struct {
	mu      sync.Mutex
	refused []string
}

func (t *tokens) Token(context.Context) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return "token" + strings.Repeat("+", len(t.refused)), nil
}

func (t *tokens) Refused(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.refused = append(t.refused, token)
}

func newTestClient(s service) testClient {
	server := &url.URL{Scheme: "https", Host: "rc.test"}
	return testClient{New(Options{Server: server, Tokens: &tokens{}, Transport: s})}
}

// testClient sends the requests of the tests.
type testClient struct{ *Client }

var (
	opRead   = Operation{"read a number", GroupLight}
	opList   = Operation{"read the numbers", GroupLight}
	opCreate = Operation{"add a number", GroupMedium}
	opRemove = Operation{"remove a number", GroupMedium}
)

var ownList = Path("account", Mine, "extension", Mine, "forwarding-number")

// read reads one record, whose answer must have an id.
func (c testClient) read(ctx context.Context) error {
	return c.Do(ctx, &Request{Op: opRead, Method: http.MethodGet, Path: ownList + "/1"}, readID)
}

func (c testClient) create(ctx context.Context) error {
	return c.Do(ctx, &Request{Op: opCreate, Method: http.MethodPost, Path: ownList, Body: map[string]string{"label": "Cabin"}}, readID)
}

func (c testClient) remove(ctx context.Context) error {
	return c.Do(ctx, &Request{Op: opRemove, Method: http.MethodDelete, Path: ownList + "/1"}, nil)
}

func (c testClient) list(ctx context.Context) ([]json.RawMessage, error) {
	return c.List(ctx, Request{Op: opList, Method: http.MethodGet, Path: ownList, Query: url.Values{"perPage": {"100"}}})
}

func readID(raw json.RawMessage) error {
	var v struct{ ID json.RawMessage }
	if json.Unmarshal(raw, &v) != nil || v.ID == nil {
		return ErrShape
	}
	return nil
}

const (
	home  = `{"id":"1","phoneNumber":"+16505550101","label":"Home","type":"Home","features":["CallFlip"],"flipNumber":"1"}`
	cabin = `{"id":2,"phoneNumber":"+16505550102","label":"Cabin","type":"Other","flipNumber":2}`
)

func records(all ...string) string { return `{"records":[` + strings.Join(all, ",") + `]}` }

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}
