package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Changing numbers of v1. The service refuses a digit that another number holds
// (FPN-106), so changes that free a digit come before those that need it, and where
// they wait for each other in a circle one number steps aside to a free digit, or to
// none.

// changeNumbers sends the changes. When one fails, the digits that were moved for it
// are put back.
func (w *writerV1) changeNumbers() {
	pending := w.indexes(isUpdate)
	if len(pending) == 0 || w.failed {
		return
	}
	d := digits{w: w, pending: pending, held: w.digitsHeld(), known: w.knownNumbers(), several: len(pending) > 1}
	for len(d.pending) > 0 {
		if err := d.next(); err != nil {
			w.failed = true
			d.putBack()
			return
		}
	}
}

// digitsHeld is who holds which digit once the removals are done, by the ids of the
// numbers.
func (w *writerV1) digitsHeld() map[string]string {
	held := map[string]string{}
	for _, n := range w.base.Numbers {
		held[n.ID] = n.Flip
	}
	for _, a := range w.done {
		if isRemoval(a.Edit) && a.State == Confirmed {
			delete(held, a.Document.ID)
		}
	}
	return held
}

// knownNumbers are the numbers as they were read, by their ids.
func (w *writerV1) knownNumbers() map[string]knownNumber {
	known := map[string]knownNumber{}
	for _, n := range w.base.Numbers {
		known[n.ID] = knownNumber{raw: n.raw, read: w.base.began}
	}
	return known
}

// knownNumber is a number as it was last read, or answered to a write.
type knownNumber struct {
	raw      json.RawMessage
	read     time.Time
	answered bool // it is the answer to a write
}

// digits is who holds which flip digit while numbers are changed. Edits are meant by
// their indexes.
type digits struct {
	w       *writerV1
	pending []int             // edits that are to be sent
	held    map[string]string // digits by the id of the number
	known   map[string]knownNumber
	moved   []move // in the order in which they were made
	several bool   // a lost answer has to be looked up to go on
}

// move is a number that was given another digit.
type move struct {
	edit int    // of the number
	from string // the digit that it had
}

// next sends the first edit whose digit is free, or frees a digit where there is none.
func (d *digits) next() error {
	for at, i := range d.pending {
		if _, waits := d.blocker(i); !waits {
			d.pending = slices.Delete(d.pending, at, at+1)
			return d.change(i)
		}
	}
	holder, _ := d.blocker(d.pending[0])
	return d.stepAside(holder)
}

// blocker is the pending edit that takes the digit that edit i asks for from the number
// that holds it. A digit that its holder keeps is not waited for: the service refuses
// it by its code.
func (d *digits) blocker(i int) (edit int, ok bool) {
	digit := wantedDigit(&d.w.edits[i])
	for _, j := range d.pending {
		id := d.w.edits[j].Document.ID
		if j != i && digit != "" && d.held[id] == digit && wantedDigit(&d.w.edits[j]) != digit {
			return j, true
		}
	}
	return 0, false
}

func wantedDigit(e *Edit) string {
	want, _ := jsonobj.Read(e.Want)
	return want.Text("flipNumber")
}

// change sends an edit.
func (d *digits) change(i int) error {
	e := d.w.edits[i]
	n, err := d.move(d.w.ctx, i, numberBody(e.Before, e.Want))
	d.w.note(i, new(appliedNumber(&e, &n, err)))
	d.w.sent = d.w.sent || err == nil
	return err
}

// stepAside gives the number of an edit a digit that no number holds, or none.
func (d *digits) stepAside(i int) error {
	n, err := d.move(d.w.ctx, i, jsonobj.New("flipNumber", d.freeDigit()))
	if err != nil {
		d.w.note(i, new(appliedNumber(&d.w.edits[i], &n, err)))
		return err
	}
	reportProgress(d.w.ctx, &Applied{Edit: d.w.edits[i], State: Aside, After: n.raw})
	return nil
}

// appliedNumber is applied for the change of a number. One that was accepted without
// its digit is done as far as anything of it was made.
func appliedNumber(e *Edit, n *Number, err error) Applied {
	if _, ok := errors.AsType[digitError](err); !ok {
		return applied(e, n.raw, err)
	}
	if len(numberBody(e.Before, n.raw)) == 0 {
		return Applied{Edit: *e, State: Refused, Err: err}
	}
	return Applied{Edit: *e, State: Confirmed, After: n.raw, Err: err}
}

// freeDigit is the lowest digit that no number holds; empty for none.
func (d *digits) freeDigit() string {
	for digit := 1; digit <= MaxFlipDigit; digit++ {
		free := true
		for _, held := range d.held {
			free = free && held != digitText(digit)
		}
		if free {
			return digitText(digit)
		}
	}
	return ""
}

