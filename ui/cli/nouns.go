package cli

// nouns is the table of the commands that have verbs.
func nouns() []noun {
	return []noun{numbersNoun(), rulesNoun(), callsNoun(), peopleNoun(), devicesNoun(), historyNoun(), sweepNoun()}
}
