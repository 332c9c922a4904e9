package output_test

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"rcfwd/ui/cli/output"
)

// record is a record with every kind of value.
type record struct {
	id, name string
	digit    int
	on       bool
	uses     []string
	part     any
	at       time.Time
}

var list = output.List{Unit: "record", Key: "id", Fields: []output.Field{
	{Name: "id", Kind: output.Text, Title: "Id", Value: output.Of(func(r record) any { return r.id })},
	{Name: "name", Kind: output.Text, Title: "Name", Value: output.Of(func(r record) any {
		if r.name == "" {
			return nil
		}
		return r.name
	})},
	{Name: "digit", Kind: output.Integer, Title: "Digit", Value: output.Of(func(r record) any { return r.digit })},
	{Name: "on", Kind: output.Truth, Title: "On", Value: output.Of(func(r record) any { return r.on }), Show: output.Shown(func(r record) string {
		return map[bool]string{true: "on", false: "off"}[r.on]
	})},
	{Name: "uses", Kind: output.Array, Title: "Uses", Value: output.Of(func(r record) any { return r.uses })},
	{Name: "part", Kind: output.Object, Value: output.Of(func(r record) any { return r.part })},
	{Name: "at", Kind: output.Time, Value: output.Of(func(r record) any { return r.at })},
}}

// hostile is text that could control a terminal, break a line or be a formula.
const hostile = "=1+1\t\x1b[31mred\u202e\r\n\"quoted\", <&>"

var records = []record{
	{"7", "Cabin", 5, true, []string{"a", "b"}, map[string]int{"n": 1}, time.Date(2026, 3, 1, 8, 0, 0, 0, time.FixedZone("", 3600))},
	{"8", hostile, 0, false, nil, nil, time.Time{}},
	{"9", "", 0, false, []string{}, nil, time.Time{}},
}

