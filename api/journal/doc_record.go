package journal

import (
	"encoding/json"
	"errors"
	"slices"

	"rcfwd/api"
	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// DocRecord is one document of a change: as it was compared, as it was sent, and what
// became of it (see api.Edit).
type DocRecord struct {
	Doc    string          `json:"doc"` // as api.DocumentID writes itself
	Name   string          `json:"name,omitempty"`
	Before json.RawMessage `json:"before,omitempty"` // none: it did not exist
	Want   json.RawMessage `json:"want,omitempty"`   // none: it should be gone

	State   api.EditState   `json:"state,omitempty"` // none until the outcome is known
	After   json.RawMessage `json:"after,omitempty"`
	Derived bool            `json:"derived,omitempty"` // After is what the edit implies, not an answer
	Code    string          `json:"code,omitempty"`    // why it was refused
	Notes   []string        `json:"notes,omitempty"`   // what else the answer showed
}

// ID is which document it is.
func (d *DocRecord) ID() api.DocumentID { return api.ParseDocumentID(d.Doc) }

// open reports whether the outcome of the edit is not known: its answer was lost, or the
// program ended before it came.
func (d *DocRecord) open() bool { return d.State == "" || d.State == api.Lost }

// pickedDigit is the digit that the service gave a number which was added to have none;
// empty for none.
func (d *DocRecord) pickedDigit() string {
	want, _ := jsonobj.Read(d.Want)
	if d.ID().Kind != api.NumberDocument || d.Before != nil || d.State != api.Confirmed || want.Get("flipNumber") == nil || want.Text("flipNumber") != "" {
		return ""
	}
	after, _ := jsonobj.Read(d.After)
	return rest.Clean(after.Text("flipNumber"))
}

func (d *DocRecord) clean() {
	d.Name, d.Code = rest.Clean(d.Name), rest.Clean(d.Code)
	for i := range d.Notes {
		d.Notes[i] = rest.Clean(d.Notes[i])
	}
}

// Documents are the records of edits before they are sent.
func Documents(edits []api.Edit) []DocRecord {
	docs := make([]DocRecord, 0, len(edits))
	for _, e := range edits {
		docs = append(docs, DocRecord{Doc: e.Document.String(), Name: rest.Clean(e.Name), Before: e.Before, Want: e.Want})
	}
	return docs
}

// TakeEdits notes what became of the edits, which are those of Documents.
func (e *Entry) TakeEdits(done []api.Applied) {
	for i, a := range done {
		d := &e.Docs[i]
		d.State, d.After, d.Derived, d.Notes = a.State, a.After, a.Derived, a.Notes
		if failure, ok := errors.AsType[*rest.Error](a.Err); ok {
			d.Code = failure.Code
		}
	}
}

// Notes are sentences about what the answers to e show besides it, such as the edit of
// another user in the same moment. It is not inlined: its copies would make the program larger.
//
//go:noinline
func (e *Entry) Notes() []string {
	var notes []string
	for _, d := range e.Docs {
		notes = append(notes, d.Notes...)
	}
	return notes
}

// intentDocs and outcomeDocs are the halves of the documents that the two lines of a
// change hold. It is not inlined: its copies would make the program larger.
//
//go:noinline
func intentDocs(docs []DocRecord) []DocRecord {
	half := make([]DocRecord, 0, len(docs))
	for _, d := range docs {
		half = append(half, DocRecord{Doc: d.Doc, Name: d.Name, Before: d.Before, Want: d.Want})
	}
	return half
}

// outcomeDocs is not inlined: its copies would make the program larger.
//
//go:noinline
func outcomeDocs(docs []DocRecord) []DocRecord {
	half := make([]DocRecord, 0, len(docs))
	for _, d := range docs {
		if d.State != "" {
			half = append(half, DocRecord{Doc: d.Doc, State: d.State, After: d.After, Derived: d.Derived, Code: d.Code, Notes: d.Notes})
		}
	}
	return half
}

// takeDocs puts the halves of an outcome to those of the intent.
func (e *Entry) takeDocs(outcome []DocRecord) {
	for _, o := range outcome {
		i := slices.IndexFunc(e.Docs, func(d DocRecord) bool { return d.Doc == o.Doc })
		if i < 0 {
			continue
		}
		o.Name, o.Before, o.Want = e.Docs[i].Name, e.Docs[i].Before, e.Docs[i].Want
		e.Docs[i] = o
	}
}

// doc finds a document of the entry.
func (e *Entry) doc(kind api.DocumentKind, id string) (DocRecord, bool) {
	want := api.DocumentID{Kind: kind, ID: id}.String()
	i := slices.IndexFunc(e.Docs, func(d DocRecord) bool { return d.Doc == want })
	if i < 0 {
		return DocRecord{}, false
	}
	return e.Docs[i], true
}
