// Package uitest has the test suites of the screen and of the program as a whole.
// A suite is an ordinary function, as in testing/fstest, because the keys are in
// package main, which nothing can import: a test of package main calls each suite
// with the real keys.
//
// The tests stand on three floors. The driver runs the root model over the sandbox,
// without a terminal and with time in the test's hand. Golden compares whole frames
// with those in testdata, at three sizes. The suites in suites_linux.go run the real
// program in a pseudo-terminal and read an emulated screen.
//
// The subtests of a suite are called as their functions, so that
//
//	go test -run Forms/create .
//
// runs those of the form that creates a number. The binary does not import this
// package.
package uitest

import (
	"reflect"
	"runtime"
	"strings"
	"testing"

	"rcfwd/ui"
)

// run runs the tests of a suite in parallel, each under the name of its function.
func run(t *testing.T, keys ui.KeyMap, tests ...func(*testing.T, ui.KeyMap)) {
	t.Parallel()
	for _, test := range tests {
		t.Run(funcName(test), func(t *testing.T) {
			t.Parallel()
			test(t, keys)
		})
	}
}

// runSerially runs the tests of a suite one after the other.
func runSerially(t *testing.T, keys ui.KeyMap, tests ...func(*testing.T, ui.KeyMap)) {
	for _, test := range tests {
		t.Run(funcName(test), func(t *testing.T) { test(t, keys) })
	}
}

// funcName returns the name of a function without its package.
func funcName(f any) string {
	name := runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name()
	return name[strings.LastIndexByte(name, '.')+1:]
}

// Opening tests what the program shows first: numbers, a reason why there are none,
// another extension, and what may not be changed.
func Opening(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		opening_showsNumbersInSixRequests,
		opening_sendsItsRequestsAtOnce,
		changes_sendTheirRequestsAtOnce,
		reload_readsNumbersAndRules,
		readOnly_followsTheFlag,
		readOnly_followsThePermission,
		list_tellsWhyItIsEmpty,
		extension_isFoundByShortNumber,
	)
}

// Connections tests signing in and going from one account to another. Its tests have
// a home of their own in the environment, so they do not run in parallel.
func Connections(t *testing.T, keys ui.KeyMap) {
	runSerially(t, keys,
		signIn_waitsForTheLimit,
		signIn_asksBeforeWhatWasTypedIsLost,
		journal_ofALaterVersionIsReadOnly,
		change_ofALeftConnectionStaysThere,
		undo_ofALeftConnectionStaysThere,
		undo_ofAnotherProgramReadsAgain,
		history_ofAnotherProgramReadsAgain,
		callHandling_isRemembered,
		create_refusesWhatTheProfileForbids,
		switch_refusesWhatTheProfileForbids,
	)
}

// People tests the list of the account's extensions, and opening them.
func People(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		people_opensAnExtensionAndComesHome,
		people_readsTheListOnce,
		people_asksBeforeADraftIsLeft,
		people_tellsWhatMayNotBeRead,
		people_filtersSortsAndMarks,
		people_readsTheAccountAndAnswers,
		people_removesWhereANumberRings,
		people_exportsWhatIsShown,
	)
}

// Numbers tests the list of numbers: filter, marks, order, reload, copies, palette
// and the page of requests.
func Numbers(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		list_filtersMarksAndSorts,
		reload_keepsTheSelectedNumber,
		reload_dropsAnOlderAnswer,
		penalty_isShownAndCanBeLeft,
		labels_reachTheScreenCleaned,
		list_ignoresAPaste,
		palette_runsActions,
		palette_offersWhatStartsLikeItFirst,
		list_copiesNumberAndRecord,
		copy_showsTheTextTheSecondTime,
		copy_returnsToItsForm,
		copy_showsWhatIsTooLong,
		requests_areShownWithoutSecrets,
	)
}

// Forms tests the forms that create and change a number.
func Forms(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		create_sendsTheNumberOfTheGuide,
		create_understandsTypedNumbers,
		create_refusesATypeThatExists,
		refusal_isNotScrolledAway,
		create_tellsLimitsFirst,
		form_takesADigitOnTheFlipRow,
		help_opensOverDialogs,
		question_isScrolled,
		longQuestion_isScrolled,
		create_offersDevices,
		create_showsARefusalOnItsField,
		create_refusesACompanyNumber,
		create_saysWhatItReadsInAPastedNumber,
		edit_sendsOnlyChangedFields,
		create_asksAboutARiskyNumber,
		create_saysARiskThatIsNotAsked,
		edit_asksAboutARiskyNumber,
		fallback_asksAboutARiskyNumber,
		step_asksAboutARiskyNumber,
		switch_asksAboutARiskyNumber,
		edit_keepsTheLabelOfAPredefinedType,
		form_asksOnceBeforeItIsLeft,
	)
}

