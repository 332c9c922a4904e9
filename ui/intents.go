package ui

import (
	"rcfwd/api"
	"rcfwd/api/calls"
	"rcfwd/api/change"
	"rcfwd/api/journal"
	"rcfwd/api/risk"
)

// An intent is a request of a screen or a dialog. An action returns it, and
// the root does what it asks for (see Model.apply). A nil intent asks for
// nothing.
type intent interface{ isIntent() }

// The program and the screens.
type (
	quit    struct{} // asks first while a write is on its way
	quitNow struct{} // the answer to that question
	suspend struct{}
	redraw  struct{}
	reload  struct{} // reads again what the open screen shows
	goTo    struct{ screen screen }
	goBack  struct{} // sent when the screen has nothing of its own left to close

	// showNotice shows a notice in the bottom lines.
	showNotice struct {
		text string
		kind noticeKind
	}
	// copyText puts text on the clipboard of the user's own terminal.
	copyText struct{ what, text string }
)

// Dialogs.
type (
	closeDialog  struct{}
	reopen       struct{ dialog dialog } // shows a dialog again as it was left; nil closes the open one
	openHelp     struct{}
	openRequests struct{} // shows what was sent and answered
	askRisk      struct { // asks about the risky numbers in a form
		form    *form
		numbers []risk.Judged
	}
	acceptRisk  struct{ form *form }   // saves a form whose risky numbers were confirmed
	leaveForm   struct{ changed bool } // changed: something typed would be lost
	openPalette struct{}
	pick        struct{ action action } // runs an action chosen from the palette
)

// Numbers.
type (
	askCreate struct{}               // opens the form for a new number
	askEdit   struct{ id string }    // opens the form for a change
	askRemove struct{ ids []string } // asks before it removes
	askFlip   struct{ id string }    // asks for a flip digit

	// create, change, remove and confirmedSwap are writes that the user has
	// confirmed.
	create       struct{ number api.NewNumber }
	changeNumber struct {
		old  api.Number
		want api.Change
	}
	// remove takes numbers out of the named uses; with none named it deletes them.
	remove struct {
		ids  []string
		from []api.Feature
	}
	confirmedSwap struct{ a, b api.Number }

	setFlip  struct{ id, digit string } // an empty digit clears it
	swapFlip struct{ id, with string }  // asks before it exchanges the digits
	// moveFlip moves a number to the next digit or the previous one and
	// exchanges it with the number that has that digit.
	moveFlip struct {
		id string
		by int
	}

	// askLeaveConflict asks before what was typed is lost.
	askLeaveConflict struct{ dialog *conflictDialog }
	// resolveConflict sends the write that a conflict was resolved into; nil
	// sends nothing.
	resolveConflict struct {
		write change.Write
		ids   []string
		form  *form
	}
)

// Rules and their drafts.
type (
	saveRule      struct{ draft ringDraft }
	askSaveRule   struct{ draft ringDraft }
	askSwitchRule struct{ rule api.Rule } // asks before it switches a rule on or off
	switchRule    struct {
		rule api.Rule
		on   bool
	}
	askCreateRule struct{}                // opens the form for a new rule
	askEditRule   struct{ rule api.Rule } // opens the form for when a rule applies
	askRemoveRule struct{ rule api.Rule } // asks before it removes a rule
	createRule    struct{ rule api.Rule }
	changeRule    struct{ saw, want api.Rule } // sends the form of askEditRule
	removeRule    struct{ rule api.Rule }

	dropDraft    struct{ id string }
	askDropDraft struct{ id string }

	askStep       struct{} // offers what can be added to the draft
	addStep       struct{ target api.Target }
	askRemoveStep struct{ step int } // offers the members of a group
	askFallback   struct{}           // asks where calls go
	editRing      struct {
		edit func(api.Rule) (api.Rule, error)
	}

	askPerson struct{ typed string } // asks for a co-worker, whose name may be begun
	// findPerson finds people by text and applies what use makes of the one
	// that is chosen. The error of use says why that person cannot be used.
	findPerson struct {
		text string
		use  func(api.Extension) (intent, error)
	}
)

