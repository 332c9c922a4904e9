// Package output prints the records of a command: as a table for people, and in the forms
// that scripts read (see Form). A command describes the fields of its records once, as a
// List; the forms, the choice of fields and the JSON schema follow from it.
//
// JSON, JSON lines and CSV may only grow: a field keeps its name and its kind.
package output
