package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"rcfwd/api/rest"
	"rcfwd/ui/cli/output"
)

// rcfwd api sends one request of the API as it is written, by the client of all other
// commands: with its token, its limits, its trace and its retries.

// apiCall is what the command line of rcfwd api asks for.
type apiCall struct {
	rest.Request
	paginate, lines bool
}

// apiMethods are the methods that can be written.
var apiMethods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// apiMethod returns the method of the command line, which is GET unless it is written.
func apiMethod(args []string) string {
	if len(args) < 2 {
		return http.MethodGet
	}
	return strings.ToUpper(args[0])
}

// apiReads reports whether the request of the command line changes nothing.
func apiReads(i *invocation) bool {
	path, _, _ := strings.Cut(slices.Concat([]string{""}, i.args)[len(i.args)], "?")
	switch apiMethod(i.args) {
	case http.MethodGet, http.MethodHead:
		return true
	case http.MethodPost:
		return strings.HasSuffix(strings.TrimSuffix(path, "/"), "/audit-trail/search") // the one POST that only reads
	}
	return false
}

// readAPICall reads the command line.
func readAPICall(i *invocation) (call apiCall, err error) {
	call = apiCall{paginate: i.is("paginate"), lines: i.is("jsonl")}
	call.Method = apiMethod(i.args)
	call.Idempotent = apiReads(i)
	switch {
	case !slices.Contains(apiMethods, call.Method):
		return call, fmt.Errorf("%s is no method; use %s", i.args[0], strings.Join(apiMethods, ", "))
	case call.paginate && call.Method != http.MethodGet:
		return call, errors.New("--paginate works with GET only")
	case i.given("if-unchanged"):
		return call, errors.New("--if-unchanged works with one number or one rule")
	}
	if call.Path, call.Query, err = rest.ParsePath(i.args[len(i.args)-1]); err != nil {
		return call, err
	}
	if err := call.readParts(i); err != nil {
		return call, err
	}
	if call.paginate && !call.Query.Has("perPage") {
		call.Query.Set("perPage", largestPage)
	}
	call.Accept = "*/*"
	call.Op = apiOperation(call.Method, call.Path)
	return call, nil
}

// largestPage is the most records that the service puts on a page (dossier section 3).
const largestPage = "1000"

// apiOperation is the operation of a request. What its limit is, only an answer tells; it
// counts as Medium until then.
func apiOperation(method, path string) rest.Operation {
	elements := strings.Split(path, "/")
	for i, e := range elements {
		if i > 2 && strings.ContainsAny(e, "0123456789") {
			elements[i] = "{id}"
		}
	}
	return rest.Operation{What: "send " + method + " " + strings.Join(elements, "/"), Group: rest.GroupMedium}
}

// runAPI sends the request, and prints what the service answers.
func runAPI(ctx context.Context, i *invocation) error {
	call, err := readAPICall(i)
	if err != nil {
		return asUsage(err, i.cmd)
	}
	s, err := i.open(ctx)
	if err != nil {
		return err
	}
	if call.Path, err = s.ownPath(ctx, call.Path); err != nil {
		return err
	}
	switch {
	case i.writing.dryRun:
		s.printCurl([]rest.Request{call.shown()})
		return nil
	case !call.Idempotent:
		return s.sendAPI(ctx, call)
	case call.paginate:
		return s.printPages(ctx, call)
	}
	var got rest.Answer
	call.Answer = &got
	err = s.client().REST().Do(ctx, &call.Request, rest.Whole)
	return errorList{err, s.printAnswer(call, got)}
}

// shown is the request as people may see it.
func (c apiCall) shown() rest.Request {
	r := c.Request
	if raw, is := r.Body.(json.RawMessage); is {
		r.Body = rest.MaskSecrets(raw)
	}
	r.Query = rest.MaskValues(r.Query)
	return r
}

// ownPath puts the open account and extension in the place of ~ where they are not those
// of the signed-in user, for whom the service takes it.
func (s *session) ownPath(ctx context.Context, path string) (string, error) {
	if !s.to.Other || !strings.Contains(path, "/"+rest.Mine) {
		return path, nil
	}
	open, err := s.who(ctx)
	if err != nil {
		return "", err
	}
	elements := strings.Split(path, "/")
	for i := 1; i < len(elements); i++ {
		switch before := strings.TrimSuffix(elements[i-1], "s"); {
		case elements[i] != rest.Mine:
		case before == "account":
			elements[i] = rest.Escape(open.AccountID)
		case before == "extension":
			elements[i] = rest.Escape(open.ID)
		}
	}
	return strings.Join(elements, "/"), nil
}

// sendAPI asks, and sends a write with an entry in the journal.
func (s *session) sendAPI(ctx context.Context, call apiCall) error {
	if verb := coveringVerb(call.Method, call.Path); verb != "" {
		s.note("rcfwd %s does this too, and compares with what another user changed; it can be undone.", verb)
	}
	editor, err := s.editor(ctx)
	if err != nil {
		return err
	}
	if err := s.confirmAPI(call); err != nil {
		return err
	}
	var got rest.Answer
	call.Answer = &got
	_, err = editor.SendRequest(ctx, &call.Request, func(ctx context.Context) error {
		return s.client().REST().Do(ctx, &call.Request, rest.Whole)
	})
	return errorList{err, s.printAnswer(call, got)}
}

// confirmAPI shows what will be sent, and asks.
func (s *session) confirmAPI(call apiCall) error {
	if s.writing.yes {
		return nil
	}
	r := call.shown()
	path := r.Path
	if len(r.Query) > 0 {
		path += "?" + r.Query.Encode()
	}
	s.note("%s %s", r.Method, rest.Clean(path))
	if body, err := r.Payload(); err == nil && body != nil {
		s.note("%s", rest.CleanJSON(body))
	}
	s.note("%s", "This cannot be undone by rcfwd.")
	return s.ask("Send this?")
}

// printPages prints the records of all pages, as they come.
func (s *session) printPages(ctx context.Context, call apiCall) error {
	var got rest.Answer
	call.Answer = &got
	p := output.NewRecords(s.out, call.lines, s.printing.toTerminal())
	begun := false
	for records, err := range s.client().REST().AllPages(ctx, &call.Request) {
		switch {
		case err != nil && !begun && got.Status != 0 && !rest.IsSuccess(got.Status):
			return errorList{err, s.printAnswer(call, got)}
		case err != nil && !begun:
			return pageError(err, begun)
		case err != nil:
			return errorList{pageError(err, begun), p.Close()}
		}
		begun = true
		if err := p.Print(records); err != nil {
			return err
		}
	}
	return p.Close()
}

// pageError is the error of a list whose next page could not be read.
func pageError(err error, begun bool) error {
	switch {
	case errors.Is(err, rest.ErrOtherHost):
		return usageError{fmt.Errorf("%w; what is before it was printed", rest.ErrOtherHost)}
	case errors.Is(err, rest.ErrShape) && !begun:
		return errors.New("the answer is no list of records; leave --paginate out")
	case begun && exitCodeOf(err) == ExitFailed && !errors.Is(err, context.DeadlineExceeded):
		return incomplete(err)
	}
	return err
}
