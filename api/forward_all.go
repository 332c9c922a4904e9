package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"sync/atomic"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// On V1 all calls of an extension can be forwarded by a setting that is in no list of
// rules. The calls that read and change it are unpublished; the vendor's own programs use
// them (dossier section 16). It is written only where the person allows it, see
// Options.Unpublished, and read again after every write.

const forwardAllPath = "forward-all-calls"

// forwardAllCache remembers that the service has no such setting for the extension, or for
// any extension of the account, as the answer for the own extension says.
type forwardAllCache struct {
	absent  atomic.Bool
	account *atomic.Bool // shared with the clients that Client.For makes
}

func newForwardAllCache(account *atomic.Bool) *forwardAllCache {
	return &forwardAllCache{account: account}
}

func (f *forwardAllCache) isAbsent() bool { return f.absent.Load() || f.account.Load() }

// setAbsent remembers it for the account, too, when own is set.
func (f *forwardAllCache) setAbsent(own bool) {
	f.absent.Store(true)
	if own {
		f.account.Store(true)
	}
}

// forwardAllV1 reads the setting; nil where the service does not have it, as a 404 says.
// It is not asked for again then. A 403 means that it is there, perhaps, and was not read.
func (c *Client) forwardAllV1(ctx context.Context) (*Rule, error) {
	if c.forwardAll.isAbsent() {
		return nil, nil
	}
	got, err := c.doForwardAll(ctx, &rest.Request{Op: opReadForwardAll, Method: http.MethodGet, Path: c.extensionPath(forwardAllPath)})
	failure, answered := errors.AsType[*rest.Error](err)
	if answered && (rest.Declined(err) && failure.Status != http.StatusForbidden || failure.Status == http.StatusNotImplemented) {
		err = nil
	}
	if err == nil && got == nil {
		c.forwardAll.setAbsent(c.isOwn())
	}
	return got, err
}

// doForwardAll sends a request whose answer is the setting; nil for no such setting.
func (c *Client) doForwardAll(ctx context.Context, r *rest.Request) (got *Rule, err error) {
	err = c.do(ctx, r, func(raw json.RawMessage) error {
		if got = readForwardAll(raw); got != nil {
			got.Fixed = c.whyFixed()
		}
		return nil
	})
	return got, err
}

// readForwardAll makes a rule of the setting; nil for what is no such setting.
func readForwardAll(raw json.RawMessage) *Rule {
	w, _ := jsonobj.Read(raw)
	on, is := jsonobj.As[*bool](w, "enabled")
	if !is || on == nil {
		return nil
	}
	w = w.With("id", forwardAllPath).Without("schedule")
	if ranges := w.List("ranges"); len(ranges) > 0 {
		w = w.With("schedule", jsonobj.New("ranges", ranges)) // where the rules of v1 have them
	}
	r := Rule{
		ID: forwardAllPath, Name: "Forward all calls", Kind: ForwardAll, CallHandling: V1, Unit: InRings, Enabled: *on, Mode: NoRinging,
		When: forwardAllWords(w), Destination: forwardAllDestination(w), raw: w.Raw(), Fixed: unpublishedWords + ".",
	}
	return &r
}

const unpublishedWords = "RingCentral does not publish how to change this, so it can be changed in the RingCentral app only"

// whyFixed is why the setting cannot be changed here, with the line that allows it; empty
// where it can.
func (c *Client) whyFixed() string {
	if c.unpublished {
		return ""
	}
	return unpublishedWords + ". " + c.howUnpublished
}

// forwardsAllV1 reports whether r is the setting.
func (r *Rule) forwardsAllV1() bool { return r.CallHandling == V1 && r.Kind == ForwardAll }

// forwardAllWords says when all calls are forwarded.
func forwardAllWords(w jsonobj.Object) string {
	var parts []string
	over := true
	for _, raw := range w.List("ranges") {
		span, _ := jsonobj.Read(raw)
		if words := spanWords(span.Text("from"), span.Text("to")); words != "" {
			parts = append(parts, words)
			over = over && isPast(span.Text("to"))
		}
	}
	switch {
	case !w.Bool("enabled", false) && len(parts) == 0:
		return ""
	case len(parts) == 0:
		return "until it is switched off"
	case over:
		return joinComma(parts) + overWords
	}
	return joinComma(parts)
}

// forwardAllDestination is where all calls go.
func forwardAllDestination(w jsonobj.Object) Fallback {
	action, extension := w.Text("callHandlingAction"), w.Object("extension")
	phone := w.Object("externalNumber").Text("phoneNumber")
	if phone == "" {
		phone = w.Object("phoneNumber").Text("phoneNumber")
	}
	kind, known := endingOf(atOnceActions, action)
	switch {
	case kind == ToNumber || !known && phone != "":
		return Fallback{Kind: ToNumber, Phone: rest.Clean(phone)}
	case kind == ToExtension || !known && len(extension) > 0:
		who := (&wireExtRef{ID: flex(extension, "id"), Name: flex(extension, "name"), Number: flex(extension, "extensionNumber")}).ref()
		if who.Name == "" {
			who.Name = who.Number
		}
		return Fallback{Kind: ToExtension, ID: who.ID, Name: who.Name}
	case known:
		return Fallback{Kind: kind}
	}
	return Fallback{Kind: ToOther, Name: cmp.Or(rest.Clean(action), "a destination that RingCentral does not name")}
}

func flex(o jsonobj.Object, name string) jsonobj.FlexString { return jsonobj.FlexString(o.Text(name)) }

// withForwardAll returns rules with the setting as the first of them, once both were read.
func (was *Snapshot) withForwardAll() Snapshot {
	s := *was
	if s.Rules == nil || s.ForwardAll == nil {
		return s
	}
	others := slices.DeleteFunc(slices.Clone(s.Rules), func(r Rule) bool { return r.Kind == ForwardAll })
	s.Rules = append([]Rule{*s.ForwardAll}, others...)
	return s
}

// ForwardsApart reports whether forwarding of all calls is a setting apart from the rules:
// see Need.ForwardAll.
func (s *Snapshot) ForwardsApart() bool { return s.CallHandling == V1 }

// onlyForwardAll reports whether s holds the setting, or that there is none, or work hours,
// and nothing else.
func (s *Snapshot) onlyForwardAll() bool {
	return s.CallHandling == V1 && s.Numbers == nil && s.Rules == nil && s.RulesRefused == nil
}
