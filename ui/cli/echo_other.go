//go:build !unix

package cli

// hideTyping does nothing: term.ReadPassword turns the echo off.
func hideTyping(uintptr) {}
