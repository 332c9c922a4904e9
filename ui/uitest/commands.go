package uitest

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// Commands tests what scripts use: each command runs in this process against a sandbox.
func Commands(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		numbersCommand_listsNumbers,
		numbersCommand_changesNumbers,
		numbersCommand_saysHowARuleRingsANewNumber,
		numbersCommand_selectsByWholeWordsOnly,
		numbersCommand_refusesWhatHasAnotherHash,
		commands_refuseEmptyValues,
		commands_sendNothingWhenReadOnly,
		riskCommand_namesRiskyNumbers,
		riskCommand_namesRiskyStepsAndEndings,
		riskCommand_namesWhatIsSwitchedOn,
		statusCheck_showsNothingPrivate,
		statusCheck_saysWhatCouldNotBeRead,
		api_printsTheAnswerAsItCame,
		api_readsAllPages,
		api_printsWhatItReadBeforeAPageFailed,
		api_refusesWhatLeadsElsewhere,
		api_changesNothingWhenReadOnly,
		api_makesTheBodyOfFields,
		api_namesTheVerbThatDoesTheSame,
		api_takesTheOpenExtensionForTheTilde,
		api_lostAnswerIsUnknown,
		numbersCommand_leavesOneRule,
		rulesCommand_findsRulesByIDNameAndKind,
		rulesCommand_readsBackWhatItShows,
		rulesCommand_printsJSONAsTOML,
		rulesCommand_changesOnlyWhatTheFileSays,
		rulesCommand_replacesSteps,
		rulesCommand_keepsWhatItDoesNotKnow,
		rulesCommand_refusesWhatAnotherUserChanged,
		rulesCommand_editsInAnEditor,
		rulesCommand_changesSteps,
		rulesCommand_switchesRules,
		rulesCommand_forwardsAllCallsUntilATime,
		rulesCommand_forwardsAllCallsOnLegacy,
		rulesCommand_switchesAndChangesAtOnce,
		rulesCommand_addsAndRemovesRules,
		rulesCommand_changesWorkHours,
		rulesCommand_saysWhatToType,
		rulesCommand_namesWhatItCannotDo,
		rulesCommand_ringsDevicesAndPeople,
		output_keepsItsForm,
		output_goldensAreOfCommands,
		schema_holdsForEveryCommand,
		schema_ofOneCommandIsThatOfAll,
		schema_validatorFindsWhatIsWrong,
		commands_askOnceForAPermission,
		commands_takeWholeNamesOfExtensions,
		peopleCommand_printsPagesAsTheyCome,
		peopleCommand_stopsAtItsLimit,
		peopleCommand_tellsThatTheRestIsMissing,
		peopleCommand_filters,
		peopleCommand_keepsExactTexts,
		sweepCommand_readsTheAccount,
		sweepCommand_namesWhatTheRoleDoesNotShow,
		sweepCommand_refusesWrongFlags,
		watchCommand_followsTheAccount,
		devicesCommand_listsDevices,
		callsCommand_listsCallsWithoutASocket,
		callsCommand_flips,
		callsCommand_goesOnWithAFlip,
		callsCommand_refusesWhatItCannotFlip,
		callsCommand_watches,
		commands_lookUpWhatALostAnswerDid,
		forwardsCommand_selectsUses,
		forwardsCommand_readsOnce,
		forwardsCommand_namesWhatWasNotRead,
		whoForwardsCommand_findsTargets,
		auditCommand_reportsFindings,
		indexCommand_clearsTheIndex,
		historyCommand_undoesAndRedoes,
		historyCommand_printsWholeEntries,
		historyCommand_namesWhatWasChanged,
	)
}

// shell runs commands, one after another, on one sandbox.
type shell struct {
	t      *testing.T
	keys   ui.KeyMap
	server *sandbox.Server // nil: each command has one of its own
	args   []string        // of every command
	width  int             // of the terminal that commands print to; 0 is a pipe
	input  string          // what commands read

	journals *cli.Journals     // of the sandbox; nil: each command has one of its own
	env      map[string]string // what they find in the environment of an editor
}

func newShell(t *testing.T, keys ui.KeyMap, o sandbox.Options, args ...string) *shell {
	t.Helper()
	if o.Base = cli.DemoServer; o.Limits == (sandbox.Limits{}) {
		o.Limits = sandbox.GenerousLimits()
	}
	server, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return &shell{t: t, keys: keys, server: server, args: append(args, "--demo"), journals: &cli.Journals{}}
}

// run runs a command and returns what it prints, what it tells people, and its exit code.
func (s *shell) run(args ...string) (out, said string, code int) {
	s.t.Helper()
	var to, told bytes.Buffer
	on := cli.Streams{Out: &to, Err: &told, Sandbox: s.server, Width: s.width, Clock: mondayMorning, Journals: s.journals,
		Getenv: func(name string) string { return s.env[name] }}
	if s.input != "" {
		on.In = s.file("input", s.input)
		defer on.In.Close()
	}
	code = cli.Execute(on, s.with(args), s.keys)
	return to.String(), told.String(), code
}

// mondayMorning is a time in the work hours of the demo company.
func mondayMorning() time.Time { return time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC) }

