package uitest

import (
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// unknownRates begins what is said about costs once a run and once a form.
const unknownRates = "rcfwd does not know RingCentral's rates or what it blocks."

// guardedProfile is a profile that forbids some numbers.
const guardedProfile = `default = "work"
[profiles.work.guard]
allow = ["US", "GB"]
refuse = ["premium", "not-allowed", "listed"]
lists = ["fraud.txt"]
`

// allowInternational lets Dana call abroad.
func allowInternational(s *sandbox.Server) {
	s.Change(func(c *sandbox.Company) { c.Extension("104").InternationalCalling = true })
}

// With --yes a risky number is named on stderr and added.
func riskCommand_namesRiskyNumbers(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		allowInternational(s.server)
		for _, tt := range []struct{ phone, says string }{
			{"+881631234567", "it is a satellite phone (+881) (ITU-T E.164"},
			{"+870773111632", "it is a satellite phone (+870, Inmarsat) (ITU-T E.164"},
			{"+18765551234", "it is dialled like a national number and charged as international (Jamaica) (libphonenumber"},
			{"+19005551234", "calls to it are charged at a premium rate (libphonenumber"},
		} {
			out, said, code := s.run("numbers", "add", tt.phone, "--label", "Risk", "--yes", "--format", "{phoneNumber}")
			if code != cli.ExitDone || out != tt.phone+"\n" || !strings.Contains(said, tt.phone+": "+tt.says) || strings.Count(said, unknownRates) != 1 {
				s.t.Errorf("%s: exit %d, %s%s", tt.phone, code, out, said)
			}
			s.must("numbers", "remove", tt.phone, "--yes")
		}
		if _, said, _ := s.run("numbers", "add", "415-555-0188", "--label", "Hut", "--yes"); strings.Contains(said, unknownRates) || strings.Contains(said, "+14155550188: ") {
			s.t.Errorf("a plain number is risky: %s", said)
		}
		_, said, code := s.run("numbers", "set", "Cabin", "--number", "+442079460958", "--dry-run")
		if code != cli.ExitDone || !strings.Contains(said, "+442079460958: it is in United Kingdom, where no number is in use yet (the numbers in use).") || strings.Contains(said, unknownRates) {
			s.t.Errorf("exit %d: %s", code, said)
		}
	})
}

// A rule that is to ring a risky number of the list is one more way to it.
func riskCommand_namesRiskyStepsAndEndings(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		allowInternational(s.server)
		s.must("numbers", "add", "+19005551234", "--label", "Horoscope", "--yes")
		_, said, code := s.run("rules", "step", "add", "work-hours", "Horoscope", "--yes")
		if code != cli.ExitDone || !strings.Contains(said, "+19005551234: calls to it are charged at a premium rate") {
			s.t.Errorf("exit %d: %s", code, said)
		}
		s.input = `noAnswer = { to = "number", phoneNumber = "+881631234567" }`
		_, said, code = s.run("rules", "set", "work-hours", "-f", "-", "--force-current", "--yes")
		if code != cli.ExitDone || !strings.Contains(said, "+881631234567: it is a satellite phone") || strings.Contains(said, "+19005551234:") {
			s.t.Errorf("exit %d: %s", code, said)
		}
	})
}

// An undo, a redo and a rule or a step that is switched on bring calls to a number as well.
func riskCommand_namesWhatIsSwitchedOn(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		s.must("numbers", "add", "+19005551234", "--label", "Horoscope", "--yes")
		s.must("numbers", "remove", "Horoscope", "--yes")
		s.names("+19005551234", "history", "undo", "--yes")
		s.must("history", "redo", "--yes")
		s.names("+19005551234", "history", "undo", "--yes")
		s.must("rules", "step", "add", "Weekly meeting", "Horoscope", "--yes")
		s.must("rules", "off", "Weekly meeting", "--yes")
		s.names("+19005551234", "rules", "on", "Weekly meeting", "--yes")
		s.must("rules", "step", "set", "Weekly meeting", "Horoscope", "--off", "--yes")
		s.names("+19005551234", "rules", "step", "set", "Weekly meeting", "Horoscope", "--on", "--yes")
	})
}

// names runs a command that must say on stderr that a number is charged at a premium rate.
func (s *shell) names(phone string, args ...string) {
	s.t.Helper()
	_, said, code := s.run(args...)
	if code != cli.ExitDone || !strings.Contains(said, phone+": calls to it are charged at a premium rate") {
		s.t.Errorf("rcfwd %s exits with %d: %s", strings.Join(args, " "), code, said)
	}
}
