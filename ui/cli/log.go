package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
)

// openLog opens the file that requests are logged to, at its end. The log holds
// data about people's phones, so only its owner may read it: an existing file that
// others can read is refused, and a link, which another user may have made, is not
// followed.
func openLog(name string) (*os.File, error) {
	there, err := os.Lstat(name)
	flag := os.O_WRONLY | os.O_APPEND
	switch {
	case errors.Is(err, fs.ErrNotExist):
		flag |= os.O_CREATE | os.O_EXCL
	case err != nil:
		return nil, fmt.Errorf("the log cannot be written: %w", err)
	default:
		if err := checkLog(name, there); err != nil {
			return nil, err
		}
	}
	file, err := os.OpenFile(name, flag, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the log cannot be written: %w", err)
	}
	if now, err := file.Stat(); there != nil && (err != nil || !os.SameFile(there, now)) {
		file.Close()
		return nil, fmt.Errorf("the log cannot be written: %s was replaced at the same time; try again", name)
	}
	return file, nil
}

// checkLog returns the reason when an existing file must not be the log.
func checkLog(name string, info fs.FileInfo) error {
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("the log cannot be written: %s is a link; name the file that it leads to", name)
	case !info.Mode().IsRegular():
		return fmt.Errorf("the log cannot be written: %s is not a file; name another", name)
	case info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows": // where the mode does not tell who can read
		return fmt.Errorf("the log cannot be written: other users of this machine can access %s; run chmod 600 on it, or name another", name)
	}
	return nil
}
