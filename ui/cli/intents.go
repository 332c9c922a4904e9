package cli

// intentVerb is what a script has in the place of an intent of the screen: a verb, or the
// reason why there is none.
type intentVerb struct {
	verb string // as in "numbers add"
	why  string // why there is no verb; empty where there is one
}

// Reasons that several intents share.
const (
	onlyAScreen = "it concerns what the screen shows"
	onlyADialog = "it opens, closes or fills a dialog; a command takes the same as arguments and flags"
)

// intentVerbs is the table of all intents of package ui, by their types. It is made when it
// is asked for, so that no start pays for it.
func intentVerbs() map[string]intentVerb {
	return map[string]intentVerb{
		"quit":         {why: onlyAScreen},
		"quitNow":      {why: onlyAScreen},
		"suspend":      {why: onlyAScreen},
		"redraw":       {why: onlyAScreen},
		"reload":       {why: "each command reads what it shows"},
		"goTo":         {why: onlyAScreen},
		"goBack":       {why: onlyAScreen},
		"showNotice":   {why: onlyAScreen},
		"copyText":     {why: "a command prints what can be copied"},
		"closeDialog":  {why: onlyADialog},
		"reopen":       {why: onlyADialog},
		"askRisk":      {why: "a write of a command shows what is risky before it asks"},
		"acceptRisk":   {why: onlyADialog},
		"openHelp":     {why: "help prints the same for commands"},
		"openRequests": {why: "--log writes every request to a file"},
		"leaveForm":    {why: onlyADialog},
		"openPalette":  {why: onlyADialog},
		"pick":         {why: onlyADialog},

		"askCreate":        {why: onlyADialog},
		"askEdit":          {why: onlyADialog},
		"askRemove":        {why: onlyADialog},
		"askFlip":          {why: onlyADialog},
		"create":           {verb: "numbers add"},
		"changeNumber":     {verb: "numbers set"},
		"remove":           {verb: "numbers remove"},
		"confirmedSwap":    {verb: "numbers swap"},
		"setFlip":          {verb: "numbers set"},
		"swapFlip":         {verb: "numbers swap"},
		"moveFlip":         {verb: "numbers swap"},
		"askLeaveConflict": {why: onlyADialog},
		"resolveConflict":  {why: "a command that meets a conflict ends, and says what another user changed"},

		"saveRule":      {verb: "rules set"},
		"askSaveRule":   {why: onlyADialog},
		"askSwitchRule": {why: onlyADialog},
		"switchRule":    {verb: "rules on"},
		"askCreateRule": {why: onlyADialog},
		"askEditRule":   {why: onlyADialog},
		"askRemoveRule": {why: onlyADialog},
		"createRule":    {verb: "rules add"},
		"changeRule":    {verb: "rules set"},
		"removeRule":    {verb: "rules remove"},
		"dropDraft":     {why: "a command keeps no draft"},
		"askDropDraft":  {why: onlyADialog},
		"askStep":       {why: onlyADialog},
		"addStep":       {verb: "rules step add"},
		"askRemoveStep": {why: onlyADialog},
		"askFallback":   {why: onlyADialog},
		"editRing":      {verb: "rules step set"},
		"askPerson":     {why: onlyADialog},
		"findPerson":    {verb: "people list"},

		"askCallFlip": {why: onlyADialog},
		"flipCall":    {verb: "calls flip"},
		"answerFlip":  {verb: "calls back"},

		"openExtension": {why: "--extension names the extension"},
		"askWho":        {why: "rcfwd who-forwards-to answers this"},
		"sweepAccount":  {why: onlyADialog},
		"runSweep":      {verb: "sweep"},
		"leaveSweep":    {why: onlyADialog},
		"askExport":     {why: onlyADialog},
		"exportRows":    {verb: "forwards"},
		"goHome":        {why: "a command without --extension works on the own one"},

		"undo":    {verb: "history undo"},
		"redo":    {verb: "history redo"},
		"runPlan": {verb: "history undo"},

		"askSignIn":      {why: onlyADialog},
		"signIn":         {verb: "login"},
		"paste":          {verb: "login"},
		"leaveSignIn":    {why: onlyADialog},
		"openProfile":    {why: "--profile names the profile"},
		"openDemo":       {why: "--demo opens the demo"},
		"openConnection": {why: "--profile names the profile"},
	}
}

// IntentVerbs returns, for each type of package ui that is an intent, the command that
// does the same, as in "numbers add", or else the reason why there is none. Tests compare
// it with the types and with the commands.
func IntentVerbs() (commands, reasons map[string]string) {
	commands, reasons = map[string]string{}, map[string]string{}
	for name, v := range intentVerbs() {
		if v.verb != "" {
			commands[name] = v.verb
		} else {
			reasons[name] = v.why
		}
	}
	return commands, reasons
}
