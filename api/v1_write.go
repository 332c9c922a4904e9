package api

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"slices"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Writing the documents of v1: removals first, which free digits and labels, then
// changes, then additions in their order, and then rules, which may ring an added
// number by the id that it has only now.

func (h *v1) write(ctx context.Context, c *Client, base *Snapshot, edits []Edit) []Applied {
	w := writerV1{ctx: ctx, client: c, base: *base, edits: edits, done: make([]Applied, len(edits)), ids: map[string]string{}}
	for i, e := range edits {
		w.done[i] = Applied{Edit: e, State: Unsent}
	}
	w.removeNumbers()
	w.changeNumbers()
	w.addNumbers()
	w.writeRules()
	return w.done
}

// writerV1 is one call of write.
type writerV1 struct {
	ctx    context.Context
	client *Client
	base   Snapshot
	edits  []Edit
	done   []Applied
	ids    map[string]string // of added numbers: from the id of the draft to that of the service
	sent   bool              // a number was written, so that rules may be others now
	failed bool
}

// indexes are those of the edits that qualify. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func (w *writerV1) indexes(qualifies func(Edit) bool) []int {
	var found []int
	for i, e := range w.edits {
		if qualifies(e) {
			found = append(found, i)
		}
	}
	return found
}

// idsOf are the ids of the numbers of some edits.
func (w *writerV1) idsOf(indexes []int) []string {
	ids := make([]string, 0, len(indexes))
	for _, i := range indexes {
		ids = append(ids, w.edits[i].Document.ID)
	}
	return ids
}

// note notes what became of an edit. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func (w *writerV1) note(i int, a *Applied) {
	w.done[i] = *a
	reportProgress(w.ctx, a)
}

func (w *writerV1) set(i int, after json.RawMessage, err error) {
	w.note(i, new(applied(&w.edits[i], after, err)))
	w.sent = w.sent || w.done[i].State == Confirmed
	w.failed = w.failed || w.done[i].State != Confirmed
}

func isRule(e Edit) bool     { return e.Document.Kind == RuleDocument }
func isHours(e Edit) bool    { return e.Document.Kind == HoursDocument }
func isRemoval(e Edit) bool  { return e.Document.Kind == NumberDocument && e.Want == nil }
func isAddition(e Edit) bool { return e.Document.Kind == NumberDocument && e.Before == nil }
func isUpdate(e Edit) bool {
	return e.Document.Kind == NumberDocument && e.Before != nil && e.Want != nil
}

func (w *writerV1) removeNumbers() {
	found := w.indexes(isRemoval)
	ids := w.idsOf(found)
	r := removerV1{w.client, w.base.began, w.client.recheckNumbers(w.base.Numbers, ids)}
	for n, err := range r.remove(w.ctx, ids) {
		w.set(found[n], nil, err)
	}
}

// addNumbers adds one after another, for their order is that of the list. After a
// lost answer it adds no more.
func (w *writerV1) addNumbers() {
	if w.failed {
		return
	}
	for _, i := range w.indexes(isAddition) {
		e := w.edits[i]
		n, err := w.client.doNumber(w.ctx, new(w.client.createRequest(createBody(e.Want))))
		if err == nil {
			w.ids[e.Document.ID] = n.ID
			n = w.withoutDigit(&n, &e)
		}
		w.set(i, n.raw, err)
		if w.failed {
			return
		}
	}
}

// withoutDigit takes the digit away that the service chose for a number that should
// have none.
func (w *writerV1) withoutDigit(n *Number, e *Edit) Number {
	want, _ := jsonobj.Read(e.Want)
	if want.Get("flipNumber") == nil || want.Text("flipNumber") != "" || n.Flip == "" {
		return *n
	}
	none := jsonobj.New("flipNumber", "")
	r := rechecked(new(w.client.updateRequest(n.ID, none)), time.Now(), w.client.recheckNumber(n.ID, n.raw, none))
	got, err := w.client.doNumber(w.ctx, &r)
	if errors.Is(err, rest.ErrLost) {
		got, err = w.client.doNumber(w.ctx, new(w.client.readRequest(n.ID)))
	}
	if err != nil {
		return *n // it is there, with a digit: the answer differs from what was wanted
	}
	return got
}