func print(t *testing.T, o output.Options, all ...record) string {
	t.Helper()
	var b strings.Builder
	p, err := output.NewPrinter(&b, list, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if err := p.Print(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestForms_printWhatTheyPromise(t *testing.T) {
	for name, test := range map[string]struct {
		o    output.Options
		all  []record
		want string
	}{
		"table":             {output.Options{}, records[:1], "Id  Name   Digit  On  Uses\n7   Cabin  5      on  a, b\n1 record\n"},
		"table cut":         {output.Options{Width: 9}, records[:1], "Id  Na...\n7   Ca...\n1 record\n"},
		"table of nothing":  {output.Options{}, nil, "0 records\n"},
		"table of one":      {output.Options{One: true, Fields: []string{"name", "at"}}, records[:1], "Name  Cabin\nAt    2026-03-01T07:00:00Z\n"},
		"tabs":              {output.Options{Form: output.Tabs}, records[:2], "7\tCabin\t5\ttrue\ta, b\n8\t=1+1 \x1b[31mred\u202e \"quoted\", <&>\t0\tfalse\t\n"},
		"tabs for eyes":     {output.Options{Form: output.Tabs, Fields: []string{"name"}, Terminal: true}, records[1:2], "=1+1 red \"quoted\", <&>\n"},
		"keys":              {output.Options{Form: output.Keys}, records, "7\n8\n9\n"},
		"lines":             {output.Options{Form: output.JSONL, Fields: []string{"id", "uses", "part"}}, records, "{\"id\":\"7\",\"uses\":[\"a\",\"b\"],\"part\":{\"n\":1}}\n{\"id\":\"8\",\"uses\":null,\"part\":null}\n{\"id\":\"9\",\"uses\":[],\"part\":null}\n"},
		"array of nothing":  {output.Options{Form: output.JSON}, nil, "[]\n"},
		"object":            {output.Options{Form: output.JSON, One: true, Fields: []string{"id", "digit"}}, records[:1], "{\n  \"id\": \"7\",\n  \"digit\": 5\n}\n"},
		"format":            {output.Options{Form: output.Template, Format: `{id}\t{ name }\n{{{digit}}}\\`}, records[:1], "7\tCabin\n{5}\\\n"},
		"limit":             {output.Options{Form: output.Keys, Limit: 2}, records, "7\n8\n"},
		"csv":               {output.Options{Form: output.CSV, Fields: []string{"id", "name", "uses", "part"}}, records[:1], "id,name,uses,part\r\n7,Cabin,\"[\"\"a\"\",\"\"b\"\"]\",\"{\"\"n\"\":1}\"\r\n"},
		"csv of nothing":    {output.Options{Form: output.CSV, Fields: []string{"id"}}, nil, "id\r\n"},
		"csv headless":      {output.Options{Form: output.CSV, Fields: []string{"id", "name"}, NoHeader: true}, records[2:], "9,\r\n"},
		"csv for excel":     {output.Options{Form: output.CSVExcel, Fields: []string{"id"}}, records[:1], "\uFEFFid\r\n7\r\n"},
		"headless for eyes": {output.Options{NoHeader: true, Fields: []string{"id"}}, records[:1], "7\n1 record\n"},
	} {
		if got := print(t, test.o, test.all...); got != test.want {
			t.Errorf("%s:\n got %q\nwant %q", name, got, test.want)
		}
	}
}

// Whatever the service sends reads back to the same value, and cannot control a terminal.
func TestJSON_readsBackToTheSameText(t *testing.T) {
	for _, form := range []output.Form{output.JSON, output.JSONL} {
		text := print(t, output.Options{Form: form, One: true, Fields: []string{"name"}}, records[1])
		if strings.ContainsAny(text, "\x1b\u202e\t\r") {
			t.Errorf("a control character is in %q", text)
		}
		var got struct{ Name string }
		if err := json.Unmarshal([]byte(text), &got); err != nil || got.Name != hostile {
			t.Errorf("%q, %v", got.Name, err)
		}
	}
}

func TestCSV_readsBackToTheSameText(t *testing.T) {
	text := print(t, output.Options{Form: output.CSV, Fields: []string{"name"}}, records[1])
	if want := "\"" + strings.ReplaceAll(hostile, "\"", "\"\"") + "\"\r\n"; !strings.HasSuffix(text, want) {
		t.Errorf("%q does not hold %q", text, want)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if want := strings.ReplaceAll(hostile, "\r\n", "\n"); err != nil || rows[1][0] != want { // the reader turns CRLF into LF
		t.Errorf("%q, %v", rows, err)
	}
}

func TestCSVExcel_holdsNoFormula(t *testing.T) {
	for _, cell := range []string{"=1", "+1", "-1", "@a", "'a", " =1", "\tx", "\r=1"} {
		text := print(t, output.Options{Form: output.CSVExcel, Fields: []string{"name"}, NoHeader: true}, record{name: cell})
		if text = strings.TrimLeft(text, "\uFEFF\""); !strings.HasPrefix(text, "'"+strings.ReplaceAll(cell, "\r", "")[:1]) && !strings.HasPrefix(text, "'") {
			t.Errorf("%q is printed as %q", cell, text)
		}
	}
	if text := print(t, output.Options{Form: output.CSVExcel, Fields: []string{"name"}, NoHeader: true}, record{name: "a=1"}); text != "\uFEFFa=1\r\n" {
		t.Errorf("%q", text)
	}
}

func TestPrinter_refusesWhatItCannotPrint(t *testing.T) {
	for name, o := range map[string]output.Options{
		"unknown field":       {Form: output.JSON, Fields: []string{"id", "no"}},
		"format without":      {Form: output.Template, Format: "id"},
		"format, unknown":     {Form: output.Template, Format: "{no}"},
		"format, left open":   {Form: output.Template, Format: "{id"},
		"format, only closed": {Form: output.Template, Format: "id}"},
	} {
		if _, err := output.NewPrinter(&strings.Builder{}, list, o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestTable_hasTitlesForAllFields(t *testing.T) {
	one := output.List{Unit: "record", Key: "readAt", Fields: []output.Field{
		{Name: "readAt", Kind: output.Text, Value: output.Of(func(record) any { return "now" })},
		{Name: "telephonySessionId", Kind: output.Text, Value: output.Of(func(record) any { return "s" })},
	}}
	var b strings.Builder
	p, err := output.NewPrinter(&b, one, output.Options{One: true})
	if err != nil || p.Print(record{}) != nil || p.Close() != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != "Read at               now\nTelephony session id  s\n" {
		t.Errorf("%s", got)
	}
}
