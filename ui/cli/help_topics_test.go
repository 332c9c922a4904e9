package cli

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"rcfwd/ui"
)

func TestHelp_printsPagesOfProse(t *testing.T) {
	page := unroff(manual(program{}.command()))
	for _, topic := range helpTopics() {
		var out, said bytes.Buffer
		if code := Execute(Streams{Out: &out, Err: &said}, []string{"help", topic.name}, ui.KeyMap{}); code != ExitDone {
			t.Errorf("help %s exits with %d: %s", topic.name, code, said.String())
		}
		for _, text := range append([]string{topic.intro, topic.outro}, itemTexts(topic)...) {
			if !strings.Contains(squeeze(out.String()), squeeze(text)) {
				t.Errorf("help %s lacks %q", topic.name, text)
			}
			if !strings.Contains(page, squeeze(text)) {
				t.Errorf("the manual lacks %q", text)
			}
		}
		if strings.Contains(out.String(), "Usage:") {
			t.Errorf("help %s tells how to run it: %s", topic.name, out.String())
		}
		for line := range strings.Lines(topic.intro + "\n" + topic.outro) {
			if len(line) > 121 {
				t.Errorf("a line of help %s is too long: %s", topic.name, line)
			}
		}
	}
}

func itemTexts(topic helpTopic) (texts []string) {
	for _, item := range topic.items {
		texts = append(texts, item[0], item[1])
	}
	return texts
}

func TestHelp_namesEveryExitCode(t *testing.T) {
	text := exitTopic().text()
	for _, code := range []int{ExitDone, ExitFailed, ExitUsage, ExitFound, ExitSignIn, ExitIncomplete, ExitHangup, ExitInterrupted, ExitTerminated} {
		if !strings.Contains(" "+strings.ReplaceAll(text, ",", " "), " "+strconv.Itoa(code)+" ") {
			t.Errorf("the page lacks %d: %s", code, text)
		}
	}
	if !strings.Contains(text, "130, 2, 4, 1, 5, 3") {
		t.Errorf("the order of the codes is not that of the contract: %s", text)
	}
}

func TestHelp_explainsEveryKeyOfAFilter(t *testing.T) {
	for _, item := range filtersTopic().items {
		if item[1] == "" {
			t.Errorf("nothing explains %s", item[0])
		}
	}
}
