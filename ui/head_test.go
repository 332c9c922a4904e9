package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"rcfwd/api"
)

// Also with a draft and beside the address of a sandbox, which is cut first.
func TestHead_namesTheExtensionAtEveryWidth(t *testing.T) {
	for w := minWidth; w < 200; w++ {
		m := filled(3, w, 12)
		m.conn.Server = "SANDBOX 127.0.0.1:38789"
		m.facts.open = api.Extension{ID: "104", Number: "104", Name: "Dana Whitfield", Company: "Example Plumbing Co"}
		m.facts.self = m.facts.open
		m.screens.ring.drafts = map[string]ringDraft{"work-hours": {}}
		head := ansi.Strip(m.head())
		if w >= 40 && !strings.Contains(head, "ext 104") && !strings.Contains(head, "Dana Whitfield") || ansi.StringWidth(head) > w {
			t.Errorf("%d: %q", w, head)
		}
		if !strings.Contains(head, "unsent") && w >= 40 {
			t.Errorf("%d: %q", w, head)
		}
	}
}
