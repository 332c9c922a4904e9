package toml

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	reference "github.com/pelletier/go-toml/v2"
)

type document struct {
	Name  *string             `toml:"name"`
	Count int                 `toml:"count"`
	On    *bool               `toml:"on"`
	Words []string            `toml:"words"`
	End   *end                `toml:"end"`
	Steps []step              `toml:"steps"`
	Users map[string]user     `toml:"users"`
	Free  map[string][]string `toml:"free"`
}

type end struct {
	To string `toml:"to"`
}

type step struct {
	Length  int   `toml:"length"`
	Targets []end `toml:"targets"`
}

type user struct {
	Account string `toml:"account"`
	End     end    `toml:"end"`
}

var documents = []string{
	"",
	"# nothing\n",
	"name = 'a'\ncount = 0x1F\non = false\nwords = []\n",
	"count = -1_000\nname = \"\"\"\na\\tb\"\"\"\nwords = [\"x\", # one\n 'y',\n]\n",
	"end.to = 'x'\n",
	"end = { to = 'x' }\nsteps = [{ length = 5, targets = [{ to = 'a' }, {}] }, {}]\n",
	"[[steps]]\nlength = 1\n[[steps.targets]]\nto = 'a'\n[[steps.targets]]\nto = 'b'\n[[steps]]\ntargets = [{to = 'c'}]\n",
	"[users.b]\naccount = '1'\n[users.a]\nend.to = 'x'\n[users.b.end]\nto = 'y'\n[users]\n",
	"[users.a.end]\nto = 'x'\n[users.a]\naccount = '5'\n",
	"users.a.account = '1'\nusers.a.end.to = 'x'\nusers.'b c' = {account = '2', end = {to = 'y'}}\n",
	"[free]\nx = ['a']\ny = []\n",
	"[end]\n[free]\n",
}

func TestDecode_readsWhatTheReferenceReads(t *testing.T) {
	for _, source := range documents {
		var got, want document
		if err := Decode([]byte(source), &got); err != nil {
			t.Errorf("%s: %v", source, err)
		}
		if err := reference.Unmarshal([]byte(source), &want); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s\nis read as %+v, not as %+v, %v", source, got, want, err)
		}
	}
}

func TestDecode_namesTheLineOfAMistake(t *testing.T) {
	for source, want := range map[string]Error{
		"count = 1\ncount = 2":                          {Line: 2, text: "key count is already defined"},
		"end.to = 'a'\nend.to = 'b'":                    {Line: 2, text: "key to is already defined"},
		"end = {to = 'a'}\nend.to = 'b'":                {Line: 2, text: "key end is already defined"},
		"end = {to = 'a', to = 'b'}":                    {Line: 1, text: "key to is already defined"},
		"steps = [{length = 1, length = 2}]":            {Line: 1, text: "key length is already defined"},
		"end.to = 'a'\n[end]":                           {Line: 2, text: "table end already exists"},
		"end = {}\n[end]":                               {Line: 2, text: "key end is already defined as a value"},
		"end = {}\n[end.to]":                            {Line: 2, text: "key end is already defined as a value"},
		"[end]\n\n[end]":                                {Line: 3, text: "table end already exists"},
		"[users.a]\nend.to = 'x'\n[users.a.end]":        {Line: 3, text: "table end already exists"},
		"[[steps]]\n[steps]":                            {Line: 2, text: "table steps already exists"},
		"steps = []\n[[steps]]":                         {Line: 2, text: "key steps is already defined, but not as a list of tables"},
		"[[steps]]\n[[steps.targets]]\n[steps.targets]": {Line: 3, text: "table targets already exists"},
		"[end]\nfrom = 1":                               {Line: 2, text: `there is no key "end.from"`, Unknown: true},
		"[users.a.x.y]":                                 {Line: 1, text: `there is no key "users.a.x"`, Unknown: true},
		"Name = 'a'":                                    {Line: 1, text: `there is no key "Name"`, Unknown: true},
		"\nname = 1":                                    {Line: 2, text: `name must be text in quotes: name = "..."`},
		"name.x = 1":                                    {Line: 1, text: `name must be text in quotes: name = "..."`},
		"[name]":                                        {Line: 1, text: `name must be text in quotes: name = "..."`},
		"[[end]]":                                       {Line: 1, text: "end must be a table"},
		"[users]\na = 1":                                {Line: 2, text: "users.a must be a table"},
		"users = {a = {\naccount = 1}}":                 {Line: 2, text: `users.a.account must be text in quotes: account = "..."`},
		"count = '1'":                                   {Line: 1, text: "count must be a whole number, without quotes"},
		"count = 1.5":                                   {Line: 1, text: "count must be a whole number, without quotes"},
		"count = 99999999999999999999":                  {Line: 1, text: "count must be a whole number, without quotes"},
		"on = 1":                                        {Line: 1, text: "on must be true or false, without quotes"},
		"words = 'a'":                                   {Line: 1, text: `words must be a list of texts: words = ["...", "..."]`},
		"words = ['a', 1]":                              {Line: 1, text: `words must be a list of texts: words = ["...", "..."]`},
		"[[words]]":                                     {Line: 1, text: `words must be a list of texts: words = ["...", "..."]`},
		"steps = ['a']":                                 {Line: 1, text: "steps must be a list of tables: steps = [{ ... }, { ... }]"},
		"[steps]":                                       {Line: 1, text: "steps must be a list of tables: steps = [{ ... }, { ... }]"},
		"[[steps]]\ntargets = [{to = 1}]":               {Line: 2, text: `steps.targets.to must be text in quotes: to = "..."`},
	} {
		var into document
		err := Decode([]byte(source), &into)
		got, ok := errors.AsType[*Error](err)
		if !ok || got.Line != want.Line || got.text != want.text || got.Unknown != want.Unknown {
			t.Errorf("%s\ngives %+v; want %+v", source, err, want)
		}
	}
	var into document
	if err := Decode([]byte("\nname = \n"), &into); err == nil || !strings.Contains(err.Error(), "expected") && err.(*Error).Line != 2 {
		t.Error(err)
	}
}

func TestDecodeKnown_leavesOutUnknownKeys(t *testing.T) {
	var got document
	err := DecodeKnown([]byte("new = {x = [1.5]}\nname = 'a'\n[users.a]\nbeam = true\n[x.y]\nz = 2001-01-01\n[[later]]\n"), &got)
	if err != nil || *got.Name != "a" || len(got.Users) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	if err := DecodeKnown([]byte("new = 1\nnew = 2\n"), &got); err == nil {
		t.Error("a key that is defined twice is read")
	}
}

// What is read is what go-toml reads.
func FuzzDecode(f *testing.F) {
	for _, source := range documents {
		f.Add([]byte(source))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		var got, want document
		if Decode(source, &got) != nil {
			return
		}
		err := reference.NewDecoder(bytes.NewReader(source)).DisallowUnknownFields().Decode(&want)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q is read as %+v, not as %+v, %v", source, got, want, err)
		}
	})
}
