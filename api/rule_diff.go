package api

// Diff says in words what differs between two versions of a rule, a line for
// each difference; empty for none.
func Diff(old, new Rule) []string { return nil }
