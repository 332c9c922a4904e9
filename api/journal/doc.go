// Package journal makes the changes of an extension's numbers and rules, writes each
// down before it is sent, and takes it back.
//
// A Writer is the one way in which anything is changed: Do checks a Write, reads
// the extension again, compares that with what the person saw, journals the
// intent, sends, journals the outcome and verifies. A write whose answer got
// lost is looked up before anything else is sent.
//
// # The format
//
// A journal is a file of lines, each one JSON object, appended and never altered.
// There is one for every profile and extension, named PROFILE.EXTENSION.jsonl,
// with the older half of a long one in PROFILE.EXTENSION.old.jsonl. Two empty files
// beside it, .lock and .write, are locks: the first around every access, the
// second from before an intent until after its outcome. So whoever holds .write
// knows that an intent without an outcome was left by a process that is gone.
//
// Every line has
//
//	v        version of the format, 1
//	event    intent, outcome or settlement
//	id       of the change; an outcome and a settlement have that of their intent
//	time     UTC
//
// An intent, which is on the disk before the write is sent, goes on with
//
//	who      id, number and name of the extension that was signed in
//	server, account, extension    where
//	op       create, update, remove, swap, ring or switch
//	before   the numbers concerned, as they were read just before
//	want     the same as they ought to read afterwards; of a new one what was asked
//	had      create: the ids that the extension had before
//	rang     remove: the rules that rang the numbers, as they were before
//	from     remove: the uses that numbers are taken out of, CallFlip or
//	         CallForwarding; none is all
//	ruleBefore, ruleWant    ring and switch: the rule as it was read just before,
//	         and as it ought to be
//	lines    ring and switch: the difference in words; remove: where the numbers rang
//	undoes, redoes    id of the change that this takes back or does again
//	for      which of its numbers, or its rule, that is about, by their ids in it
//	more     another change is due before that number is as it ought to be
//
// An outcome, and a settlement, which is what was found out later about an unknown
// outcome or an intent that has none, go on with
//
//	outcome  done, partly, refused, not done, unknown, cancelled or unchanged
//	after    the numbers concerned, as they are now
//	ruleAfter    the rule, likewise
//	lines    the difference in words, where it is not the one that was intended
//	code, message    why it was refused or is not known
//	request  the service's id of the last request
//
// Numbers have the fields of the service, device.id being deviceId; rawLabel is
// there when the label holds what a terminal must not be shown. Rules have id, name,
// backend (legacy or new), enabled, and in stored the whole record of the service, so
// that also what this version does not understand can be restored; in rang also the ids
// of the numbers that it rang, under the same name.
//
// On new accounts a change of a number takes a request for each of its places, so that
// numbers have these too: backend, which is new; in features whether it is in the flip
// list; rings, the rules that ring it, each with its id and name, the step from 1, the
// label that the number has there, and off; was, the id that it had before, if it has
// another now; stored, the record in the flip list that a removal takes away. A number
// without an id is what rules still ring of one whose change was done in part. Records
// without these, of earlier versions, are looked up by number alone.
//
// Fields and events that a reader does not know are left alone. A line that cannot be
// read is skipped and reported; the line after it counts. No line holds a token.
package journal