// Live calls.
type (
	askCallFlip struct{} // asks where the selected call goes
	flipCall    struct {
		call  calls.Call
		digit string
	}
	answerFlip struct{ choice int } // flipBack, flipEnd or flipLeave
)

// People.
type (
	openExtension struct { // opens another extension of the account
		id, title string
		at        place
	}
	sweepAccount struct{} // begins reading the account after a question, or pauses it
	runSweep     struct{} // the answer to that question
	leaveSweep   struct{} // the other one
	askExport    struct{} // asks for the name of a file
	exportRows   struct{ file string }
	goHome       struct{} // opens the extension again that was open first
)

// History.
type (
	undo    struct{ entries []journal.Entry } // none: the last change
	redo    struct{}                          // of the last undo
	runPlan struct{ plan change.Plan }        // a plan that the user has confirmed
)

// Connections.
type (
	askSignIn struct{}
	signIn    struct{ request SignInRequest }
	paste     struct {
		browser BrowserSignIn
		pasted  string
	}
	leaveSignIn struct{}
	openProfile struct{ name string }
	openDemo    struct{}
	// openConnection opens a connection that the user has confirmed.
	openConnection struct{ to Connection }
)

func (quit) isIntent()             {}
func (quitNow) isIntent()          {}
func (suspend) isIntent()          {}
func (redraw) isIntent()           {}
func (reload) isIntent()           {}
func (goTo) isIntent()             {}
func (goBack) isIntent()           {}
func (showNotice) isIntent()       {}
func (copyText) isIntent()         {}
func (closeDialog) isIntent()      {}
func (reopen) isIntent()           {}
func (askRisk) isIntent()          {}
func (acceptRisk) isIntent()       {}
func (openHelp) isIntent()         {}
func (openRequests) isIntent()     {}
func (openPalette) isIntent()      {}
func (pick) isIntent()             {}
func (leaveForm) isIntent()        {}
func (askCreate) isIntent()        {}
func (askEdit) isIntent()          {}
func (askRemove) isIntent()        {}
func (askFlip) isIntent()          {}
func (create) isIntent()           {}
func (changeNumber) isIntent()     {}
func (remove) isIntent()           {}
func (confirmedSwap) isIntent()    {}
func (setFlip) isIntent()          {}
func (swapFlip) isIntent()         {}
func (moveFlip) isIntent()         {}
func (askLeaveConflict) isIntent() {}
func (resolveConflict) isIntent()  {}
func (saveRule) isIntent()         {}
func (askSaveRule) isIntent()      {}
func (askSwitchRule) isIntent()    {}
func (switchRule) isIntent()       {}
func (askCreateRule) isIntent()    {}
func (askEditRule) isIntent()      {}
func (askRemoveRule) isIntent()    {}
func (createRule) isIntent()       {}
func (changeRule) isIntent()       {}
func (removeRule) isIntent()       {}
func (dropDraft) isIntent()        {}
func (askDropDraft) isIntent()     {}
func (askStep) isIntent()          {}
func (addStep) isIntent()          {}
func (askRemoveStep) isIntent()    {}
func (askFallback) isIntent()      {}
func (editRing) isIntent()         {}
func (askPerson) isIntent()        {}
func (findPerson) isIntent()       {}
func (askCallFlip) isIntent()      {}
func (flipCall) isIntent()         {}
func (answerFlip) isIntent()       {}
func (openExtension) isIntent()    {}
func (goHome) isIntent()           {}
func (askWho) isIntent()           {}
func (sweepAccount) isIntent()     {}
func (runSweep) isIntent()         {}
func (leaveSweep) isIntent()       {}
func (askExport) isIntent()        {}
func (exportRows) isIntent()       {}
func (undo) isIntent()             {}
func (redo) isIntent()             {}
func (runPlan) isIntent()          {}
func (askSignIn) isIntent()        {}
func (signIn) isIntent()           {}
func (paste) isIntent()            {}
func (leaveSignIn) isIntent()      {}
func (openProfile) isIntent()      {}
func (openDemo) isIntent()         {}
func (openConnection) isIntent()   {}
