package keymap

import (
	"reflect"
	"strings"
	"testing"

	"rcfwd/ui"
)

func TestCheck_namesTheActionThatIsWrong(t *testing.T) {
	for want, set := range map[string]func(*ui.KeyMap){
		`keys.list.remove: unknown key "pgdn"; did you mean "pgdown"?`:                 func(k *ui.KeyMap) { k.List.Remove = Bind("remove", "pgdn") },
		`keys.digit.digits.3: unknown key "three"`:                                     func(k *ui.KeyMap) { k.Digit.Digits[3] = Bind("flip digit 3", "three") },
		`keys.form.next: "x" types text there`:                                         func(k *ui.KeyMap) { k.Form.Next = Bind("next", "x") },
		`keys.global.redraw: "space" types text there`:                                 func(k *ui.KeyMap) { k.Global.Redraw = Bind("redraw", "space") },
		`keys.list.up: "x" is already keys.list.down in the calls`:                     func(k *ui.KeyMap) { k.List.Up, k.List.Down = Bind("up", "x"), Bind("down", "x") },
		`keys.detail.up: "u" is already keys.history.take_back in the detail of a`:     func(k *ui.KeyMap) { k.History.TakeBack, k.Detail.Up = Bind("undo", "u"), Bind("up", "u") },
		`keys.text.line_end: "ctrl+e" is already keys.form.next in the text of a form`: func(k *ui.KeyMap) { k.Form.Next, k.Text.LineEnd = Bind("next", "ctrl+e"), Bind("end", "ctrl+e") },
	} {
		var k ui.KeyMap
		set(&k)
		if err := Check(k); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestCheck_allowsKeysThatAreNeverActiveTogether(t *testing.T) {
	k := ui.KeyMap{Ring: ui.RingKeys{Write: Bind("write", "enter")}, Form: ui.FormKeys{Left: Bind("left", "h"), Toggle: Bind("switch", "space")}}
	k.List.Open = Bind("open", "enter")
	if err := Check(k); err != nil {
		t.Error(err)
	}
}

// Clashes of a group that is in no context would not be found.
func TestContexts_holdEveryGroup(t *testing.T) {
	found := map[reflect.Type]bool{}
	for _, groups := range contextsOf(ui.KeyMap{}) {
		for _, group := range groups {
			if s, is := group.(subset); is {
				group = s.group
			}
			found[reflect.TypeOf(group)] = true
		}
	}
	all := reflect.TypeFor[ui.KeyMap]()
	for i := range all.NumField() {
		if !found[all.Field(i).Type] {
			t.Errorf("clashes of %s are not looked for", all.Field(i).Name)
		}
	}
}
