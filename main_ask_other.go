//go:build !unix

package main

// hideTyping leaves the hiding to the reading of a password.
func hideTyping(uintptr) {}
