package settings

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxConfig is the size in bytes that no config.toml exceeds. A thousand profiles are
// about as much.
const maxConfig = 256 << 10

// byteOrderMark begins the files of some editors.
const byteOrderMark = "\xef\xbb\xbf"

// configFile is a config.toml as it was read.
type configFile struct {
	text   []byte // without the byte order mark
	marked bool   // there is a byte order mark
	info   fs.FileInfo
}

// readConfig reads a file. One that does not exist is empty and has no info.
func readConfig(path string) (configFile, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|nonBlock, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return configFile{}, nil
	}
	if err != nil {
		return configFile{}, fileError("read", path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return configFile{}, fileError("read", path, err)
	}
	if !info.Mode().IsRegular() {
		return configFile{}, UserErrorf(nil, "%s is not a file. Move it away: mv %s %s", path, ShellQuote(path), ShellQuote(path+".old"))
	}
	text, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err != nil {
		return configFile{}, fileError("read", path, err)
	}
	if err := checkConfigText(path, text); err != nil {
		return configFile{}, err
	}
	text, marked := bytes.CutPrefix(text, []byte(byteOrderMark))
	return configFile{text, marked, info}, nil
}

// checkConfigText returns an error for what cannot be TOML.
func checkConfigText(path string, text []byte) error {
	switch {
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")):
		return UserErrorf(nil, "%s is saved as UTF-16. Save it as UTF-8.", path)
	case len(text) > maxConfig, bytes.IndexByte(text, 0) >= 0:
		return UserErrorf(nil, "%s is not a settings file of rcfwd. Move it away: mv %s %s", path, ShellQuote(path), ShellQuote(path+".old"))
	}
	return nil
}

// prepare writes a new text beside the file, with the mode of the file. A link stays a
// link, also one to a file that does not exist: some people keep their settings in a
// repository.
func (f configFile) prepare(path string, text []byte) (pendingFile, error) {
	path, err := resolveLinks(path)
	if err != nil {
		return pendingFile{}, err
	}
	if err := MakeFolder(filepath.Dir(path)); err != nil {
		return pendingFile{}, err
	}
	if f.marked {
		text = append([]byte(byteOrderMark), text...)
	}
	mode := fs.FileMode(0o600)
	if f.info != nil {
		mode = f.info.Mode().Perm()
	}
	return prepareFile(path, text, func(temp string) (*os.File, error) {
		file, err := createNew(temp)
		if err == nil {
			err = file.Chmod(mode)
		}
		return file, err
	})
}

// maxLinks is the number of links that lead from one to the next at most, as on Linux.
const maxLinks = 40

// resolveLinks returns the path that a link leads to, whether something is there or not,
// and any other path as it is. The folder that a link leads to must exist: it may be of
// a disk or a repository that is not there now.
func resolveLinks(path string) (string, error) {
	start := path
	for range maxLinks {
		target, err := os.Readlink(path)
		if err != nil {
			return path, nil // no link
		}
		if !filepath.IsAbs(target) {
			folder, err := filepath.EvalSymlinks(filepath.Dir(path))
			if err != nil {
				return "", fileError("write", start, err)
			}
			target = filepath.Join(folder, target)
		}
		if dir := filepath.Dir(target); !exists(dir) {
			return "", UserErrorf(nil, "%s is a link to %s, and that folder does not exist. Create it: mkdir -p %s", start, target, ShellQuote(dir))
		}
		path = target
	}
	return "", UserErrorf(nil, "%s is a link that leads to itself. Remove it: rm %s", start, ShellQuote(start))
}
