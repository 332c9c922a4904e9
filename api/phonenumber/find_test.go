package phonenumber

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// Every country, with what stands before, behind and around its numbers.
func TestFind_readsNumbersAmongOtherText(t *testing.T) {
	examples := shortened(readGoogle(t))
	for _, frame := range []struct {
		text    string // with X for the number
		ignored []string
	}{
		{"X", nil}, {" X,", nil}, {"\"X\";", nil}, {"<X>", nil}, {"(X).", nil}, {"\u201eX\u201c", nil}, {"\u202aX\u202c", nil}, {"* X", nil}, {"tel:X", nil}, {"callto:X", nil},
		{"X (Home)", []string{"(Home)"}}, {"X Home", []string{"Home"}}, {"X - home", []string{"home"}}, {"X FLOWERS", []string{"FLOWERS"}},
		{"X, a note", []string{"a note"}}, {"Home: X", []string{"Home"}}, {"Pat <X>", []string{"Pat"}}, {"Pat Doe X (cell)", []string{"Pat Doe", "(cell)"}},
		{"X \u5bb6", []string{"\u5bb6"}}, {"Caf\u00e9 X", []string{"Caf\u00e9"}}, {"sip:X@host", []string{"@host"}}, {"[X](tel:X)", nil},
	} {
		for _, x := range examples {
			for _, number := range []string{x.national, x.international, x.e164} {
				if strings.Contains(frame.text, "@") && number != x.e164 { // no blanks in a URI
					continue
				}
				typed := strings.ReplaceAll(frame.text, "X", number)
				f, err := Find(typed, x.region)
				n, parseErr := Parse(f.Text, x.region)
				if err != nil || parseErr != nil || n.E164() != x.e164 || f.Letters+f.Extension != "" || !slices.Equal(f.Ignored, frame.ignored) {
					t.Errorf("%q in %s is %+v, %v, %v; want %s", typed, x.region, f, err, parseErr, x.e164)
				}
			}
		}
	}
}

// shortened returns the examples, in short mode a fifth of them.
func shortened(examples []googleExample, _ []googleFrame) (some []googleExample) {
	for i, x := range examples {
		if !testing.Short() || i%5 == 0 {
			some = append(some, x)
		}
	}
	return some
}

