package settings

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
)

// firstLines begin a config.toml that rcfwd creates.
const firstLines = "# Settings of rcfwd. Secrets are kept elsewhere.\nversion = 1\n"

// Save writes one profile into the file and changes nothing else, neither comments
// nor order. With makeDefault it also names it as the default. It edits the file
// as it is now, not as it was loaded, and then c matches the file.
//
// A file whose layout cannot be edited stays as it is. The error says then what to
// write by hand. A file of a later version stays as it is, too; the error is a
// *NewerFileError.
func (c *Config) Save(p Profile, makeDefault bool) error {
	if err := CheckName(p.Name); err != nil {
		return err
	}
	source, info, err := readConfig(c.Path)
	if err != nil {
		return err
	}
	before, err := parseConfig(c.Path, source, emptyTables(c.others))
	if err != nil {
		return err
	}
	if err := before.Newer(); err != nil {
		return err
	}
	text := before.edited(p, makeDefault)
	after, err := parseConfig(c.Path, text, emptyTables(c.others))
	if err != nil || !before.becomes(after, p, makeDefault) {
		return UserErrorf(nil, "%s is laid out in a way that rcfwd does not edit. Set by hand:%s", c.Path, byHand(p))
	}
	if err := c.write(text, info); err != nil {
		return err
	}
	c.Default, c.Profiles, c.source = after.Default, after.Profiles, text
	return nil
}

// emptyTables returns tables of the same types with nothing in them.
func emptyTables(others []Table) []Table {
	all := make([]Table, len(others))
	for i, t := range others {
		all[i] = Table{t.Name, reflect.New(reflect.TypeOf(t.Into).Elem()).Interface()}
	}
	return all
}

// write replaces the file and keeps its mode. A link stays a link: some people
// keep their settings in a repository.
func (c *Config) write(text []byte, info fs.FileInfo) error {
	path, mode := c.Path, fs.FileMode(0o600)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if info != nil {
		mode = info.Mode().Perm()
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fileError("make the folder", filepath.Dir(path), err)
	}
	return replaceFile(path, text, func(temp string) (*os.File, error) {
		f, err := createNew(temp)
		if err == nil {
			err = f.Chmod(mode)
		}
		return f, err
	})
}

// becomes reports whether after is c with the profile saved in it and nothing else
// changed.
func (c *Config) becomes(after *Config, p Profile, makeDefault bool) bool {
	want := slices.Clone(c.Profiles)
	if i := slices.IndexFunc(want, func(q Profile) bool { return q.Name == p.Name }); i >= 0 {
		want[i] = p
	} else {
		want = append(want, p)
	}
	name := c.Default
	if makeDefault {
		name = p.Name
	}
	return after.Default == name && slices.EqualFunc(after.Profiles, want, func(a, b Profile) bool {
		return reflect.DeepEqual(fileProfileOf(a), fileProfileOf(b))
	})
}
