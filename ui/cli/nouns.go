package cli

// nouns is the table of the commands that have verbs.
func nouns() []noun {
	return []noun{numbersNoun(), rulesNoun(), callsNoun(), peopleNoun(), devicesNoun(), historyNoun(), indexNoun(), sweepNoun()}
}

// soleVerbs are the commands that are a verb alone.
func soleVerbs() []*verb {
	return []*verb{apiVerb(), forwardsVerb(), whoForwardsVerb(), auditVerb(), watchVerb()}
}