// Every country: digits of other scripts, other separators and other blanks.
func TestFind_readsEveryWayOfWriting(t *testing.T) {
	examples := shortened(readGoogle(t))
	for _, writing := range []struct{ name, old, new string }{
		{"full-width", "0123456789+-() ", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff0b\uff0d\uff08\uff09\u3000"},
		{"Arabic", "0123456789 ", "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u00a0"},
		{"Devanagari", "0123456789", "\u0966\u0967\u0968\u0969\u096a\u096b\u096c\u096d\u096e\u096f"},
		{"mathematical", "0123456789", "\U0001d7ce\U0001d7cf\U0001d7d0\U0001d7d1\U0001d7d2\U0001d7d3\U0001d7d4\U0001d7d5\U0001d7d6\U0001d7d7"},
		{"bullets", " -", "\u2022\u2022"}, {"middle dots", " -", "\u00b7\u00b7"}, {"underscores", " -", "__"}, {"stars", " -", "**"},
		{"tabs", " ", "\t"}, {"dashes", " -", "\u2014\u2011"}, {"apostrophes", " -", "'\u2019"}, {"plus signs", " ", "+"},
	} {
		old, runes := []rune(writing.old), []rune(writing.new)
		change := func(r rune) rune {
			if i := slices.Index(old, r); i >= 0 {
				return runes[i]
			}
			return r
		}
		for _, x := range examples {
			typed := strings.Map(change, x.international)
			f, err := Find(typed, x.region)
			if n, parseErr := Parse(f.Text, x.region); err != nil || parseErr != nil || n.E164() != x.e164 || f.Ignored != nil {
				t.Errorf("%s: %q in %s is %+v, %v; want %s", writing.name, typed, x.region, f, err, x.e164)
			}
		}
	}
}

func TestFind_readsLettersOnlyWhereMeant(t *testing.T) {
	for _, tt := range []struct{ typed, region, e164, letters, digits string }{
		{"1-800-FLOWERS", "US", "+18003569377", "FLOWERS", "3569377"},
		{"1-800-flowers", "US", "+18003569377", "flowers", "3569377"},
		{"1800FLOWERS", "US", "+18003569377", "FLOWERS", "3569377"},
		{"1-800-GO-FEDEX", "US", "+18004633339", "GO-FEDEX", "4633339"},
		{"1-800-4MY-HOME", "US", "+18004694663", "4MY-HOME", "4694663"},
		{"Call 1-800-CALL-ATT now", "US", "+18002255288", "CALL-ATT", "2255288"},
		{"1-800-MATTRESS", "US", "+18006288737", "MATTRES", "6288737"},
		{"650-555-HOME", "US", "+16505554663", "HOME", "4663"},
		{"0800 FLOWERS", "GB", "+448003569377", "FLOWERS", "3569377"},
		{"13 CATS", "AU", "+61132287", "CATS", "2287"},
		{"0800 FLOWERS", "DE", "+498003569377", "FLOWERS", "3569377"},
		{"1-800-FLOWERS (1-800-356-9377)", "US", "+18003569377", "", ""},
		{"555-0142 Pat", "US", "+15550142", "", ""},
		{"650-2142 Pat", "US", "+16502142", "", ""},
		{"0800 123456 Home", "DE", "+49800123456", "", ""},
		{"123456 Home", "DE", "+49123456", "", ""},
	} {
		f, err := Find(tt.typed, tt.region)
		n, parseErr := Parse(f.Text, tt.region)
		if err != nil || parseErr != nil || n.E164() != tt.e164 || f.Letters != tt.letters || f.Digits != tt.digits {
			t.Errorf("%q in %s is %+v, %v, %v; want %+v", tt.typed, tt.region, f, err, parseErr, tt)
		}
	}
}

// Digits of a note are no digits of the number where numbers have no fixed length.
func TestFind_leavesOutDigitsOfNotes(t *testing.T) {
	for typed, ignored := range map[string]string{
		"030 123456 (2)": "(2)", "030 123456 B\u00fcro 2": "B\u00fcro 2", "B\u00fcro 2: 030 123456": "B\u00fcro 2", "2. 030 123456": "2", "(2) 030 123456": "(2)",
		"030 123456 2B": "2B", "030 123456 *31": "31", "030 123456 at 5pm": "at 5pm", "030/123456": "", "030 / 123456": "", "030, 123456": "", "030 (123456)": "", "+49 (0)30 123456": "",
		"+49 (Berlin) 30 123456": "(Berlin)",
	} {
		f, err := Find(typed, "DE")
		if n, parseErr := Parse(f.Text, "DE"); err != nil || parseErr != nil || n.E164() != "+4930123456" || strings.Join(f.Ignored, "|") != ignored {
			t.Errorf("%q is %+v, %v; want %q ignored", typed, f, err, ignored)
		}
	}
}

func TestFind_readsURIs(t *testing.T) {
	for typed, ignored := range map[string]string{
		"sip:+16505550142@host": "@host", "sips:16505550142;user=phone@host": ";user=phone@host", "<sip:+16505550142@10.0.0.1:5060;transport=udp>": "@10.0.0.1:5060;transport=udp",
		"tel:%2B16505550142": "", "tel:%2B1%20650%20555%200142": "", "callto://+1-650-555-0142": "", "sms:+16505550142": "", "skype:+16505550142?call": "call",
		"https://wa.me/16505550142": "https://wa.me", "tel:650-555-0142;phone-context=+1": "", "tel:+16505550142;isub=12": "isub=12",
		`<a href="tel:+16505550142">650-555-0142</a>`: "", "+16505550142@host": "@host",
	} {
		f, err := Find(typed, "US")
		if n, parseErr := Parse(f.Text, "US"); err != nil || parseErr != nil || n.E164() != "+16505550142" || strings.Join(f.Ignored, "|") != ignored {
			t.Errorf("%q is %+v, %v; want %q ignored", typed, f, err, ignored)
		}
	}
}

func TestFind_namesCodesBeforeTheNumber(t *testing.T) {
	for _, tt := range []struct{ typed, region, code string }{
		{"*67 650 555 0142", "US", "*67"}, {"*676505550142", "US", "*67"}, {"*67-(650) 555-0142", "US", "*67"}, {"+1 *67 650 555 0142", "US", "*67"},
		{"\uff0a67 650 555 0142", "US", "*67"}, {"*82,6505550142", "US", "*82"}, {"*99 650 555 0142", "US", "*99"}, {"*67", "US", "*67"},
		{"#31#030123456", "DE", "#31#"}, {"*31# +4930123456", "DE", "*31#"}, {"**21*030123456#", "DE", "**21*"},
		{"141 020 7946 0958", "GB", "141"}, {"184 090 1234 5678", "JP", "184"},
		{"* 650-555-0142", "US", ""}, {"*650-555-0142", "US", ""}, {"**650-555-0142**", "US", ""}, {"*1 650 555 0142", "US", ""}, {"*650*555*0142", "US", ""}, {"*030 123456", "DE", ""},
		{"#650-555-0142", "US", ""}, {"650-555-0142#", "US", ""},
	} {
		_, err := Find(tt.typed, tt.region)
		code, _ := errors.AsType[*CodeError](err)
		if tt.code == "" && err != nil || tt.code != "" && (code == nil || code.Code != tt.code) {
			t.Errorf("%q in %s: %v, want the code %q", tt.typed, tt.region, err, tt.code)
		}
	}
}

func TestFind_namesLettersTypedForDigits(t *testing.T) {
	for _, tt := range []struct {
		typed, region, in string
		letter, digit     rune
	}{
		{"65O-555-0142", "US", "65O", 'O', '0'}, {"65o-555-0142", "US", "65o", 'o', '0'}, {"650-555-0l42", "US", "0l42", 'l', '1'},
		{"6505550I42", "US", "6505550I42", 'I', '1'}, {"+l 650 555 0142", "US", "l", 'l', '1'}, {"+l(650)555-0142", "GB", "l", 'l', '1'},
		{"65\u041e-555-0142", "US", "65\u041e", '\u041e', '0'}, {"6S0-555-0142", "US", "6S0", 'S', '5'}, {"650-5B5-0142", "US", "5B5", 'B', '8'},
		{"O30 123456", "DE", "O30", 'O', '0'}, {"03O 123456", "DE", "03O", 'O', '0'}, {"650-OOO-0142", "US", "OOO", 'O', '0'},
		{"\uff16\uff15\uff2f-555-0142", "US", "65O", 'O', '0'},
	} {
		_, err := Find(tt.typed, tt.region)
		if e, ok := errors.AsType[*LetterError](err); !ok || e.In != tt.in || e.Letter != tt.letter || e.Digit != tt.digit {
			t.Errorf("%q in %s: %v; want %+v", tt.typed, tt.region, err, tt)
		}
	}
	for _, typed := range []string{"650-555-0142 I", "650-555-0142 2B", "650-555-0142 B2", "I: 650-555-0142", "1-800-BOLLIOS", "1-800-SOS-1234"} {
		if _, err := Find(typed, "US"); err != nil {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestFind_refusesTwoNumbers(t *testing.T) {
	for typed, region := range map[string]string{
		"650-555-0142, 650-555-0143": "US", "650-555-0142 / 650-555-0143": "US", "650-555-0142\n650-555-0143": "US", "650-555-0142 650-555-0143": "US",
		"650-555-0142 or 650-555-0143": "US", "+16505550142+16505550143": "US", "030 123456, 0171 1234567": "DE", "030 123456 / 030 654321": "DE",
	} {
		if f, err := Find(typed, region); err != ErrTwoNumbers {
			t.Errorf("%q is %+v, %v", typed, f, err)
		}
	}
	if f, err := Find("650-555-0142 650-555-0142", "US"); err != nil || f.Ignored != nil {
		t.Errorf("the same number twice is %+v, %v", f, err)
	}
}

func TestFind_findsExtensions(t *testing.T) {
	for _, tail := range []string{" x104", "x104", " ext. 104", " (ext. 104)", " #104", ",104", ",,104#", ";ext=104", " extension 104 (Home)", " \u0434\u043e\u0431. 104", " x104,"} {
		if f, err := Find("650-555-0142"+tail, "US"); err != nil || f.Extension != "104" {
			t.Errorf("%q is %+v, %v", tail, f, err)
		}
	}
}

func TestReadExtension_readsWhatPeopleWrite(t *testing.T) {
	for _, typed := range []string{
		"104", " 104", "104 ", "\t104\n", "x104", "X 104", "ext104", "ext. 104", "Extension 104", "#104", "(104)", "\"104\"", "104,", "\u00a0104", "\u202a104\u202c",
		"\uff11\uff10\uff14", "\uff58\uff11\uff10\uff14", "\u0661\u0660\u0664", "\u0967\u0966\u096a", "\u0434\u043e\u0431. 104", "1 04", "1-04",
	} {
		if digits, err := ReadExtension(typed); err != nil || digits != "104" {
			t.Errorf("%q is %q, %v", typed, digits, err)
		}
	}
	for _, typed := range []string{"", " ", "hello", "104 Dana", "Dana 104", "x", "*104", "104/105", "104, 105", "-", "1O4", "x1O4", "104x105"} {
		if digits, err := ReadExtension(typed); err == nil {
			t.Errorf("%q is %q", typed, digits)
		}
	}
	if _, err := ReadExtension("1O4"); err == ErrNoNumber {
		t.Error("the letter is not named")
	}
}

// Every digit, letter and plus of a plain text is in the number or in what is ignored.
func FuzzFind_dropsNothingSilently(f *testing.F) {
	for _, typed := range []string{"650-555-0142 Home", "1-800-FLOWERS", "Pat <+1 650 555 0142>", "2. 030 123456 (2)", "sip:+16505550142@host;x=1", "*67 650"} {
		f.Add(typed, "DE")
		f.Add(typed, "US")
	}
	f.Fuzz(func(t *testing.T, typed, region string) {
		found, err := Find(typed, region)
		if err != nil || len(typed) > maxIgnored || strings.ContainsAny(typed, ":%@<>") {
			return
		}
		if letters := strings.Trim(found.Text, "+0123456789 "); letters != "" {
			t.Errorf("%q has %q in its number", typed, letters)
		}
		said := found.Text + found.Extension + strings.Join(found.Ignored, "")
		if got, want := len(Digits(said)), len(Digits(typed)); got < want && found.Extension == "" && !repeats(typed, found.Text) {
			t.Errorf("%q is %+v: %d digits of %d", typed, found, got, want)
		}
	})
}

// repeats reports whether a text may have its number more than once.
func repeats(typed, number string) bool { return len(Digits(typed)) >= 2*len(Digits(number))-3 }

// Where numbers have no fixed length, the digits of a note make a number that exists.
func TestFind_leavesOutHoursAndNames(t *testing.T) {
	for text, ignored := range map[string][]string{
		"030 123456 (9-17 Uhr)": {"(9-17 Uhr)"}, "030 123456 9-17 Uhr": {"9-17 Uhr"}, "030 123456 9\u201317 Uhr": {"9-17 Uhr"},
		"030 123456 9:00-17:00": {"9:00-17:00"}, "030 123456 (9:00 - 17:00)": {"(9:00 - 17:00)"}, "030 123456 8 h": {"8 h"},
		"030 123456 9.30-17.00 Uhr": {"9.30-17.00 Uhr"}, "030 123456 24/7": {"24/7"}, "030 123456 2. Stock": {"2. Stock"},
		"030 123456 (2 Etage)": {"(2 Etage)"}, "030 123456 \u00a9 2020": {"\u00a9 2020"}, "030 123456 \U0001f6002": {"\U0001f6002"},
		"Zimmer 3 030 123456": {"Zimmer 3"}, "B\u00fcro #12 030 123456": {"B\u00fcro #12"},
	} {
		f, err := Find(text, "DE")
		if n, parseErr := Parse(f.Text, "DE"); err != nil || parseErr != nil || n.E164() != "+4930123456" || !slices.Equal(f.Ignored, ignored) {
			t.Errorf("%q is %+v, %v, %v", text, f, err, parseErr)
		}
	}
	for text, want := range map[string]string{
		"030 12 34 56 Home": "+4930123456", "030 123 45 67 privat": "+49301234567", "030 1234-56 Home": "+4930123456",
		"0171 12 34 56 7": "+491711234567", "Tel 030 12 34 56": "+4930123456", "+49 (30) 123456 privat": "+4930123456",
	} {
		f, _ := Find(text, "DE")
		if n, err := Parse(f.Text, "DE"); err != nil || n.E164() != want {
			t.Errorf("%q is %+v, %v", text, f, err)
		}
	}
	if f, err := Find("Dana 3 650-555-0142", "US"); err != nil || f.Text != "650 555 0142" {
		t.Errorf("%+v, %v", f, err)
	}
}