// writeRules reads a rule again where numbers were written before.
func (w *writerV1) writeRules() {
	found := w.indexes(isRule)
	if w.failed {
		return
	}
	read := w.base.began
	if w.sent {
		read = time.Time{}
	}
	removed := w.removed() // before the rules are noted, which happens at once
	var writes rest.PanicGroup
	for _, i := range found {
		writes.Go(func() {
			w.note(i, new(w.client.writeRule(w.ctx, V1, &w.edits[i], read, func(r Rule) Rule { return w.withNumbers(&r, removed) })))
		})
	}
	for _, i := range w.indexes(isHours) {
		writes.Go(func() { w.note(i, new(w.client.writeHours(w.ctx, &w.edits[i], w.base.began))) })
	}
	writes.Wait()
}

// withNumbers is a rule with the numbers that there are now: added ones have other ids,
// and the service takes removed ones out of its rules (dossier section 14, an
// inference).
func (w *writerV1) withNumbers(was *Rule, removed []string) Rule {
	r := *was
	if len(removed) > 0 {
		r = withoutTargets([]Rule{r}, func(t Target) bool { return t.Kind == NumberTarget && slices.Contains(removed, t.ID) })[0]
	}
	if len(w.ids) == 0 {
		return r
	}
	return r.WithNumbers(func(id string) Number {
		if now, ok := w.ids[id]; ok {
			return Number{ID: now}
		}
		n, _ := w.base.Number(id, "")
		n.ID = id
		return n
	})
}

// removed are the ids of the numbers that were removed.
func (w *writerV1) removed() []string {
	var ids []string
	for _, a := range w.done {
		if isRemoval(a.Edit) && a.State == Confirmed {
			ids = append(ids, a.Document.ID)
		}
	}
	return ids
}

// removerV1 removes numbers that were read at some time.
type removerV1 struct {
	*Client
	read    time.Time
	recheck func(context.Context) error
}

// remove removes several numbers and yields, for each index of ids, what became
// of it; nil is gone, also by another user (developer guide, "Error handling"). They go
// in one request; when the service refuses that they go one by one, for it does not say
// whether it refuses all for the fault of one.
func (c removerV1) remove(ctx context.Context, ids []string) iter.Seq2[int, error] {
	if len(ids) < 2 {
		return c.removeEach(ctx, ids)
	}
	status, err := c.removeTogether(ctx, ids)
	if blamesOne(err) {
		return c.removeEach(ctx, ids)
	}
	if err == nil && status != http.StatusNoContent {
		return c.lookAfter(ctx, ids)
	}
	return outcomes(ids, func(string) error { return err })
}

func outcomes(ids []string, outcome func(id string) error) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i, id := range ids {
			if !yield(i, outcome(id)) {
				return
			}
		}
	}
}

func (c removerV1) removeEach(ctx context.Context, ids []string) iter.Seq2[int, error] {
	return outcomes(ids, func(id string) error {
		err := c.do(ctx, new(rechecked(new(c.removeRequest(id)), c.read, c.recheck)), nil)
		if isGone(err) {
			return nil
		}
		return err
	})
}

// isGone reports whether err means that the number or the rule itself is not there, rather
// than its extension, its account or the whole path.
func isGone(err error) bool {
	e, ok := errors.AsType[*rest.Error](err)
	if !ok || e.Status != http.StatusNotFound || rest.Is(e, "CMN-120") {
		return false
	}
	return e.Param == "" || e.Param == "forwardingNumberId" || e.Param == "ruleId"
}

// gone is what v1 answers when there is no such number.
func gone(op rest.Operation) *rest.Error {
	return &rest.Error{
		Op: op.What, Status: http.StatusNotFound, Code: "CMN-102", Param: "forwardingNumberId", Codes: []string{"CMN-102"},
	}
}

