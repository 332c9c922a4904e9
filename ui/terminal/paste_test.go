package terminal

import (
	"strings"
	"testing"
	"time"
)

// Each element of chunks is read at once. After "..." nothing follows for a long time.
func TestPasteGuard_endsEveryPaste(t *testing.T) {
	const start, end = "\x1b[200~", "\x1b[201~"
	long := strings.Repeat("x", maxPaste)
	const text = "Pat Doe, 650-555-0142, quit yes dynamic route\r\nand so on, and so on\r\n"
	tests := map[string]struct{ chunks, want string }{
		"keys":                        {"jj|\x1b[A|\x03", "jj\x1b[A\x03"},
		"a paste":                     {start + "abc" + end + "j", start + "abc" + end + "j"},
		"in parts":                    {"j\x1b[2|00~a|bc\x1b|[20|1~j", "j" + start + "abc" + end + "j"},
		"sequences in it":             {start + "\x1b\x1b[A\x1b[20x\x1b[200~" + end, start + "\x1b\x1b[A\x1b[20x\x1b[200~" + end},
		"an escape before the end":    {start + "a\x1b\x1b[20" + end + "j", start + "a\x1b\x1b[20" + end + "j"},
		"many keys after a paste":     {start + "a" + end + "|" + long[:70], start + "a" + end + long[:70]},
		"no end":                      {start + "abc|...|j", start + "abc" + end + "j"},
		"half an end":                 {start + "abc\x1b[20|...|j", start + "abc\x1b[20" + end + "j"},
		"no end, then ctrl+c":         {start + "abc|\x03|...", start + "abc" + end + "\x03"},
		"ctrl+c at once":              {start + "abc\x03|...", start + "abc" + end + "\x03"},
		"ctrl+c of kitty":             {start + "abc|\x1b[99;5u|...", start + "abc" + end + "\x1b[99;5u"},
		"ctrl+c of xterm":             {start + "abc|\x1b[27;5;99~|...", start + "abc" + end + "\x1b[27;5;99~"},
		"ctrl+c in it":                {start + "a\x03bc" + end, start + "a\x03bc" + end},
		"ctrl+c at the end of a part": {start + "a\x03|bc" + end, start + "a\x03bc" + end},
		"broken UTF-8":                {start + "a\xf0\x9f\x91" + end + "j", start + "a" + end + "j"},
		"characters in parts":         {start + "\xc3|\xa4\xff\xe4b\xf0\x9f|\x91\xa8" + end, start + "\u00e4b\U0001f468" + end},
		"C1 controls":                 {start + "a\x9d\u009d\u0080\u009f\u00a0b" + end, start + "a\u00a0b" + end},
		"too long":                    {start + long + "|yyy|" + end + "j", start + long + end + "j"},
		"too long without an end":     {start + long + "yyy|...|j", start + long + end + "j"},
		"a late rest":                 {start + "abc|...|dy" + end + "j", start + "abc" + end + start + "dy" + end + "j"},
		"a late long rest":            {start + "abc|...|" + long[:70] + "|dy" + end + "j", start + "abc" + end + start + long[:70] + "dy" + end + "j"},
		"a text without brackets":     {text + text + "|" + text + "|...|j", start + text + text + text + end + "j"},
		"a long text of one letter":   {long[:600] + "|...|j", start + long[:600] + end + "j"},
		"a text, then ctrl+c":         {text + "|\x03|...", start + text + end + "\x03"},
		"a text and ctrl+c at once":   {text + "\x03|...|j", start + text + end + "\x03j"},
		"a text, then a paste":        {text + "|...|" + start + "a" + end + "j", start + text + end + start + "a" + end + "j"},
		"a short text":                {text[:40] + "|...|j", text[:40] + "j"},
		"a text with arrows":          {text + "\x1b[A", text + "\x1b[A"},
		"two without an end":          {start + "abc|...|" + start + "d|...|j", start + "abc" + end + start + "d" + end + "j"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var g pasteGuard
			var got strings.Builder
			chunks := strings.Split(tt.chunks, "|")
			for i, chunk := range chunks {
				if chunk == "..." {
					continue
				}
				got.Write(g.read([]byte(chunk), func(wait time.Duration) bool {
					if wait < pastePause && !strings.ContainsAny(chunk, "\x03;") && !strings.HasPrefix(name, "a text") && !strings.HasPrefix(name, "a long text") {
						t.Errorf("waits %v after %q", wait, chunk)
					}
					return i+1 < len(chunks) && chunks[i+1] != "..."
				}))
			}
			if got.String() != tt.want {
				t.Errorf("%.80q, want %.80q", got.String(), tt.want)
			}
		})
	}
}
