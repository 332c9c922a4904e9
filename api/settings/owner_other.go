//go:build !unix

package settings

import "io/fs"

const (
	openFlags = 0
	nonBlock  = 0
	hasModes  = false
)

// checkOwner accepts everything. On Windows the access list of the user's profile,
// which the mode does not show, keeps other users out.
func checkOwner(string, string, fs.FileInfo, string) error { return nil }

func isOurs(fs.FileInfo) bool { return true }

func checkPlace(string) error { return nil }

func lockedOut(...string) error { return nil }

func checkWritable(string, fs.FileInfo) error { return nil }

// syncFolder does nothing: Windows does not open a folder for that.
func syncFolder(string) error { return nil }
