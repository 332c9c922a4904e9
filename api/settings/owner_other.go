//go:build !unix

package settings

import "io/fs"

const openFlags = 0

// checkOwner accepts everything: the folder under the user's profile is closed
// to others by its access list, which the mode does not show.
func checkOwner(string, fs.FileInfo, string) error { return nil }

func checkWritable(string, fs.FileInfo) error { return nil }

// syncFolder does nothing: a folder cannot be opened for it.
func syncFolder(string) error { return nil }
