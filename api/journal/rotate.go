package journal

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
)

// rotate makes the current file the older one when more bytes would make it too
// long. What the file before it knows of unsettled changes, and nobody else,
// begins the next.
func (f *fileStore) rotate(more int64) error {
	info, err := os.Lstat(f.current)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size()+more <= f.maxSize {
		return nil
	}
	if err != nil {
		return err
	}
	parts, err := f.readAll()
	if err != nil {
		return err
	}
	var carried []byte
	if len(parts) == 2 {
		carried = unsettledLines(parts[0].text, parts[1].text)
	}
	if err := writeNew(f.next, carried); err != nil {
		return err
	}
	return f.finishRotation()
}

// finishRotation does what is left when a program ended within one: the fresh
// file is there and whole, or it would have another name.
func (f *fileStore) finishRotation() error {
	if _, err := os.Lstat(f.next); err != nil {
		return nil
	}
	if err := os.Rename(f.current, f.older); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(f.next, f.current); err != nil {
		return err
	}
	syncDir(filepath.Dir(f.current))
	return nil
}

// writeNew makes a file that is there whole or not at all.
func writeNew(name string, text []byte) error {
	draft := name + ".draft"
	if err := checkRegular(draft); err != nil {
		return err
	}
	file, err := open(draft, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(draft, name)
}

// syncDir makes renames last; where a folder cannot be synced it is no worse.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// unsettledLines are the lines of older about changes whose outcome is not known,
// as they stand there.
func unsettledLines(older, current []byte) []byte {
	open := map[string]bool{}
	for _, text := range [][]byte{older, current} {
		for raw := range bytes.Lines(text) {
			l, err := decode(raw)
			switch {
			case err != nil:
			case l.Event == intent:
				open[l.ID] = true
			case l.Outcome != "" && l.Outcome != Unknown:
				delete(open, l.ID)
			}
		}
	}
	var kept []byte
	for raw := range bytes.Lines(older) {
		if l, err := decode(raw); err == nil && open[l.ID] {
			kept = append(append(kept, bytes.TrimSuffix(raw, []byte("\n"))...), '\n')
		}
	}
	return kept
}