// move sends the change of a number and notes the digit that it has then.
func (d *digits) move(ctx context.Context, i int, body jsonobj.Object) (Number, error) {
	id := d.w.edits[i].Document.ID
	n, err := d.send(ctx, id, body)
	if from := d.held[id]; n.ID != "" && n.Flip != from {
		d.held[id] = n.Flip
		d.moved = append(d.moved, move{i, from})
	}
	return n, err
}

// digitError is a digit that was accepted and not set.
type digitError string

// Error names the digit.
func (e digitError) Error() string {
	return fmt.Sprintf("flip digit %q was accepted but not set", string(e))
}

// send has a number changed. It is read and compared again first when another number was
// written since it was read. Where other edits depend on it, a lost answer is looked
// up, and a digit that was accepted must be there: the error is a digitError, beside
// the number as it is.
func (d *digits) send(ctx context.Context, id string, body jsonobj.Object) (Number, error) {
	c, known := d.w.client, d.known[id]
	if !known.answered && (d.w.sent || len(d.moved) > 0) {
		known.read = time.Time{}
	}
	n, err := c.doNumber(ctx, new(rechecked(new(c.updateRequest(id, body)), known.read, c.recheckNumber(id, known.raw, body))))
	failure, ok := errors.AsType[*rest.Error](err)
	looked := ok && errors.Is(err, rest.ErrLost) && d.several
	if looked {
		n, err = d.look(ctx, id, body, failure)
	}
	if err != nil {
		known.answered = known.answered && !looked
		d.known[id] = known
		return Number{}, err
	}
	d.known[id] = knownNumber{n.raw, time.Now(), !looked} // what was looked up is compared again before it is written
	if digit := body.Text("flipNumber"); body.Get("flipNumber") != nil && d.several && n.Flip != digit {
		return n, digitError(digit)
	}
	return n, nil
}

// look reads what became of a change whose answer was lost. A change is all or nothing,
// so that one field that is as sent tells of all. A change that turns out not to be made
// is no longer lost.
func (d *digits) look(ctx context.Context, id string, body jsonobj.Object, lost *rest.Error) (Number, error) {
	n, err := d.w.client.doNumber(ctx, new(d.w.client.readRequest(id)))
	if err != nil {
		return Number{}, lost
	}
	now, _ := jsonobj.Read(n.raw)
	for _, sent := range body {
		if now.Text(sent.Name) == body.Text(sent.Name) {
			return n, nil
		}
	}
	return Number{}, lost.NotDone()
}

// putBack gives the numbers their digits again, the last one first, because it may
// hold what the one before needs. It goes on after the person gave up, and stops
// where that fails or an outcome is not known.
func (d *digits) putBack() {
	if at := slices.IndexFunc(d.w.done, func(a Applied) bool { return a.State == Lost }); at >= 0 {
		d.lose(d.w.done[at].Err)
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(d.w.ctx), graceTime)
	defer cancel()
	for len(d.moved) > 0 {
		last := d.moved[len(d.moved)-1]
		n, err := d.send(ctx, d.w.edits[last.edit].Document.ID, jsonobj.New("flipNumber", last.from))
		if n.ID != "" {
			d.returned(last.edit, &n)
		}
		if err != nil {
			if a := &d.w.done[last.edit]; errors.Is(err, rest.ErrLost) {
				*a = Applied{Edit: a.Edit, State: Lost, Err: err}
			}
			d.lose(err)
			return
		}
		d.moved = d.moved[:len(d.moved)-1]
	}
}

// lose leaves the numbers that stepped aside and were not put back to be read again:
// their edits were not sent, and yet they are not as they were. It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func (d *digits) lose(err error) {
	for _, m := range d.moved {
		if a := &d.w.done[m.edit]; a.State != Confirmed {
			*a = Applied{Edit: a.Edit, State: Lost, Err: err}
		}
	}
}

// returned notes what a number is after its digit was put back: an edit that was done
// counts as not sent when nothing of it stands.
func (d *digits) returned(i int, n *Number) {
	a := &d.w.done[i]
	switch {
	case a.State != Confirmed:
		a.PutBack = true
	case len(numberBody(a.Before, n.raw)) > 0:
		a.After = n.raw
	case a.Err != nil:
		a.State, a.After, a.PutBack = Refused, nil, true
	default:
		*a = Applied{Edit: a.Edit, State: Unsent, PutBack: true}
	}
	reportProgress(d.w.ctx, a)
}
