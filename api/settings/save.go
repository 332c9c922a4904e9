package settings

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
)

// firstLines begin a config.toml that rcfwd creates.
const firstLines = "# Settings of rcfwd. Secrets are kept elsewhere.\nversion = 1\n"

// Save edits one profile in the file and changes nothing else, neither comments nor
// order. A profile that the file lacks is added, and the first one becomes the default.
// edit changes the profile as the file has it now, not as it was loaded: no other rcfwd
// saves meanwhile. A file that would not change is not written. Afterwards c matches
// the file.
//
// keep, unless it is nil, runs once the new text is on the disk and only a rename is
// left. The rename follows when keep succeeds. Its error is returned as it is.
//
// A file whose layout cannot be edited stays as it is. The error says then what to
// write by hand. A file of a later version stays as it is, too; the error is a
// *NewerFileError.
func (c *Config) Save(ctx context.Context, name string, edit func(*Profile), keep func() error) error {
	if err := CheckName(name); err != nil {
		return err
	}
	unlock, err := c.folders.lockConfig(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	next, pending, err := c.prepare(name, edit)
	if err != nil {
		return err
	}
	if keep != nil {
		if err := keep(); err != nil {
			pending.discard()
			return err
		}
	}
	if err := pending.commit(); err != nil {
		return err
	}
	c.Default, c.Profiles, c.source = next.Default, next.Profiles, next.source
	return nil
}

// Probe finds out whether Save will work, before a person is asked for a secret.
func (c *Config) Probe(name string, edit func(*Profile)) error {
	_, pending, err := c.prepare(name, edit)
	pending.discard()
	return err
}

// prepare returns what the file is to hold, and that content beside the file.
func (c *Config) prepare(name string, edit func(*Profile)) (*Config, pendingFile, error) {
	file, err := readConfig(c.Path)
	if err != nil {
		return nil, pendingFile{}, err
	}
	before, err := parseConfig(c.Path, file.text, emptyTables(c.others))
	if err != nil {
		return nil, pendingFile{}, err
	}
	if err := before.Newer(); err != nil {
		return nil, pendingFile{}, err
	}
	if err := before.checkCase(name); err != nil {
		return nil, pendingFile{}, err
	}
	p, _ := before.Profile(name)
	p.Name = name
	edit(&p)
	text := before.edited(&p)
	after, err := parseConfig(c.Path, text, emptyTables(c.others))
	if err != nil || !before.becomes(after, &p) {
		return nil, pendingFile{}, UserErrorf(nil, "rcfwd cannot edit the layout of %s. Set by hand:%s", c.Path, byHand(&p))
	}
	if bytes.Equal(text, file.text) {
		return after, pendingFile{}, nil
	}
	pending, err := file.prepare(c.Path, text)
	return after, pending, err
}

// checkCase returns an error when a profile of another name differs only in case.
func (c *Config) checkCase(name string) error {
	for _, p := range c.Profiles {
		if p.Name != name && strings.EqualFold(p.Name, name) {
			return UserErrorf(nil, "There is already a profile %s, and some disks cannot tell it from %s. Choose that one, or another name.", p.Name, name)
		}
	}
	return nil
}

// lockConfig waits for the lock under which config.toml is edited. Where no process can
// take it, lockConfig goes on without.
func (f Folders) lockConfig(ctx context.Context) (unlock func(), err error) {
	unlock, err = f.PrivateFile("config.lock").Lock(ctx)
	if errors.Is(err, ErrNoLock) {
		return func() {}, nil
	}
	return unlock, err
}

// emptyTables returns tables of the same types with nothing in them.
func emptyTables(others []Table) []Table {
	all := make([]Table, len(others))
	for i, t := range others {
		all[i] = Table{t.Name, reflect.New(reflect.TypeOf(t.Into).Elem()).Interface()}
	}
	return all
}

// becomes reports whether after is c with the profile saved in it and nothing else
// changed.
func (c *Config) becomes(after *Config, p *Profile) bool {
	want := slices.Clone(c.Profiles)
	if i := slices.IndexFunc(want, func(q Profile) bool { return q.Name == p.Name }); i >= 0 {
		want[i] = *p
	} else {
		want = append(want, *p)
	}
	name := c.Default
	if len(c.Profiles) == 0 {
		name = p.Name
	}
	return after.Default == name && slices.EqualFunc(after.Profiles, want, func(a, b Profile) bool {
		return reflect.DeepEqual(fileProfileOf(&a), fileProfileOf(&b))
	})
}
