package sweep

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/rest"
)

// Read reads one extension of the account of client. A Light and the Medium requests go
// side by side. What the service does not show is in NotRead of the reading; what it says
// is absent is in neither. The error is that of a reading that ended before its answers
// came: of the network, of the sign-in, of ctx.
func Read(ctx context.Context, client *api.Client, p *api.Person, owners *Owners) (index.Reading, error) {
	r := reader{client: client, owners: owners}
	listed := listedOf(p)
	return r.read(ctx, &listed)
}

// reader reads extensions.
type reader struct {
	client *api.Client
	owners *Owners

	mu            sync.Mutex
	refused       map[index.Class]string // the code with which the service refuses a whole class
	hidden, shown int                    // users of whom nothing may be read, and others
}

// askOwn asks the own extension of an account on V1 whether the service has the setting
// that forwards all calls. Where it has none, no other extension is asked.
func (r *reader) askOwn(ctx context.Context) {
	if r.client.KnownCallHandling() != api.V2 {
		_, _ = r.client.For(rest.Mine).ForwardAllSetting(ctx)
	}
}

// reading is a reading in progress.
type reading struct {
	*reader
	client *api.Client // of the extension
	index.Reading
}

func (r *reader) read(ctx context.Context, l *listed) (index.Reading, error) {
	now := reading{reader: r, Reading: l.reading()}
	now.ReadAt = time.Now().UTC()
	if l.id != CompanyID {
		now.client = r.client.For(l.id)
	}
	err := now.all(ctx)
	return now.Reading, err
}

// all reads what an extension of the class has.
func (r *reading) all(ctx context.Context) error {
	switch {
	case r.ID == CompanyID:
		return r.company(ctx)
	case r.Class == index.Queues:
		return r.queue(ctx)
	case r.Class == index.IVR:
		return r.menu(ctx)
	case r.Class == index.Company:
		return r.site(ctx)
	case r.Class == index.Users:
		return r.user(ctx)
	}
	return nil
}

// gap notes what was not read, because of an error that the service gave as its answer. A
// 404 means that there is nothing, and so does CMN-403, for an extension whose type has no
// such thing. An error that is no answer is returned: nothing more can be read then.
func (r *reading) gap(what string, err error) error {
	var e *rest.Error
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &e) || !answers(e):
		return err
	case e.Status != http.StatusNotFound && !rest.Is(err, "CMN-403"):
		r.NotRead = append(r.NotRead, index.Gap{What: what, Code: e.Code})
	}
	return nil
}

// answers reports whether an error is the service's answer about one extension.
func answers(e *rest.Error) bool {
	switch e.Status {
	case 0, http.StatusUnauthorized, http.StatusTooManyRequests:
		return false
	}
	return true
}

// unread notes records in a form that cannot be read.
func (r *reading) unread(what string, all []api.Unread) {
	if len(all) > 0 {
		r.NotRead = append(r.NotRead, index.Gap{What: what, Code: CodeUnreadable})
	}
}

// CodeUnreadable is the code of a gap whose answer came and could not be read.
const CodeUnreadable = "unreadable"

// atOnce runs readings side by side and returns the first error.
func atOnce(all ...func() error) error {
	errs := make([]error, len(all))
	var reads rest.PanicGroup
	for i, read := range all {
		reads.Go(func() { errs[i] = read() })
	}
	reads.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// refusal returns the code with which the service refuses a class; empty for none.
func (r *reader) refusal(c index.Class) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.refused[c]
}

// refuse remembers that the service refuses a class as a whole, so that it is not asked
// for each extension of it.
func (r *reader) refuse(c index.Class, code string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.refused == nil {
		r.refused = map[index.Class]string{}
	}
	r.refused[c] = code
}

// wholeClass reports whether an error is about all extensions of a class: a call that the
// account or the user does not have.
func wholeClass(err error) (code string, is bool) {
	var e *rest.Error
	if !errors.As(err, &e) {
		return "", false
	}
	is = rest.Is(err, "CMN-468", "CMN-408", "CMN-401") || e.Status == http.StatusForbidden || e.Status == http.StatusNotImplemented
	return e.Code, is
}
