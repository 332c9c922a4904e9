// Package filter reads the words that select extensions of an account, and matches them:
// what is typed after / on a screen, and the arguments of commands. There is one reader of
// filters, so that a text selects the same everywhere.
package filter
