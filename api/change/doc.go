// Package change is the one way in which an extension is changed.
//
// A Writer makes a Write in this order: it checks the write against what the person
// saw, reads the extension again, compares the two, drafts the edits of documents,
// journals the intent, sends the edits against the snapshot that was compared, and
// journals the outcome. The next snapshot comes from the answers. A write whose answer
// was lost is looked up before anything else is sent, also by a later program.
//
// A number of v1, the flip list of v2, a rule and a state are all documents: they are
// edited, compared, looked up and reverted in the same way (see api.Edit).
//
// One window stays open: the service has no version tags, so an edit that another user
// makes between the reading and the write is overwritten when it touches the same
// document. It is one request wide.
package change
