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

// captureTransport keeps what the oauth2 package does not hand on of an answer, and
// sends what it leaves out of a request.
type captureTransport struct {
	transport http.RoundTripper
	userAgent string
	status    int // 0 while there is no answer
	header    http.Header
	notJSON   bool // the answer is a good one, but nothing that RingCentral says
}

// client follows no redirect: the form it would carry along is a secret.
func (w *captureTransport) client() *http.Client {
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &http.Client{Transport: w, CheckRedirect: stay}
}

// RoundTrip implements http.RoundTripper.
func (w *captureTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", w.userAgent)
	resp, err := w.transport.RoundTrip(req)
	if err != nil {
		return resp, err
	}
	w.status, w.header = resp.StatusCode, resp.Header
	if rest.IsSuccess(resp.StatusCode) {
		w.readBody(resp)
	}
	return resp, nil
}

// maxAnswer is as much of an answer as is read.
const maxAnswer = 1 << 20

// readBody finds out whether the whole of an answer is something that RingCentral
// says. One that breaks off may have been.
func (w *captureTransport) readBody(resp *http.Response) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	w.notJSON = err == nil && len(bytes.TrimSpace(body)) > 0 && !json.Valid(body)
	rest := io.Reader(bytes.NewReader(body))
	if err != nil {
		rest = io.MultiReader(rest, errReader{err})
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{rest, resp.Body}
}

// errReader is the end of an answer that broke off.
type errReader struct{ err error }

func (b errReader) Read([]byte) (int, error) { return 0, b.err }

// toError makes an *rest.Error of what the oauth2 package says. Servers quote
// what they were sent, so the secrets are taken out of the body first.
func (e *endpoint) toError(ctx context.Context, op rest.Operation, g grant, seen *captureTransport, err error) *rest.Error {
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		body := redact(string(refused.Body), append(g.secrets, e.app.ClientSecret))
		return rest.ReadError(op, refused.Response.StatusCode, refused.Response.Header, []byte(body))
	}
	switch {
	case errors.Is(context.Cause(ctx), rest.ErrSlow):
		return rest.NoAnswer(op, rest.ErrSlow)
	case seen.notJSON:
		return rest.Unusable(op, seen.status, seen.header, e.notRingCentral())
	case seen.status != 0:
		return rest.Unusable(op, seen.status, seen.header, errNoToken)
	}
	return rest.NoAnswer(op, err)
}

// errNoToken replaces what the oauth2 package says, which may quote the body.
var errNoToken = errors.New("the answer holds no token")

// errNotRingCentral is the kind of an answer that is none of RingCentral's.
var errNotRingCentral = errors.New("not RingCentral")

func (e *endpoint) notRingCentral() error {
	return settings.UserErrorf(errNotRingCentral, "The server at %s does not speak as RingCentral does: its answer is no JSON. Check its address, and whether the network here wants to be signed in to first.", e.server)
}

func redact(text string, secrets []string) string {
	for _, s := range secrets {
		if s != "" {
			text = strings.ReplaceAll(text, s, "(hidden)")
			text = strings.ReplaceAll(text, url.QueryEscape(s), "(hidden)")
		}
	}
	return text
}
