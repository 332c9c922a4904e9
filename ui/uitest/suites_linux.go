package uitest

import (
	"testing"

	"rcfwd/ui"
)

// Terminal tests how the program treats the terminal that it runs on: it asks the
// terminal nothing, leaves it as it was after any end, suspends, and draws any text.
func Terminal(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		terminal_isAskedNothing,
		terminal_isTouchedLast,
		terminal_isRequired,
		terminal_isRestored,
		terminal_isRestoredAfterAPanic,
		terminal_pasteAlwaysEnds,
		terminal_thatIsStuckDoesNotBlockTheEnd,
		terminal_thatIsGoneEndsTheProgram,
		terminal_thatCannotBeWrittenToEndsTheProgram,
		terminal_getsNoLogOfALibrary,
		terminal_withoutColorsGetsNone,
		console_getsNoKeyboardModes,
		suspend_releasesTheTerminal,
		suspend_endsOnASignal,
		suspend_isRefusedWithoutAShell,
		stop_isFollowedByAWholeScreen,
		stop_isFollowedByTheEnd,
		copy_reachesTheTerminal,
		copy_reachesTmux,
		glyphs_followTheTerminal,
		text_isNotTorn,
		text_isNotTornInTmux,
	)
}

// Start tests what every command pays before it does anything.
func Start(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		start_initializesLittle,
		start_needsLittleMemory,
	)
}

// EndToEnd tests the real program in a pseudo-terminal, by its keys.
func EndToEnd(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		program_flipsALiveCall, // takes longest, so it starts first
		program_createsEditsReordersAndRemoves,
		program_keepsWhatWasTypedAfterARefusal,
		program_followsTheSize,
		program_worksOverHTTP,
		program_takesAPasteForText,
		program_takesNoAnswerFromABurst,
		change_isLookedUpAfterTheProgramWasEnded,
		requestLog_holdsNoSecretsAndNoNumbers,
	)
}

// CommandLine tests commands, flags and settings of the real program.
func CommandLine(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		help_coversEveryCommand,
		usage_errorsExitWithTwo,
		api_isInTheJournal,
		api_readsFiveThousandPeople,
		usage_namesAWrongValue,
		output_thatFailsExitsWithOne,
		history_saysThatNothingMatches,
		history_needsNoSignIn,
		callsWatch_endsWithCtrlC,
		commands_sayOnceThatTheyWereInterrupted,
		flags_areCheckedBeforeAnythingOpens,
		settings_areCheckedBeforeTheTerminal,
		settings_ofAnEarlierVersionAreAccepted,
		history_ofAnEarlierVersionIsRead,
		history_namesDamagedLines,
		keySettings_areCheckedWithTheirLine,
		keySettings_replaceBuiltInKeys,
		sandbox_printsTheVariablesOfTheSamples,
		completion_worksInBash,
		completion_worksInFish,
		completion_keepsNamesPrivately,
		exitCodes_areThoseOfTheTable,
		exitCodes_nameTheSignal,
		exitCodes_ofOutput,
		commands_andAScreenOverwriteNothing,
		commands_andAScreenUndoForwardingOfAllCalls,
		riskCommand_refusesWhatTheProfileForbids,
		riskCommand_refusesToSwitchOnWhatTheProfileForbids,
		riskCommand_asksOnATerminal,
		profiles_areReadSideBySide,
		commands_signInOnce,
		commands_stayOutOfPenalties,
		commands_sayThatNoTokenIsKept,
		commands_stopAtALimitOnAllRequests,
		commands_waitNoLongerThanTheirTimeout,
		commands_withoutAStateFolderOnlyRead,
	)
}

// SignIn tests rcfwd login and the sign-in on the screen, through the whole life of
// a session.
func SignIn(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		signIn_worksByABrowserElsewhere,
		signIn_returnsByTheBrowserAfterAWrongPaste,
		login_asksInPlainLines,
		login_takesFlagsAndAFile,
		login_takesAPaste,
		login_asksAgainAndShowsNoSecret,
		login_opensTheBrowserWithoutATerminal,
		login_keepsTheSignInWithItsProfile,
		login_returnsByTheBrowser,
		login_tellsWhatIsMissingOverAPipe,
		loginFlags_areChecked,
		palette_switchesProfiles,
	)
}

// Bytes tests what a slow link feels: the bytes that the program writes. On a busy
// machine answers come in later and the start takes more frames, so its tests do not
// run beside others.
func Bytes(t *testing.T, keys ui.KeyMap) {
	runSerially(t, keys,
		keys_costFewBytes,
		formKeys_costFewBytes,
	)
}
