package main

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"

	"rcfwd/ui"
	"rcfwd/ui/keymap"
)

// keyMap returns the built-in keys of every action. No other file names a key.
func keyMap() ui.KeyMap {
	return ui.KeyMap{
		Global:   globalKeys(),
		Screen:   screenKeys(),
		List:     listKeys(),
		Detail:   detailKeys(),
		Ring:     ringKeys(),
		Calls:    callsKeys(),
		People:   ui.PeopleKeys{Sweep: keymap.Bind("sweep, begin or pause reading the account", "b"), Export: keymap.Bind("export, what is shown, as CSV", "E")},
		History:  historyKeys(),
		Filter:   filterKeys(),
		Form:     formKeys(),
		Question: questionKeys(),
		Conflict: conflictKeys(),
		Digit:    ui.DigitKeys{Digits: digitKeys(), Leave: keymap.Bind("leave", "esc", "q")},
		Menu:     menuKeys(),
		Page:     pageKeys(),
		Text:     textKeys(),
	}
}

func globalKeys() ui.GlobalKeys {
	return ui.GlobalKeys{
		Quit:    keymap.Bind("quit now", "ctrl+c", `ctrl+\`),
		Redraw:  keymap.Bind("redraw the screen", "ctrl+l"),
		Suspend: keymap.Bind("suspend, fg resumes", "ctrl+z"),
	}
}

func screenKeys() ui.ScreenKeys {
	return ui.ScreenKeys{
		Numbers:  keymap.Bind("numbers screen", "1"),
		History:  keymap.Bind("history screen", "5"),
		Ring:     keymap.Bind("ring order screen", "2"),
		Calls:    keymap.Bind("calls screen", "3"),
		People:   keymap.Bind("people screen", "4"),
		Who:      keymap.Bind("who forwards to this", "w"),
		Home:     keymap.Bind("home, back to the extension that was open first", "backspace"),
		Undo:     keymap.Bind("undo, the last change", "z"),
		Redo:     keymap.Bind("redo, the last undone change", "Z"),
		Help:     keymap.Bind("keys, all that work here", "?"),
		Palette:  keymap.Bind("actions, all of them by name", ":"),
		Reload:   keymap.Bind("reload", "r", "ctrl+r"),
		Requests: keymap.Bind("requests sent, as curl", "i"),
		Leave:    keymap.Bind("quit", "q"),
	}
}

func listKeys() ui.ListKeys {
	return ui.ListKeys{
		Up:          keymap.Bind("up", "up", "k"),
		Down:        keymap.Bind("down", "down", "j"),
		First:       keymap.Bind("first", "g", "home"),
		Last:        keymap.Bind("last", "G", "end"),
		PageUp:      keymap.Bind("page up", "pgup", "ctrl+u"),
		PageDown:    keymap.Bind("page down", "pgdown", "ctrl+d"),
		Open:        keymap.Bind("open the detail", "enter"),
		NextPane:    keymap.Bind("next pane", "tab", "shift+tab"),
		Back:        keymap.Bind("back, clear marks and filter", "esc"),
		Filter:      keymap.Bind("filter, as you type", "/"),
		Sort:        keymap.Bind("sort by the next column", "s"),
		SortReverse: keymap.Bind("sort in the other direction", "S"),
		Mark:        keymap.Bind("mark", "space"),
		MarkAll:     keymap.Bind("mark all shown, or none", "*"),
		Add:         keymap.Bind("new, add a number", "n"),
		Edit:        keymap.Bind("edit", "e"),
		Remove:      keymap.Bind("remove, asks first", "d", "delete"),
		Flip:        keymap.Bind("flip, set the digit", "f"),
		FlipUp:      keymap.Bind("flip digit below, swaps with its owner", "K", "shift+up"),
		FlipDown:    keymap.Bind("flip digit above, swaps with its owner", "J", "shift+down"),
		Copy:        keymap.Bind("copy the number", "y"),
		CopyJSON:    keymap.Bind("copy the record as JSON", "Y"),
	}
}

func detailKeys() ui.DetailKeys {
	return ui.DetailKeys{
		Up:       keymap.Bind("scroll up", "up", "k"),
		Down:     keymap.Bind("scroll down", "down", "j"),
		First:    keymap.Bind("top", "g", "home"),
		Last:     keymap.Bind("bottom", "G", "end"),
		PageUp:   keymap.Bind("page up", "pgup", "ctrl+u"),
		PageDown: keymap.Bind("page down", "pgdown", "ctrl+d"),
		NextPane: keymap.Bind("next pane", "tab", "shift+tab"),
		Back:     keymap.Bind("back to the list", "esc", "enter"),
	}
}

func ringKeys() ui.RingKeys {
	return ui.RingKeys{
		Down:     keymap.Bind("later, move the step down", "J", "shift+down"),
		Up:       keymap.Bind("earlier, move the step up", "K", "shift+up"),
		Switch:   keymap.Bind("on or off", "space"),
		Longer:   keymap.Bind("longer, by a ring", "+", "="),
		Shorter:  keymap.Bind("shorter, by a ring", "-"),
		Together: keymap.Bind("together, or one after another", "t"),
		Join:     keymap.Bind("join, with the step above into a group", "m"),
		Split:    keymap.Bind("split, the group into steps", "M"),
		Apps:     keymap.Bind("apps, ring or not", "a"),
		Always:   keymap.Bind("apps to the end, or only at first", "A"),
		Ending:   keymap.Bind("where calls go, at once or unanswered", "e"),
		Write:    keymap.Bind("save, the edits", "enter"),
		NextPane: keymap.Bind("next pane", "tab", "shift+tab"),
	}
}

func callsKeys() ui.CallsKeys {
	return ui.CallsKeys{
		Flip: keymap.Bind("flip, move the call to another phone", "f"),
		Back: keymap.Bind("back, end the ringing", "b"),
		End:  keymap.Bind("end the old leg", "x"),
		Stay: keymap.Bind("leave both legs", "l"),
	}
}

func historyKeys() ui.HistoryKeys {
	return ui.HistoryKeys{
		TakeBack:    keymap.Bind("undo this, the selected change", "u"),
		TakeBackAll: keymap.Bind("undo to here, this change and all later ones", "U"),
	}
}

func filterKeys() ui.FilterKeys {
	return ui.FilterKeys{
		Keep:  keymap.Bind("keep the filter", "enter"),
		Clear: keymap.Bind("clear the filter", "esc"),
		Up:    keymap.Bind("up", "up"),
		Down:  keymap.Bind("down", "down"),
	}
}

func formKeys() ui.FormKeys {
	return ui.FormKeys{
		Accept:   keymap.Bind("next, on the last field save", "enter"),
		Next:     keymap.Bind("next, field below", "tab", "down"),
		Previous: keymap.Bind("previous, field above", "shift+tab", "up"),
		Left:     keymap.Bind("choose, to the left", "left", "h"),
		Right:    keymap.Bind("choose, to the right", "right", "l"),
		Toggle:   keymap.Bind("switch, on or off", "space"),
		Leave:    keymap.Bind("leave, asks first if you typed", "esc"),
		Copy:     keymap.Bind("copy, the request or the address", "ctrl+y"),
	}
}

func questionKeys() ui.QuestionKeys {
	return ui.QuestionKeys{
		Choose:   keymap.Bind("choose", "enter"),
		Other:    keymap.Bind("next answer", "right", "l", "tab"),
		Previous: keymap.Bind("previous answer", "left", "h", "shift+tab"),
		Yes:      keymap.Bind("yes", "y"),
		No:       keymap.Bind("no", "n"),
		Leave:    keymap.Bind("no", "esc", "q"),
	}
}

func conflictKeys() ui.ConflictKeys {
	return ui.ConflictKeys{
		Accept:   keymap.Bind("accept, the kept values", "enter"),
		Turn:     keymap.Bind("yours or theirs", "left", "right", "h", "l", "space"),
		Next:     keymap.Bind("next, field below", "down", "j", "tab"),
		Previous: keymap.Bind("previous, field above", "up", "k", "shift+tab"),
		Leave:    keymap.Bind("leave, keep the current values", "esc"),
	}
}

func menuKeys() ui.MenuKeys {
	return ui.MenuKeys{
		Up:       keymap.Bind("up", "up", "ctrl+p"),
		Down:     keymap.Bind("down", "down", "ctrl+n"),
		PageUp:   keymap.Bind("page up", "pgup"),
		PageDown: keymap.Bind("page down", "pgdown"),
		Choose:   keymap.Bind("run", "enter"),
		Leave:    keymap.Bind("leave", "esc"),
	}
}

func pageKeys() ui.PageKeys {
	return ui.PageKeys{
		Up:       keymap.Bind("up", "up", "k"),
		Down:     keymap.Bind("down", "down", "j"),
		First:    keymap.Bind("top", "g", "home"),
		Last:     keymap.Bind("bottom", "G", "end"),
		PageUp:   keymap.Bind("page up", "pgup", "ctrl+u"),
		PageDown: keymap.Bind("page down", "pgdown", "ctrl+d"),
		Open:     keymap.Bind("open", "enter"),
		Copy:     keymap.Bind("copy, as curl", "y"),
		Back:     keymap.Bind("back", "esc", "q"),
	}
}

func digitKeys() (keys [9]key.Binding) {
	for i := range keys {
		digit := string(rune('0' + i))
		keys[i] = keymap.Bind("flip digit "+digit, digit)
	}
	keys[0] = keymap.Bind("clear the flip digit", "0")
	return keys
}

// textKeys returns the keys that edit a line of text. There is no paste key: a
// paste of the terminal arrives as text, and the clipboard of a desktop can only be
// read where there is a desktop.
func textKeys() textinput.KeyMap {
	keys := textinput.DefaultKeyMap()
	keys.Paste = key.Binding{}
	keys.AcceptSuggestion = key.Binding{}
	keys.NextSuggestion = key.Binding{}
	keys.PrevSuggestion = key.Binding{}
	return keys
}
