//go:build !unix

package rest

// isAlive takes every process for alive: what a dead one reserved ends with the window.
func isAlive(int) bool { return true }
