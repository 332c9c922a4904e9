// Package index keeps what readings of the extensions of an account saw: who forwards
// where, when that was read, and what could not be read. It answers who forwards to a
// number, an extension or a device, and says how complete the answer is.
//
// An index is a file of JSON lines that only grows, one line a reading. The newest line of
// an extension holds; earlier ones tell what changed, until a compaction drops them.
package index
