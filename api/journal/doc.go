// Package journal is the log of the changes of an extension's numbers and rules: what was
// intended, what came of it, and what is left to undo or redo.
//
// Package change writes it. Before it sends anything it appends the intent of a change,
// an Entry, and afterwards the outcome. What became of an entry without a known outcome
// is found by Entry.Reconcile. Journal.History returns what a journal holds.
//
// # Files
//
// A journal is an append-only file of lines, each of which is a JSON object. There is
// one for each extension, SERVER.ACCOUNT.EXTENSION.jsonl, whichever profile leads there.
// When it grows too long it becomes SERVER.ACCOUNT.EXTENSION.old.jsonl and replaces the
// file of that name. Two empty files beside it are locks. A program holds .lock during
// each access, and .write from before an intent until after its outcome. So an intent
// without an outcome was left by a program that has ended, if no other program holds
// .write.
//
// Versions before 2 named the files PROFILE.EXTENSION. Those of the extension are read
// before its own, whichever profile wrote them, and are never written; their .write is
// held too, so that an older program does not change the extension at the same time.
// Outcomes of changes that they left pending are in the new file.
//
// # Lines
//
// Every line has
//
//	v        version of the format, 2; a journal with a later version is read, and not
//	         written
//	event    intent, outcome or settlement
//	id       of the change; an outcome and a settlement have the id of their intent
//	time     UTC
//
// An intent is on the disk before the request is sent. It also has
//
//	who      id, number and name of the extension that was signed in
//	profile  that was open
//	server, account, extension    the scope of the change
//	op       create, update, remove, swap, ring, switch, create rule, remove rule or api
//	before   the numbers concerned, as read just before
//	want     the same numbers as they should be afterwards; for a create, what was asked for
//	had      create and create rule: the ids of numbers or rules that the extension had
//	         before
//	rang     remove: the rules that rang the numbers, as they were before
//	from     remove: the uses that numbers are removed from, CallFlip or
//	         CallForwarding; none means all
//	ruleBefore, ruleWant    ring and switch: the rule as read just before, and as it
//	         should be; create rule has only ruleWant, with an id of our own, and remove
//	         rule only ruleBefore
//	lines    ring and switch: the difference in words; remove: where the numbers rang
//	method, path, body    api: the request that rcfwd api sent, the path with its query.
//	         *** replaces the value of every member and parameter that may be a secret by
//	         its name: one that contains password, secret, token, credential or the like,
//	         or ends in pin or answer (rest.MaskSecrets). Everything else is kept as it is.
//	         A body of more than 64 KiB is not kept
//	undoes, redoes    id of the change that this one undoes or redoes
//	for      the numbers of that change, or its rule, that this one is about, by their
//	         ids in it
//	docs     the documents that the change edits; see below
//
// An outcome says what came of the change. A settlement says what was found out later
// about an unknown outcome, or about an intent that has none. Both also have
//
//	outcome  done, partly, refused, not done, unknown, cancelled or unchanged
//	after    the numbers concerned, as they are now
//	ruleAfter    the rule, as it is now; none when it is gone. A rule that is made again
//	         has another id, and for has the old one
//	lines    the difference in words, where it is not the intended one
//	code, message    the reason why it was refused or is not known
//	request  the service's id of the last request
//	docs     what became of the documents
//
// # Documents
//
// A document is what one request writes: a number, a rule or the work hours of legacy call
// handling, and on new call handling the flip list, a rule, a state, or a telephone number
// in all rules.
// Each has
//
//	doc      its kind and id: "number ID", "rule ID", "flips", "state ID",
//	         "target NUMBER" or "hours"
//	name     for people
//	before   the whole record as it was compared; none when it did not exist. A number
//	         that comes back has the id that it had, or one that starts with "new:", as
//	         has a new rule
//	want     the whole record as it should be; none when it should be gone
//
// in the intent, and in the outcome
//
//	doc      as in the intent, which it is found by
//	state    done; refused; unsent, so that nothing happened; or unknown, until a
//	         settlement says more
//	after    the record as the service answered it; none when it is gone
//	derived  after is what the edit implies, because the answer did not have the record
//	code     why it was refused
//	notes    sentences about what else the answer shows, such as the edit of another user
//
// A request of rcfwd api has no documents, and cannot be undone. If its answer was lost
// its outcome stays unknown.
//
// Undo works by the numbers and the rule of an entry. The documents tell how far a change
// got, which numbers came back with which ids, and in which order they stood.
//
// # Records
//
// Numbers have the fields of the service, with deviceId for device.id. rawLabel is there
// when the label holds text that a terminal must not be shown. Rules have id, name,
// backend (legacy or new) and enabled. Their stored is the whole record of the service,
// so that a restored rule also has what this version does not understand. That of the rule
// of work hours of legacy call handling also has businessHours, the work hours as the
// service answers them, where these were read. Rules in rang
// also have rang, the ids of the numbers that they rang.
//
// On new call handling a number is in the flip list, in rules, or in both, so numbers
// there also have
//
//	backend  new
//	features CallFlip if the number is in the flip list
//	rings    the rules that ring it, each with its id and name, the step counted from 1,
//	         the label that the number has there, and off
//	was      the id that the number had before, if it has another one now
//	stored   the record in the flip list that a removal takes away
//
// # Compatibility
//
// Entries of version 1 have no docs. Their undo could take several changes, each with
// more, which says that another one must follow. A number without an id in them is what
// rules still rang of a number whose change was done in part. Before numbers had the
// fields of new call handling, they were matched by id alone.
//
// A reader ignores fields and events that it does not know. It skips and reports a line
// that it cannot read, and goes on with the next one. No line holds a token.
package journal
