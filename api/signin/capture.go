package signin

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
)

// captureTransport keeps what the oauth2 package does not pass on of an answer,
// and adds the headers that it leaves out of a request. It is for one exchange.
type captureTransport struct {
	transport http.RoundTripper
	userAgent string
	status    int // 0 without an answer
	header    http.Header
	notJSON   bool // the status is one of success, but the body is not RingCentral's
}

// client returns a client that follows no redirect, as the form in the request is
// secret.
func (t *captureTransport) client() *http.Client {
	noRedirect := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &http.Client{Transport: t, CheckRedirect: noRedirect}
}

// RoundTrip implements http.RoundTripper.
func (t *captureTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", t.userAgent)
	resp, err := t.transport.RoundTrip(req)
	if err != nil {
		return resp, err
	}
	t.status, t.header = resp.StatusCode, resp.Header
	if rest.IsSuccess(resp.StatusCode) {
		t.readBody(resp)
	}
	return resp, nil
}

// maxAnswer is the number of bytes of an answer that are read.
const maxAnswer = 1 << 20

// readBody reads the body ahead and sets notJSON. A body that is cut short may
// have been RingCentral's.
func (t *captureTransport) readBody(resp *http.Response) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	t.notJSON = err == nil && len(bytes.TrimSpace(body)) > 0 && !json.Valid(body)
	again := io.Reader(bytes.NewReader(body))
	if err != nil {
		again = io.MultiReader(again, errReader{err})
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{again, resp.Body}
}

// errReader is the end of a body that was cut short.
type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

// toError returns an error of the oauth2 package as an *rest.Error. Servers may
// quote what they were sent, so it redacts the secrets in the body first.
func (e *endpoint) toError(ctx context.Context, op rest.Operation, g grant, answer *captureTransport, err error) *rest.Error {
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		body := redact(string(refused.Body), append(g.secrets, e.app.ClientSecret))
		return rest.ReadError(op, refused.Response.StatusCode, refused.Response.Header, []byte(body))
	}
	switch {
	case errors.Is(context.Cause(ctx), rest.ErrSlow):
		return rest.NoAnswer(op, rest.OrSlow(ctx, err))
	case answer.notJSON:
		return rest.Unusable(op, answer.status, answer.header, e.notRingCentral())
	case answer.status != 0:
		return rest.Unusable(op, answer.status, answer.header, errNoToken)
	}
	return rest.NoAnswer(op, err)
}

// errNoToken replaces an error of the oauth2 package, which may quote the body.
var errNoToken = errors.New("the answer holds no token")

// errNotRingCentral is the kind of the error for an answer from something other
// than RingCentral.
var errNotRingCentral = errors.New("not RingCentral")

func (e *endpoint) notRingCentral() error {
	return settings.UserErrorf(errNotRingCentral, "The server at %s does not answer like RingCentral: its answer is not JSON. Check the address, and whether this network requires a sign-in first.", e.server)
}

// redact replaces the secrets in a text, also where they are escaped for a form.
func redact(text string, secrets []string) string {
	for _, s := range secrets {
		if s != "" {
			text = strings.ReplaceAll(text, s, "(hidden)")
			text = strings.ReplaceAll(text, url.QueryEscape(s), "(hidden)")
		}
	}
	return text
}