// file returns a new file with a text, open for reading.
func (s *shell) file(name, text string) *os.File {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		s.t.Fatal(err)
	}
	return f
}

// with returns a command line with the flags of every command, before a --.
func (s *shell) with(args []string) []string {
	at := slices.Index(args, "--")
	if at < 0 {
		at = len(args)
	}
	return slices.Concat(args[:at], s.args, args[at:])
}

// must runs a command that succeeds.
func (s *shell) must(args ...string) string {
	s.t.Helper()
	out, said, code := s.run(args...)
	if code != cli.ExitDone {
		s.t.Fatalf("rcfwd %s exits with %d: %s%s", strings.Join(args, " "), code, out, said)
	}
	return out
}

// fails runs a command that exits with a code and tells people something.
func (s *shell) fails(code int, says string, args ...string) {
	s.t.Helper()
	if out, said, got := s.run(args...); got != code || !strings.Contains(said, says) {
		s.t.Errorf("rcfwd %s exits with %d, want %d and %q: %s%s", strings.Join(args, " "), got, code, says, out, said)
	}
}

// decoded runs a command and reads the JSON that it prints.
func decoded[T any](s *shell, args ...string) (v T) {
	s.t.Helper()
	out := s.must(args...)
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		s.t.Fatalf("rcfwd %s prints %s: %v", strings.Join(args, " "), out, err)
	}
	return v
}

// onBothHandlings runs a test on legacy and on new call handling.
func onBothHandlings(t *testing.T, keys ui.KeyMap, test func(*shell)) {
	for _, handling := range []string{"legacy", "new"} {
		t.Run(handling, func(t *testing.T) { test(newShell(t, keys, sandbox.Options{CallHandling: handling})) })
	}
}

func numbersCommand_listsNumbers(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		const want = "1\t+14134294674\n2\t+16505130930\n3\t+16502245476\n4\t+14155550118\n5\t+15305550142\n6\t+15305550167\n"
		if got := s.must("numbers", "--format", `{flipNumber}\t{phoneNumber}`); got != want {
			s.t.Errorf("%s", got)
		}
		rows := decoded[[]struct {
			Label string
			Rings []struct{ Name string }
			Hash  string
		}](s, "numbers", "list", "--json", "label,rings,hash")
		if len(rows) != 6 || rows[1].Label != "Mobile" || len(rows[1].Rings) < 2 || len(rows[1].Hash) != 64 {
			s.t.Errorf("%+v", rows)
		}
	})
}

func numbersCommand_changesNumbers(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		for _, step := range []struct{ args, now string }{
			{"set Mobile --flip 7", "1 7 3 4 5 6"},
			{"set Mobile --flip 7", "1 7 3 4 5 6"},
			{"swap Mobile flip:3", "1 3 7 4 5 6"},
			{"set number:650-513-0930 --number 650-513-0931", "1 3 7 4 5 6"},
			{"remove +16505130931", "1 7 4 5 6"},
			{"add 415-555-0188 --label Hut --flip 8", "1 7 4 5 6 8"},
			{"rm Hut Cabin", "1 7 4 6"},
		} {
			s.must(append(append([]string{"numbers"}, strings.Fields(step.args)...), "--yes")...)
			if got := strings.Join(strings.Fields(s.must("numbers", "--format", "{flipNumber}")), " "); got != step.now {
				s.t.Errorf("after %s the digits are %s, want %s", step.args, got, step.now)
			}
		}
	})
}

// Where no rule can ring a number that is not in the list yet, the way is said.
func numbersCommand_saysHowARuleRingsANewNumber(t *testing.T, keys ui.KeyMap) {
	add := []string{"numbers", "add", "415-555-0188", "--label", "Hut", "--rule", "work-hours", "--yes"}
	newShell(t, keys, sandbox.Options{CallHandling: "new"}).must(add...)
	s := newShell(t, keys, sandbox.Options{})
	s.fails(cli.ExitFailed, "Leave --rule out, and then use rcfwd rules step add business-hours-rule NUMBER", add...)
	if s.writes() > 0 {
		t.Error("something was sent")
	}
}

func numbersCommand_selectsByWholeWordsOnly(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		s.fails(cli.ExitFailed, `No number is called "Mobi". There are`, "numbers", "show", "Mobi")
		s.must("numbers", "add", "650-555-0177", "--label", "+15305550142", "--yes") // the number of Cabin as a label
		s.fails(cli.ExitFailed, "Choose one: id:", "numbers", "rm", "+15305550142", "--yes")
		if got := s.must("numbers", "show", "number:+15305550142", "--format", "{label}"); got != "Cabin\n" {
			s.t.Errorf("%s", got)
		}
	})
}

func numbersCommand_refusesWhatHasAnotherHash(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		hash := strings.TrimSpace(s.must("numbers", "show", "Cabin", "--format", "{hash}"))
		s.must("numbers", "set", "Cabin", "--label", "Hut", "--yes", "--if-unchanged", hash)
		s.fails(cli.ExitFailed, "Nothing was sent", "numbers", "set", "Hut", "--flip", "8", "--yes", "--if-unchanged", hash)
		if got := s.must("numbers", "show", "Hut", "--format", "{flipNumber}"); got != "5\n" {
			s.t.Errorf("the digit is %s", got)
		}
	})
}
