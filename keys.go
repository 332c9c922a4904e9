package main

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"

	"rcfwd/ui"
)

// quitKey is the key that leaves the program, whatever the settings say.
const quitKey = "ctrl+c"

// keyMap says which keys reach which action. Nothing of the screen names a key.
func keyMap() ui.KeyMap {
	return ui.KeyMap{
		Global: ui.GlobalKeys{
			Quit:    bind("quit at once", quitKey),
			Redraw:  bind("redraw the screen", "ctrl+l"),
			Suspend: bind("suspend, fg comes back", "ctrl+z"),
		},
		Screen: ui.ScreenKeys{
			Numbers:  bind("numbers screen", "1"),
			History:  bind("history screen", "5"),
			Ring:     bind("ring order screen", "2"),
			Calls:    bind("calls screen", "3"),
			Undo:     bind("undo, take back the last change", "z"),
			Redo:     bind("redo, do it again", "Z"),
			Help:     bind("keys, every one that works here", "?"),
			Palette:  bind("actions, all of them by name", ":"),
			Reload:   bind("reload", "r"),
			Requests: bind("requests sent, as curl", "i"),
			Leave:    bind("quit", "q"),
		},
		List: ui.ListKeys{
			Up:       bind("up", "up", "k"),
			Down:     bind("down", "down", "j"),
			First:    bind("first", "g", "home"),
			Last:     bind("last", "G", "end"),
			PageUp:   bind("page up", "pgup", "ctrl+u"),
			PageDown: bind("page down", "pgdown", "ctrl+d"),
			Open:     bind("open the detail", "enter"),
			NextPane: bind("next pane", "tab", "shift+tab"),
			Back:     bind("back, clear marks and filter", "esc"),
			Filter:   bind("filter, as you type", "/"),
			Sort:     bind("sort by the next column", "s"),
			Mark:     bind("mark", "space"),
			MarkAll:  bind("mark all shown, or none", "*"),
			Add:      bind("new, add a number", "n"),
			Edit:     bind("edit", "e"),
			Remove:   bind("remove, asks first", "d", "delete"),
			Flip:     bind("flip, set the digit", "f"),
			FlipUp:   bind("flip digit below, swapping with its holder", "K", "shift+up"),
			FlipDown: bind("flip digit above, swapping with its holder", "J", "shift+down"),
			Copy:     bind("copy the number", "y"),
			CopyJSON: bind("copy the record as JSON", "Y"),
		},
		Detail: ui.DetailKeys{
			Up:       bind("scroll up", "up", "k"),
			Down:     bind("scroll down", "down", "j"),
			First:    bind("top", "g", "home"),
			Last:     bind("bottom", "G", "end"),
			PageUp:   bind("page up", "pgup", "ctrl+u"),
			PageDown: bind("page down", "pgdown", "ctrl+d"),
			NextPane: bind("next pane", "tab", "shift+tab"),
			Back:     bind("back to the list", "esc", "enter"),
		},
		Ring: ui.RingKeys{
			Down:     bind("later, move the step down", "J", "shift+down"),
			Up:       bind("earlier, move the step up", "K", "shift+up"),
			Switch:   bind("on or off", "space"),
			Longer:   bind("longer, by a ring", "+", "="),
			Shorter:  bind("shorter, by a ring", "-"),
			Together: bind("together, or one after another", "t"),
			Join:     bind("join, with the step above into a group", "m"),
			Split:    bind("split, the group into steps", "M"),
			Apps:     bind("apps, ring or not", "a"),
			Always:   bind("apps to the end, or only first", "A"),
			Ending:   bind("where calls go, at once or unanswered", "e"),
			Write:    bind("write, what is changed", "enter"),
			NextPane: bind("next pane", "tab", "shift+tab"),
		},
		Calls: ui.CallsKeys{
			Flip: bind("flip, move the call to another phone", "f"),
			Back: bind("back, end the ringing", "b"),
			End:  bind("end the old leg", "x"),
			Stay: bind("leave both legs", "l"),
		},
		History: ui.HistoryKeys{
			TakeBack:    bind("take back, this change", "u"),
			TakeBackAll: bind("take back all, this change and those after it", "U"),
		},
		Filter: ui.FilterKeys{
			Keep:  bind("keep the filter", "enter"),
			Clear: bind("clear the filter", "esc"),
			Up:    bind("up", "up"),
			Down:  bind("down", "down"),
		},
		Form: ui.FormKeys{
			Accept:   bind("next, on the last field save", "enter"),
			Next:     bind("next, field below", "tab", "down"),
			Previous: bind("previous, field above", "shift+tab", "up"),
			Left:     bind("choose, to the left", "left", "h"),
			Right:    bind("choose, to the right", "right", "l"),
			Toggle:   bind("switch, one of several", "space"),
			Leave:    bind("leave, asks when something was typed", "esc"),
			Copy:     bind("copy, the request or the address", "ctrl+y"),
		},
		Question: ui.QuestionKeys{
			Choose:   bind("choose", "enter"),
			Other:    bind("other answer", "right", "l", "tab"),
			Previous: bind("answer before", "left", "h", "shift+tab"),
			Yes:      bind("yes", "y"),
			No:       bind("no", "n"),
			Leave:    bind("no", "esc", "q"),
		},
		Conflict: ui.ConflictKeys{
			Accept:   bind("go on, with what holds", "enter"),
			Turn:     bind("yours or theirs", "left", "right", "h", "l", "space"),
			Next:     bind("next, field below", "down", "j", "tab"),
			Previous: bind("previous, field above", "up", "k", "shift+tab"),
			Leave:    bind("leave all as it is now", "esc"),
		},
		Digit: ui.DigitKeys{Digits: digitKeys(), Leave: bind("leave", "esc", "q")},
		Menu: ui.MenuKeys{
			Up:       bind("up", "up", "ctrl+p"),
			Down:     bind("down", "down", "ctrl+n"),
			PageUp:   bind("page up", "pgup"),
			PageDown: bind("page down", "pgdown"),
			Choose:   bind("do it", "enter"),
			Leave:    bind("leave", "esc"),
		},
		Page: ui.PageKeys{
			Up:       bind("up", "up", "k"),
			Down:     bind("down", "down", "j"),
			First:    bind("top", "g", "home"),
			Last:     bind("bottom", "G", "end"),
			PageUp:   bind("page up", "pgup", "ctrl+u"),
			PageDown: bind("page down", "pgdown", "ctrl+d"),
			Open:     bind("open", "enter"),
			Copy:     bind("copy, as curl", "y"),
			Back:     bind("back", "esc", "q"),
		},
		Text: textKeys(),
	}
}

func digitKeys() (keys [9]key.Binding) {
	for i := range keys {
		digit := string(rune('0' + i))
		keys[i] = bind("flip digit "+digit, digit)
	}
	keys[0] = bind("clear the flip digit", "0")
	return keys
}

// textKeys edit a line of text. There is no paste key: the terminal's own paste
// arrives as text, and asking a desktop for its clipboard needs one.
func textKeys() textinput.KeyMap {
	keys := textinput.DefaultKeyMap()
	keys.Paste = key.Binding{}
	keys.AcceptSuggestion = key.Binding{}
	keys.NextSuggestion = key.Binding{}
	keys.PrevSuggestion = key.Binding{}
	return keys
}

// bind gives keys to an action; help is what it does, the words before the
// first comma being its short form.
func bind(help string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(strings.Join(shown(keys), " "), help))
}

// shown are the keys as people read them on a keyboard.
func shown(keys []string) []string {
	names := map[string]string{"pgdown": "pgdn", "delete": "del"}
	out := make([]string, 0, len(keys))
	for _, k := range keys {
		if name, ok := names[k]; ok {
			k = name
		}
		out = append(out, k)
	}
	return out
}