// Shown tests that the screen says what the service said, and no more.
func Shown(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		shown_flipsOnlyWhereTheServiceDoes,
		shown_scheduleIsUnknown,
		shown_forwardAllOfLegacyAccounts,
		shown_callsInColumns,
		shown_appsOfARuleThatDoesNotRing,
		shown_namesHaveRoom,
		shown_namelessTargetsAreLookedUp,
		shown_acceptedFlipIsNoMove,
		shown_flippedCallSaysWhereItIs,
		shown_addedDeviceHasItsName,
		shown_companyNumberIsOfAKindInWords,
		shown_stepsOfAFlipHaveTheTimeOfTheExtension,
		shown_narrowHistoryHasItsOwnHeads,
		shown_undoOfUnsentEditsIsExplained,
		shown_requestsHaveTheEndsOfTheirPaths,
		shown_lastFieldSaysWhatEnterDoes,
		shown_takenDigitAdvisesWhatIsPossible,
		shown_coworkerIsFoundAsTyped,
		shown_newestStepOfAFlipHasRoom,
		shown_narrowHeadHasTheKeysOfTheScreens,
		shown_timesOfRulesHaveRoom,
		shown_helpGivesASharedReasonOnce,
		shown_oneBadRecordHidesNothing,
		shown_numbersAbroadAreInternational,
	)
}

// Changes tests what changes the list: flip digits, swaps, removals, answers that
// are late or lost.
func Changes(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		flip_setsADigitInTwoKeys,
		flip_swapsATakenDigit,
		flip_movesByOneDigit,
		flip_movesThroughTheDigits,
		flip_isShownWhileItIsSent,
		flip_isSentBeforeAnotherKey,
		flip_sendsNothingWhenMovedBack,
		flip_showsTheTruthAfterARefusal,
		flip_asksAfterAnotherEdit,
		swap_restoresDigitsAfterARefusal,
		rename_isShownInTheRulesBesideTheNumber,
		remove_asksAndStartsOnNo,
		remove_tellsTheOutcomeOfEachNumber,
		remove_refusesTheLineOfADevice,
		change_costsTwoRequests,
		change_waitsForTheJournal,
		change_locksItsRowUntilTheAnswer,
		answer_leavesAnotherFormAlone,
		answer_tellsOfAnotherEdit,
		lostAnswer_isLookedUp,
		quit_waitsForAChangeInFlight,
		list_changesFromNoNumberToOne,
		screens_workAlikeOnBothCallHandlings,
	)
}

// Limits tests what the screen says of rate limits, waits, and changes that are stopped
// half way.
func Limits(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		budget_isShownWhenItIsLow,
		wait_saysWhatIsDone,
		wait_saysHowFarAPlanHasCome,
		stoppedChange_saysWhatWasDone,
		stoppedSwap_isPutBack,
		stoppedLookUp_saysThatTheReadWaits,
	)
}

// History tests undo and redo, the screen of what was changed, and conflicts with
// the edits of another user.
func History(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		undo_restoresAndRedoRepeats,
		undo_waitsForAChangeInFlight,
		undo_waitsForTheNumbers,
		undo_restoresANumberInCustomRules,
		history_filtersAndUndoes,
		conflict_showsThreeColumns,
		conflict_waitsForTheOpenForm,
		removalConflict_startsOnNo,
	)
}

// NumberUses tests numbers on new call handling, where a number is in the flip list,
// in rules or in both.
func NumberUses(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		create_asksForRulesOnNewCallHandling,
		create_setsDigitAndRules,
		create_finishesAHalfDoneAddition,
		create_namesWhatIsMissing,
		preview_showsOnlyTheChange,
		preview_hasNoEmptyValues,
		ruleChoice_fitsANarrowForm,
		ruleOnlyNumber_showsNoFieldsOfV1,
		removal_asksFromWhere,
		removal_asksYesOrNoForOnePlace,
		removal_asksAgainAfterAnotherEdit,
		removal_tellsWhatIsHalfDone,
		removal_stopsAtARefusal,
		removal_keepsTheCursorAndUpdatesTheRules,
		removalFromWhere_startsOnNo,
		removalOfSeveral_takesEachFromItsPlace,
	)
}

