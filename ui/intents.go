package ui

import (
	"rcfwd/api"
	"rcfwd/api/calls"
	"rcfwd/api/journal"
)

// An intent is what a screen or dialog wants done. It returns one from a key;
// the root acts on it (see Model.act). A nil intent is nothing to do.
type intent any

type (
	// showNotice shows a notice in the bottom lines.
	showNotice struct {
		text string
		kind noticeKind
	}
	quit        struct{}
	suspend     struct{}
	redraw      struct{}
	closeDialog struct{}
	reopen      struct{ dialog dialog } // what the open one lies over; may be nil
	openHelp    struct{}
	openPalette struct{}
	// openRequests shows what was sent and answered.
	openRequests struct{}
	goBack       struct{} // nothing is left to leave on this screen
	reload       struct{}

	// askCreate opens the form for a new number, askEdit the one for a change.
	askCreate struct{}
	askEdit   struct{ id string }
	// askRemove asks before the numbers with these ids are removed.
	askRemove struct{ ids []string }
	// askFlip asks for the flip digit of a number, setFlip gives it one or, with
	// an empty digit, takes it away.
	askFlip struct{ id string }
	setFlip struct{ id, digit string }
	// swapFlip exchanges the digits of two numbers.
	swapFlip struct{ id, with string }

	// moveFlip moves a number to the next digit or the one before, exchanging it
	// with who has that one.
	moveFlip struct {
		id string
		by int
	}

	// create, change, remove and confirmedSwap are writes that the person has
	// confirmed.
	create        struct{ number api.NewNumber }
	confirmedSwap struct{ a, b api.Number }
	change        struct {
		old  api.Number
		want api.Change
	}
	// remove takes numbers out of some of their uses, or, with none named, away.
	remove struct {
		ids  []string
		from []api.Feature
	}

	// resolveConflict is a write that a conflict was resolved into.
	resolveConflict struct {
		write journal.Write
		ids   []string
		form  *form
	}

	// saveRule writes a draft, askWrite asks before it does, switchRule switches a
	// rule on or off as a whole, askDrop asks before a draft is lost, dropDraft
	// loses it.
	saveRule    struct{ draft ringDraft }
	askSaveRule struct{ draft ringDraft }
	switchRule  struct {
		rule api.Rule
		on   bool
	}
	askDropDraft struct{ id string }
	dropDraft    struct{ id string }
	// askFallback asks where calls go, editRing applies what a form was filled in
	// with; askPerson asks for a co-worker, findPerson looks people up and goes on
	// with one of them by use, whose error says why with that one it cannot.
	askFallback struct{}
	editRing    struct {
		edit func(api.Rule) (api.Rule, error)
	}
	askPerson  struct{}
	findPerson struct {
		text string
		use  func(api.Extension) (intent, error)
	}
	// askStep offers what could ring too, addStep adds it to the draft.
	askStep struct{}
	addStep struct{ target api.Target }
	// askRemoveStep asks what of a group is to be taken out.
	askRemoveStep struct{ step int }

	// askCallFlip asks where a live call is to move, flipCall moves it, turnFlip
	// takes one of the ways on that a step offers.
	askCallFlip struct{}
	flipCall    struct {
		call  calls.Call
		digit string
	}
	answerFlip struct{ choice int }

	// goTo opens a screen.
	goTo struct{ screen screen }
	// undo undoes entries, or the last change when none is named; doAgain
	// redoes what was taken back last; runPlan is either, said yes to.
	undo    struct{ entries []journal.Entry }
	redo    struct{}
	runPlan struct{ plan journal.Plan }
	// quitNow leaves the program though a write is on its way.
	quitNow struct{}

	// leaveForm closes a form; with changed set something typed would be lost.
	leaveForm struct{ changed bool }
	// backTo opens a form again as it was left.
	backTo struct{ form *form }

	// askSignIn opens the sign-in, signIn and paste are what it was filled in
	// with.
	askSignIn   struct{}
	leaveSignIn struct{}
	signIn      struct{ request SignInRequest }
	paste       struct {
		browser BrowserSignIn
		pasted  string
	}
	// openProfile and openDemo change to another connection.
	openProfile struct{ name string }
	openDemo    struct{}

	// copyText puts text on the clipboard of the person's own terminal.
	copyText struct{ what, text string }
	// pick runs an action chosen from the palette.
	pick struct{ action action }
)