var errStillThere = errors.New("the number is still there")

// lookAfter reads what is left, for an answer other than 204 is documented
// nowhere and may mean that some numbers stayed.
func (c *Client) lookAfter(ctx context.Context, ids []string) iter.Seq2[int, error] {
	left, _, err := c.numbersV1(ctx)
	return outcomes(ids, func(id string) error {
		switch {
		case err != nil:
			return rest.NoAnswer(opRemoveNumbers, err).Lost()
		case slices.ContainsFunc(left, func(n Number) bool { return n.ID == id }):
			return rest.Unusable(opRemoveNumbers, http.StatusOK, nil, errStillThere)
		}
		return nil
	})
}

// blamesOne reports whether a refusal to remove several may be about one of them.
// A missing permission is about all, and so is that the account has moved.
func blamesOne(err error) bool {
	return rest.Declined(err) && !rest.Is(err, "CMN-401", "CMN-408", "CMN-419", "CMN-468")
}

func (c removerV1) removeTogether(ctx context.Context, ids []string) (status int, err error) {
	r, err := c.resolvePath(ctx, new(rechecked(new(c.removeRequest(ids...)), c.read, c.recheck)))
	if err != nil {
		return 0, rest.AsError(r.Op, err)
	}
	return c.rest.Status(ctx, &r)
}

// removeRequest removes one number, or several in one request.
func (c *Client) removeRequest(ids ...string) rest.Request {
	if len(ids) == 1 {
		return rest.Request{Op: opRemoveNumber, Method: http.MethodDelete, Path: c.extensionPath(numbersPath, ids[0])}
	}
	var body removalBody
	for _, id := range ids {
		body.Records = append(body.Records, removalRecord{id})
	}
	return rest.Request{Op: opRemoveNumbers, Method: http.MethodDelete, Path: c.extensionPath(numbersPath), Body: body}
}

// doNumber sends a request whose answer is a number.
func (c *Client) doNumber(ctx context.Context, r *rest.Request) (Number, error) {
	var n Number
	err := c.do(ctx, r, func(raw json.RawMessage) (err error) {
		n, err = readLegacyNumber(raw)
		return err
	})
	return n, err
}

func (c *Client) createRequest(body jsonobj.Object) rest.Request {
	return rest.Request{Op: opCreateNumber, Method: http.MethodPost, Path: c.extensionPath(numbersPath), Body: body}
}

func (c *Client) updateRequest(id string, body jsonobj.Object) rest.Request {
	return rest.Request{Op: opUpdateNumber, Method: http.MethodPut, Path: c.extensionPath(numbersPath, id), Body: body}
}

func (c *Client) readRequest(id string) rest.Request {
	return rest.Request{Op: opReadNumber, Method: http.MethodGet, Path: c.extensionPath(numbersPath, id)}
}

// requests has them in the order of write. A digit that the service chooses and that has
// to be taken away again, and a number that has to step aside, cannot be foreseen.
func (h *v1) requests(c *Client, base *Snapshot, edits []Edit) []rewrite {
	w := writerV1{edits: edits}
	var all []rewrite
	if found := w.indexes(isRemoval); len(found) > 0 {
		all = append(all, rewrite{Request: c.removeRequest(w.idsOf(found)...)})
	}
	for _, i := range w.indexes(isUpdate) {
		all = append(all, rewrite{Request: c.updateRequest(edits[i].Document.ID, numberBody(edits[i].Before, edits[i].Want))})
	}
	for _, i := range w.indexes(isAddition) {
		all = append(all, rewrite{Request: c.createRequest(createBody(edits[i].Want))})
	}
	for _, i := range w.indexes(isRule) {
		all = append(all, c.ruleRewrite(V1, &edits[i])...)
	}
	for _, i := range w.indexes(isHours) {
		all = append(all, rewrite{Request: c.hoursRequest(edits[i].Want)})
	}
	return all
}