// Unseen tests that no key acts on what the user cannot have seen: the cursor follows
// its thing, what diverts calls asks, drafts are not lost, a notice does not outlive an
// edit, and what is not known is not called none.
func Unseen(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		ringCursor_followsItsStep,
		ringCursor_followsAGroup,
		ringCursor_returnsToARestoredStep,
		numberCursor_returnsToARestoredNumber,
		picker_keepsItsCursorWhenItGrows,
		silentRule_isAskedAbout,
		silentRule_isNamedByRemovalAndUndo,
		diversion_asksAndStaysInTheTopLine,
		ruleSwitch_saysWhatItDoes,
		drafts_areNotLost,
		drafts_areMarkedInTheTopLine,
		connection_asksBeforeItDropsADraft,
		notice_goesWithAnEdit,
		unknownNumbers_areNotNone,
		unknownCalls_areNotNone,
		conflict_asksBeforeItDropsWhatWasTyped,
		burst_answersNoQuestion,
		burst_writesNothing,
	)
}

// RingOrder tests the screen of the rules: who rings, the steps, where calls go, and
// the switches.
func RingOrder(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		ringOrder_showsWhoRingsWhen,
		ringOrder_isComposedThenWrittenOnce,
		ringOrder_showsChangesBeforeWriting,
		ringOrder_asksBeforeDroppingADraft,
		ringOrder_neverOverwritesAnotherEdit,
		ringOrder_findsAConflictThatWasReadAlready,
		ringOrder_keepsTheDraftOfARemovedRule,
		ringOrder_tellsThatRulesAreLoading,
		ringOrder_coversNewCallHandling,
		ringRow_keepsItsEndBehindLongNames,
		notice_goesWithTheNextKey,
		stepKeys_tellWhereTheyWork,
		stepKeys_goToBothEnds,
		step_keepsItsLengthOffAndOn,
		ownApps_ringFirstOrToTheEnd,
		coworker_isFoundByName,
		coworkerLookup_canBeGivenUp,
		group_losesOneMemberByName,
		devices_areOfferedOnceRead,
		fallback_isAskedAndWritten,
		forwardAll_isSwitchedOnWithItsDestination,
		fallback_canBeACoworkersVoicemail,
		fallbackForm_asksBeforeItIsLeft,
		afterHours_ringOrGoElsewhere,
		rules_tellWhyTheyCannotBeChanged,
		customRules_areShownSwitchedAndChanged,
		rules_areAddedWithASchedule,
		rules_areForCertainCallers,
		ruleForm_saysWhatIsMissing,
		workHours_areChanged,
		rules_areRemovedAndRestored,
		ruleForm_isClosedWhileNothingMayChange,
		customRules_tellWhyTheyAreMissing,
		ruleSwitch_isRefusedWhileThereIsADraft,
		ruleSwitch_isRefusedAfterTheMove,
		ruleSwitch_tellsWhenTheRuleApplies,
	)
}

// Move tests an account that moves from legacy to new call handling meanwhile.
func Move(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		move_isNoticedOnReload,
		move_keepsTheDraftAndSendsNothing,
		move_happensByFault,
		undo_worksAfterTheMove,
		topLine_namesTheCallHandling,
	)
}

// Calls tests live calls and their flips.
func Calls(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		calls_areShownAndFlipped,
		calls_showOnEveryScreen,
		calls_disappearWhenTheyEnd,
		calls_surviveAStormOfEvents,
		calls_arePolledWithoutEvents,
		callFlip_canBeEndedWhileRinging,
		events_waitForAPenalty,
		polling_isNotStoppedByEsc,
	)
}

// Drawing tests frames of every screen, form and dialog: any size, any text, no need
// of color, and a paste that presses no key.
func Drawing(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		frames_fitEverySize,
		text_keepsItsColumns,
		marks_needNoColor,
		colors_areTheTerminalsOwn,
		question_isNotAnsweredWithoutRoom,
		paste_pressesNoKey,
		paste_fillsAField,
		paste_isCutWithAWord,
		idle_writesNothing,
	)
}
